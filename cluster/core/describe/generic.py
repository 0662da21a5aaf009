"""Kinds without a description of their own, Events among them: `describe.go`, `genericDescriber`."""

import re

from cluster.core.describe.events import write_events
from cluster.core.describe.parts import write_head
from cluster.core.describe.related import Related
from cluster.core.describe.writer import Writer
from cluster.core.kinds import Object

SKIPPED = {
    ".metadata.managedFields",
    ".metadata.name",
    ".metadata.namespace",
    ".metadata.labels",
    ".metadata.annotations",
}
ACRONYMS = ("API", "URL", "UID", "OSB", "GUID")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+")


def describe_generic(w: Writer, obj: Object, related: Related) -> None:
    """Every field, under a title made of its name."""
    write_head(w, obj)
    _write_fields(w, 0, obj, "")
    write_events(w, related.events, related.now)


def _write_fields(w: Writer, level: int, content: Object, path: str) -> None:
    for field in sorted(content):
        value, here = content[field], f"{path}.{field}"
        if here in SKIPPED:
            continue
        if isinstance(value, dict):
            w.line(level, f"{title_of(field)}:")
            _write_fields(w, level + 1, value, here)
        elif isinstance(value, list):
            w.line(level, f"{title_of(field)}:")
            for item in value:
                if isinstance(item, dict):
                    _write_fields(w, level + 1, item, here)
                else:
                    w.line(level + 1, _text(item))
        else:
            w.line(level, f"{title_of(field)}:\t{_text(value)}")


def _text(value: object) -> str:
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)


def title_of(field: str) -> str:
    """`lastTransitionTime` -> `Last Transition Time`, `uid` -> `UID`; names with other signs stay (`smartLabelFor`)."""
    if not re.fullmatch(r"[A-Za-z-]*", field):
        return field
    words = [word.upper() if word.upper() in ACRONYMS else word for word in _WORDS.findall(field)]
    return " ".join(word[:1].upper() + word[1:] if word.islower() else word for word in words)
