"""Whether a container that has ended is started again: the pod's policy, the container's own, and its rules.

Upstream: `pkg/api/v1/pod/util.go` (ContainerShouldRestart, FindMatchingContainerRestartRule).
"""

from typing import Any

Rules = list[dict[str, Any]]


def should_restart(pod_policy: str, container_policy: str | None, rules: Rules | None, exit_code: int) -> bool:
    """Whether this exit leads to another start. A rule that matches decides, else the policy."""
    if matching_rule(rules, exit_code) is not None:
        return True
    policy = container_policy or pod_policy or "Always"
    return policy == "Always" or (policy == "OnFailure" and exit_code != 0)


def matching_rule(rules: Rules | None, exit_code: int) -> dict[str, Any] | None:
    """The first of `restartPolicyRules` whose exit codes match."""
    for rule in rules or ():
        codes = rule.get("exitCodes") or {}
        if codes and (exit_code in (codes.get("values") or ())) == (codes.get("operator") == "In"):
            return rule
    return None
