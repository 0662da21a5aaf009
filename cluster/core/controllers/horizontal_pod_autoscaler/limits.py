"""How far and how fast the number of replicas may go.

Upstream: `pkg/controller/podautoscaler/horizontal.go` (normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors,
convertDesiredReplicasWithRules, calculateScaleUpLimitWithScalingRules).
"""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.kinds import Object

DOWNSCALE_STABILIZATION = 5 * times.MINUTE
"""`--horizontal-pod-autoscaler-downscale-stabilization`: the highest of so long ago on counts."""
LONGEST = 30 * times.MINUTE
"""No period of a policy is longer (MaxPeriodSeconds), and no window longer than an hour."""
LONGEST_WINDOW = times.HOUR
MATCHES = ("ReadyForNewScale", "recommended size matches current size")
LOWER = (
    "ScaleUpStabilized",
    "recent recommendations were lower than current one, applying the lowest recent recommendation",
)
HIGHER = (
    "ScaleDownStabilized",
    "recent recommendations were higher than current one, applying the highest recent recommendation",
)
WITHIN = ("DesiredWithinRange", "the desired count is within the acceptable range")
TOO_FEW = ("TooFewReplicas", "the desired replica count is less than the minimum replica count")
TOO_MANY = ("TooManyReplicas", "the desired replica count is more than the maximum replica count")
UP_LIMIT = ("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate")
DOWN_LIMIT = ("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate")

Words = tuple[str, str]
Moments = list[list[int]]
"""[milliseconds, number]: recommendations and until when they held, or changes of the number of replicas."""


class Limited(NamedTuple):
    """The replicas that may be; the words of AbleToScale and of ScalingLimited, and whether it is limited."""

    replicas: int
    able: Words
    limit: Words
    is_limited: bool


def limited(hpa: Object, current: int, wanted: int, recommended: Moments, events: Moments, now: int) -> Limited:
    """What becomes of a wanted number; `recommended` are earlier recommendations, `events` earlier changes of size."""
    spec = hpa["spec"]
    behavior = spec.get("behavior")
    least, most = spec.get("minReplicas") or 1, spec["maxReplicas"]
    if not behavior:
        stable = max([wanted, *_since(recommended, now - DOWNSCALE_STABILIZATION)])
        able = MATCHES if stable == wanted else HIGHER
        replicas, limit = _within_rules(current, stable, least, most)
        return Limited(replicas, able, limit, replicas != stable)
    stable, able = _stabilized(behavior, current, wanted, recommended, now)
    replicas, limit = _within_behavior(behavior, current, stable, (least, most), events, now)
    return Limited(replicas, able, limit, replicas != stable)


def _since(recommended: Moments, cutoff: int) -> list[int]:
    return [number for moment, number in recommended if moment > cutoff]


def _within_rules(current: int, wanted: int, least: int, most: int) -> tuple[int, Words]:
    """At most twice as many at once, or 4 (calculateScaleUpLimit)."""
    ceiling = max(2 * current, 4)
    highest, words = (ceiling, UP_LIMIT) if most > ceiling else (most, TOO_MANY)
    if wanted < least:
        return least, TOO_FEW
    return (highest, words) if wanted > highest else (wanted, WITHIN)


def _stabilized(behavior: Object, current: int, wanted: int, recommended: Moments, now: int) -> tuple[int, Words]:
    """Up no further than the lowest, down no further than the highest of the recent recommendations."""
    up = _window(behavior["scaleUp"], 0)
    down = _window(behavior["scaleDown"], DOWNSCALE_STABILIZATION)
    lowest = min([wanted, *_since(recommended, now - up)])
    highest = max([wanted, *_since(recommended, now - down)])
    stable = min(max(current, lowest), highest)
    if stable == wanted:
        return stable, MATCHES
    return stable, LOWER if stable < wanted else HIGHER


def _window(rules: Object, default: int) -> int:
    seconds = rules.get("stabilizationWindowSeconds")
    return default if seconds is None else int(seconds) * times.SECOND


def _within_behavior(
    behavior: Object, current: int, wanted: int, bounds: tuple[int, int], events: Moments, now: int
) -> tuple[int, Words]:
    least, most = bounds
    if wanted > current:
        limit = max(up_limit(behavior["scaleUp"], current, events, now), current)
        highest, words = (limit, UP_LIMIT) if most > limit else (most, TOO_MANY)
        return (highest, words) if wanted > highest else (wanted, WITHIN)
    if wanted < current:
        limit = min(down_limit(behavior["scaleDown"], current, events, now), current)
        lowest, words = (limit, DOWN_LIMIT) if least < limit else (least, TOO_FEW)
        return (lowest, words) if wanted < lowest else (wanted, WITHIN)
    return wanted, WITHIN


def up_limit(rules: Object, current: int, events: Moments, now: int) -> int:
    """The most replicas by the policies: 4 pods and 100% in 15 s, 3 replicas -> max(3 + 4, 3 x 2) = 7."""
    found = []
    for policy in _policies(rules):
        start = _at_start(policy, current, events, now)
        if policy["type"] == "Pods":
            found.append(start + policy["value"])
        else:
            found.append(math.ceil(start * (1 + policy["value"] / 100)))
    return _selected(rules, found, current, max, min)


def down_limit(rules: Object, current: int, events: Moments, now: int) -> int:
    """The fewest replicas by the policies: 100% in 15 s -> 0."""
    found = []
    for policy in _policies(rules):
        start = _at_start(policy, current, events, now)
        if policy["type"] == "Pods":
            found.append(start - policy["value"])
        else:
            found.append(int(start * (1 - policy["value"] / 100)))
    return _selected(rules, found, current, min, max)


def _policies(rules: Object) -> Iterable[dict[str, Any]]:
    return rules.get("policies") or ()


def _selected(rules: Object, found: list[int], current: int, furthest: Any, nearest: Any) -> int:
    select = rules.get("selectPolicy") or "Max"
    if select == "Disabled" or not found:
        return current
    return int(nearest(found) if select == "Min" else furthest(found))


def _at_start(policy: dict[str, Any], current: int, events: Moments, now: int) -> int:
    """The replicas at the beginning of the policy's period."""
    cutoff = now - policy["periodSeconds"] * times.SECOND
    return current - sum(change for moment, change in events if moment > cutoff)
