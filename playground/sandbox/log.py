"""The log as the page shows it: what one controller did in one go stands under one head, newest first."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from cluster import store
from cluster.core import times

SETUP = "kubeadm"
"""Who sets a new cluster up; nobody needs to read that first."""
YOU = "you"
SHOWN = 4
"""Changes of one step that are shown at once; a ReplicaSet of 300 creates so many pods in one go."""


class LogChange(NamedTuple):
    """One change: what, and why unless the change before it says the same."""

    revision: int
    what: str
    why: str
    quiet: bool


class LogStep(NamedTuple):
    """What one controller, or a person, did in one go; `folded` are the changes beyond the first few."""

    time: str
    component: str
    actor: str
    quiet: bool
    shown: list[LogChange]
    folded: list[LogChange]


def log_steps(entries: Iterable[store.Entry]) -> list[LogStep]:
    """Steps for entries in ascending order, newest first as the page shows them; in a step the order stays."""
    return [_step(list(group)) for _, group in groupby(entries, key=lambda entry: entry.step)][::-1]


def _step(entries: list[store.Entry]) -> LogStep:
    first = entries[0]
    component, _, host = first.actor.partition("/")
    changes = _changes(sorted(entries, key=_is_quiet))
    headline = store.tell_act(changes[0].what, changes[0].why, len(changes)) if component == YOU else changes[0].what
    if headline != changes[0].what:
        told = LogChange(changes[0].revision, headline, changes[0].what, changes[0].quiet)
        return LogStep(_time(first), component, first.actor, told.quiet, [told], changes[1:])
    # One change alone is not worth folding.
    shown = SHOWN if len(changes) > SHOWN + 1 else len(changes)
    return LogStep(
        _time(first),
        component,
        f"{component} on {host}" if host else component,
        all(change.quiet for change in changes),
        changes[:shown],
        changes[shown:],
    )


def _time(entry: store.Entry) -> str:
    return f"{times.to_text(entry.now)[11:19]}.{entry.now % 1000 // 100}"


def _changes(entries: list[store.Entry]) -> list[LogChange]:
    reasons = ["", *(entry.reason for entry in entries)]
    return [
        LogChange(entry.revision, entry.what, entry.reason if entry.reason != before else "", _is_quiet(entry))
        for entry, before in zip(entries, reasons, strict=False)
    ]


def _is_quiet(entry: store.Entry) -> bool:
    return entry.quiet or entry.actor == SETUP
