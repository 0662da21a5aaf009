"""What a pod's volumes need before its sandbox can be made: ConfigMaps and Secrets that are there.

Upstream: `pkg/volume/{configmap,secret,projected}`, `pkg/volume/util/nestedpendingoperations` (the back-off).
"""

from collections.abc import Iterator
from typing import Any

from cluster.core.controllers.kubelet.life import Life
from cluster.core.environment import keys_of

FIRST_RETRY_MS, MAX_RETRY_MS = 500, 122_000


def complaint(life: Life) -> str:
    """Why the volumes cannot be set up, '' when they can."""
    for volume in life.spec.get("volumes") or ():
        for source, kind in _sources(volume):
            missing = _missing(life, source, kind)
            if missing:
                return f'MountVolume.SetUp failed for volume "{volume["name"]}" : {missing}'
    return ""


def _sources(volume: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    if "configMap" in volume:
        yield volume["configMap"], "ConfigMap"
    elif "secret" in volume:
        yield {**volume["secret"], "name": volume["secret"].get("secretName")}, "Secret"
    elif "projected" in volume:
        for source in volume["projected"].get("sources") or ():
            if "configMap" in source:
                yield source["configMap"], "ConfigMap"
            elif "secret" in source:
                yield source["secret"], "Secret"


def _missing(life: Life, source: dict[str, Any], kind: str) -> str:
    if source.get("optional"):
        return ""
    obj = life.state.get(kind, life.pod["metadata"].get("namespace", ""), source.get("name") or "")
    if obj is None:
        return f'{kind.lower()} "{source.get("name")}" not found'
    if source.get("items"):
        keys = keys_of(obj)
        for item in source["items"]:
            if item["key"] not in keys:
                noun = "config" if kind == "ConfigMap" else "secret"
                return f"references non-existent {noun} key: {item['key']}"
    return ""


def are_mounted(life: Life) -> bool:
    """Whether the volumes are set up.

    If not, it is said at every attempt: after 0, 0.5, 1.5, 3.5, 7.5 ... s, in the end every 122 s.
    """
    message = complaint(life)
    if not message:
        return True
    since = life.since if life.since is not None else life.now
    moment, following = _attempts(since, life.now)
    life.emit_once("Warning", "FailedMount", message, None, moment)
    life.wake(following)
    return False


def _attempts(since: int, now: int) -> tuple[int, int]:
    """The latest attempt up to now, and the next one."""
    moment, wait = since, FIRST_RETRY_MS
    while wait < MAX_RETRY_MS and moment + wait <= now:
        moment, wait = moment + wait, wait * 2
    if wait >= MAX_RETRY_MS:
        moment, wait = moment + (now - moment) // MAX_RETRY_MS * MAX_RETRY_MS, MAX_RETRY_MS
    return moment, moment + wait
