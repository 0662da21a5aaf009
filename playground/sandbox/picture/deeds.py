"""The phrases of the log as what somebody did: `bound to node-2` reads `bound it to node-2` after its actor's name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cluster.store import Entry

COUNT = r"\d+ (?:ready|available) \(was \d+\)"
TAINT = r"[^\s,:]+:\w+"
DEEDS: dict[str, str] = {
    r"created( with \d+ replicas?)?": r"created it\1",
    r"removed": "removed it",
    r"marked for deletion": "marked it for deletion",
    r"bound to (\S+)": r"bound it to \1",
    r"\w+ → Running(, ready)?": r"started it\1",
    r"\w+ → Succeeded": "saw it end well",
    r"\w+ → Failed": "saw it fail",
    r"\w+ → (\w+)": r"saw it become \1",
    r"ready": "marked it ready",
    r"no longer ready": "marked it not ready",
    r"container (\S+) (?:ContainerCreating|PodInitializing)": r"prepares \1",
    r"container \S+ ErrImagePull": "cannot pull the image",
    r"container \S+ ImagePullBackOff": "waits before pulling the image again",
    r"container \S+ ErrImageNeverPull": "may not pull the image",
    r"container \S+ InvalidImageName": "cannot read the image's name",
    r"container (\S+) CrashLoopBackOff": r"waits before starting \1 again",
    r"container (\S+) CreateContainerConfigError": r"cannot configure \1",
    r"container (\S+) (\w+)": r"reported \2 of \1",
    r"restarted \(restart (\d+)\)": r"started it again (restart \1)",
    r"scaled from (\w+) to (\w+)": r"scaled it from \1 to \2",
    r"now rollout revision (\d+)": r"made it rollout revision \1",
    rf"{COUNT}(?:, {COUNT})*": r"counted \g<0>",
    r"image of (\S+) (\S+) → (\S+)": r"changed \1 from \2 to \3",
    r"(paused|resumed|cordoned|uncordoned)": r"\1 it",
    r"Progressing: (\w+)": r"reported \1",
    r"falls silent": "pulled its plug",
    r"runs again": "plugged it in again",
    r"taints none": "took its taints away",
    rf"taints ({TAINT}(?:, {TAINT})*)": r"set its taints: \1",
    r"Ready": "marked it Ready",
    r"no longer Ready": "marked it not Ready",
}
"""Phrases of `story` -> how they read after the name of who did it. The first that fits a whole phrase is taken."""
PHRASES = [(re.compile(rf"{phrase}(?=, |$)"), deed) for phrase, deed in DEEDS.items()]
ANY = re.compile(r".+?(?=, |$)")
TAKES_ON = re.compile(r"the kubelet of \S+ takes the pod on(?:; )?")


def deed(row: Entry) -> str:
    """`scaled it from 3 to 2` of `ReplicaSet web-5d9f: scaled from 3 to 2`."""
    text = " ".join(row.what.replace(f"{row.kind} {row.name}", "").lstrip(": ").split())
    text = text.replace("node.kubernetes.io/", "")
    return _told(text)


@lru_cache(maxsize=2048)
def _told(phrases: str) -> str:
    return ", ".join(dict.fromkeys(_deeds(phrases)))


def _deeds(text: str) -> Iterator[str]:
    while text:
        found, told = next(_readings(text))
        yield told
        text = text[found.end() :].removeprefix(", ")


def _readings(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern, told in PHRASES:
        if found := pattern.match(text):
            yield found, found.expand(told)
    if found := ANY.match(text):
        yield found, found[0]


def deed_for_pod(row: Entry, pod: str, node: str) -> str:
    """What was done on a node, where the reason tells of a pod."""
    reason = row.reason.removeprefix(f"{node}: ")
    if row.actor == "default-scheduler":
        return f"chose it for {pod}: {reason}"
    if found := TAKES_ON.match(reason):
        return f"took {pod} on: {reason[found.end() :]}".removesuffix(": ")
    return f"said of {pod}: {reason}"
