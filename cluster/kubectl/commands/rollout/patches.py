"""`kubectl rollout pause`, `resume`, `restart`. Upstream: `rollout_{pause,resume,restart}.go`."""

from collections.abc import Callable
from typing import Any

from cluster import store
from cluster.core import rollout
from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.rollout import finding
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError
from cluster.kubectl.flags.common import SELECTOR, TEMPLATES, files, manager
from cluster.kubectl.infos import Info

Make = Callable[[Object], Any]


def _restart(obj: Object) -> Any:
    now = store.wall_now()
    patch = rollout.restart_patch(obj, now)
    rollout.refuse_same_second(obj, now)
    return patch


def _run(make: Make, done: str) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        infos, error = finding.found(call).infos()
        errors: list[Exception] = [error] if error else []
        if not infos and not errors:
            finding.none_found(call)
            return
        for info in infos:
            try:
                call.out(writing.printed(call, done)(_sent(call, info, make)))
            except KubectlError as refusal:
                errors.append(refusal)
        if errors:
            raise Aggregate(errors)

    return run


def _sent(call: Call, info: Info, make: Make) -> Object:
    try:
        patch = make(info.obj)
    except rollout.RolloutRefused as refusal:
        text = str(refusal)
        raise KubectlError(text if text.startswith("failed to") else f"error: {info.quoted} {text}") from None
    try:
        return call.client.patch(info.kind, info.namespace, info.name, patch, "strategic", writing.query(call))
    except ApiRefused as refusal:
        raise KubectlError(f"failed to patch: {refusal}") from None


def _command(name: str, short: str, about: str, make: Make, done: str) -> Command:
    examples = f"# A Deployment\nkubectl rollout {name} deployment/web"
    flags = (SELECTOR, *TEMPLATES, *files(), manager("kubectl-rollout"))
    use = f"{name} RESOURCE"
    return Command(name=name, use=use, short=short, about=about, examples=examples, run=_run(make, done), flags=flags)


COMMANDS = (
    _command(
        "pause",
        "Mark the provided resource as paused",
        "Stops rolling out: changes of the pods' template wait until the Deployment is resumed.",
        rollout.pause_patch,
        "paused",
    ),
    _command(
        "restart",
        "Restart a resource",
        "Replaces all pods by new ones of the same kind, step by step, as in a rollout.",
        _restart,
        "restarted",
    ),
    _command(
        "resume",
        "Resume a paused resource",
        "Goes on where the Deployment was paused, with all changes made meanwhile in one rollout.",
        rollout.resume_patch,
        "resumed",
    ),
)
