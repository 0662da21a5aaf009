"""What differs from run to run, replaced by the placeholders that the records hold."""

import json
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

LETTER = "[bcdfghjklmnpqrstvwxz2456789]"
SUFFIX, HASH = rf"{LETTER}{{5}}\b", f"{LETTER}{{8,10}}"
ANYWHERE: list[tuple[str, str]] = [
    (rf"\bkube-api-access-{SUFFIX}", "kube-api-access-<id>"),
    (rf"\b([a-z0-9-]+?)-{HASH}-{SUFFIX}", r"\1-<hash>-<pod>"),
    (rf"(<hash\d+>)-{LETTER}{{5}}(?=_)", r"\1-<pod>"),
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "<uid>"),
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b", "<time>"),
    (r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000", "<time>"),
    (r"\b\d{1,3}(\.\d{1,3}){3}(/\d+)?\b", "<ip>"),
    (r"(https?://)(\S*@)?(127\.0\.0\.1|localhost|<ip>):\d+\S*", "<server>"),
    (r"\bnode-\d+\b", "<node>"),
    (r'("?resourceVersion"?: ?"?)\d+', r"\1<rv>"),
    (r"\b\d+:\d+/TCP\b", "<port>:<port>/TCP"),
    (r"(NodePort:\s+\S+\s+)\d+/TCP", r"\1<port>/TCP"),
    (r"\((x\d+ over )?[0-9<][0-9a-z]* ago\)", "(<age> ago)"),
]
"""In this order: a later one finds what an earlier one has left."""
DURATION = r"(?<![\w.=:-])((\d+d)?(\d+h)?(\d+m)?\d+s(?![\w-])|\d+[mhd](\d+[smh])?(?![\w-]))"
AGES: list[tuple[str, str]] = [(DURATION, "<age>"), (r"<age> \(x\d+ over <age>\)", "<age>"), (r"<invalid>", "<age>")]

LEFT_OUT = {
    "uid", "resourceVersion", "creationTimestamp", "managedFields", "generateName", "selfLink", "terminatingReplicas",
}  # fmt: skip
HIDDEN = {"nodeName", "imageID", "containerID"}
READ_AS_TEXT = {"name", "clusterIP", "podIP", "hostIP", "ip"}
TIME = re.compile(r"(Time|Timestamp)$|^startedAt$|^finishedAt$")


class Placeholders:
    """One session's: ReplicaSets are numbered in the order in which they came, `<hash1>`, `<hash2>` …"""

    def __init__(self, replica_sets: Iterable[dict[str, Any]]) -> None:
        self._named: list[tuple[str, str]] = []
        hashes: list[str] = []
        owners = []
        for metadata in replica_sets:
            found = metadata.get("labels", {}).get("pod-template-hash")
            if found and found not in hashes:
                hashes.append(found)
            owners.append(metadata["name"])
        for number, found in enumerate(hashes, 1):
            self._named += [(rf"{found}-{SUFFIX}", f"<hash{number}>-<pod>"), (found, f"<hash{number}>")]
        self._named += [(rf"\b{re.escape(name)}-{SUFFIX}", f"{name}-<pod>") for name in owners]

    def text(self, text: str, *, ages: bool = True) -> str:
        """A text with placeholders, its columns two blanks apart."""
        for pattern, placeholder in [*self._named, *ANYWHERE, *(AGES if ages else ())]:
            text = re.sub(pattern, placeholder, text)
        return "\n".join(re.sub(r"[ \t]{2,}", "  ", line).rstrip() for line in text.splitlines())

    def output(self, command: str, text: str) -> str:
        """What a command printed: rows of tables, and events in descriptions, in an order that names do not change."""
        text = self.text(text)
        structured = re.search(r"-o[ =]?(json|yaml|go)", command)
        if re.search(r"\bkubectl (get|top|events|api-resources)\b", command) and not structured:
            text = "\n\n".join(map(_sorted_table, _blocks(text)))
        return _with_sorted_events(text) if "kubectl describe" in command else text

    def object(self, value: Any) -> Any:
        """An object, or part of one."""
        if isinstance(value, dict):
            return {name: self._field(name, inner) for name, inner in value.items() if name not in LEFT_OUT}
        if isinstance(value, list):
            return [self.object(inner) for inner in value]
        return self.text(value, ages=False) if isinstance(value, str) else value

    def _field(self, name: str, value: Any) -> Any:
        if TIME.search(name):
            return "<time>" if value else value
        if name == "nodePort":
            return "<port>"
        if isinstance(value, str) and name in HIDDEN:
            return f"<{name}>"
        return self.text(value) if isinstance(value, str) and name in READ_AS_TEXT else self.object(value)

    def objects(self, found: Iterable[dict[str, Any]]) -> list[Any]:
        """Objects in an order that names do not change."""
        return sorted(map(self.object, found), key=partial(json.dumps, sort_keys=True))


def _blocks(text: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def _sorted_table(lines: list[str]) -> str:
    titles = 1 if lines[0].split()[0].isupper() else 0
    return "\n".join([*lines[:titles], *sorted(lines[titles:])])


def _with_sorted_events(text: str) -> str:
    """The events of a description without ages, each once."""
    before, title, events = text.partition("\nEvents:")
    lines = [line for line in events.splitlines() if line.strip()]
    rows = {re.sub(r"^\s*(\S+)\s+(\S+)\s+<age>\s+", r"  \1  \2  ", line) for line in lines}
    return f"{before}{title}\n" + "\n".join(sorted(rows))
