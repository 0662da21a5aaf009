"""The parts of an open object, of which one is drawn at a time: what is not looked at costs nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from cluster.core import describe, diffs, managed_fields, printers, times
from cluster.core.events import last_seen
from cluster.core.kinds import Object, public
from cluster.core.objects import name_of, uid_of
from cluster.core.summaries import summarise
from cluster.core.summaries.words import clock
from cluster.kubectl.output import yaml_text
from playground.sandbox.clients import sentences_of
from playground.sandbox.panel import comparing
from playground.sandbox.panel.deeds import deeds_for
from playground.sandbox.panel.family import family_of, related_to
from playground.sandbox.panel.history import history_of
from playground.sandbox.panel.looking import Look


class Tab(NamedTuple):
    """One part: its `title`, its fragment, what that is given, and for which objects (None: a gone one) there is it."""

    name: str
    title: str
    draw: Callable[[Look, Any], dict[str, Any]]
    is_for: Callable[[Object | None], bool] = lambda obj: obj is not None

    @property
    def template(self) -> str:
        """The fragment that shows it."""
        return f"sandbox/_panel_{self.name}.html"


class Note(NamedTuple):
    """One Event about the object, as a person reads it."""

    type: str
    reason: str
    message: str
    source: str
    last: str
    times: int


def _summary(look: Look, obj: Object) -> dict[str, Any]:
    titles, cells = printers.table([public(obj)], look.now, wide=True)
    return {
        "sentences": [*summarise(look.state, obj), *sentences_of(look.moment, obj)],
        "row": list(zip(titles, cells, strict=True)),
        "born": times.to_ms(obj["metadata"]["creationTimestamp"]),
        "deeds": deeds_for(look.moment.sandbox.name, look.state, obj),
        "family": family_of(look.state, obj),
        "related": related_to(look.state, obj),
        "why": look.links.why(look.key) if obj["kind"] == "Pod" else "",
    }


def _yaml(look: Look, obj: Object) -> dict[str, Any]:
    with_managers = bool(look.params.get("managed"))
    shown = managed_fields.complete(obj) if with_managers else obj
    metadata = {name: value for name, value in shown["metadata"].items() if with_managers or name != "managedFields"}
    other = {"tab": "yaml"} if with_managers else {"tab": "yaml", "managed": "yes"}
    return {
        "yaml": yaml_text.dump(public({**shown, "metadata": metadata})),
        "with_managers": with_managers,
        "other_yaml": look.links.object(look.key, **other),
    }


def _describe(look: Look, obj: Object) -> dict[str, Any]:
    related = replace(describe.gather(look.state, obj), now=look.now)
    return {"description": describe.describe(public(obj), related)}


def _events(look: Look, obj: Object) -> dict[str, Any]:
    found = sorted(look.state.events_about(uid_of(obj)), key=lambda event: (last_seen(event), name_of(event)))
    return {"notes": [_note(event) for event in reversed(found)]}


def _note(event: Object) -> Note:
    source = (event.get("source") or {}).get("component") or event.get("reportingComponent") or ""
    count = (event.get("series") or event).get("count") or 1
    last = clock(last_seen(event))
    return Note(event.get("type", ""), event.get("reason", ""), event.get("message", ""), source, last, count)


def _history(look: Look, _obj: Object | None) -> dict[str, Any]:
    return history_of(look)


def _compare(look: Look, obj: Object) -> dict[str, Any]:
    sides = {"applied": comparing.applied(look, obj), "action": look.links.object(look.key), "tab_name": "compare"}
    return {**sides, "rollout": comparing.revisions(look, obj)} if obj["kind"] == "Deployment" else sides


def _is_comparable(obj: Object | None) -> bool:
    return obj is not None and (obj["kind"] == "Deployment" or diffs.applied(obj) is not None)


TABS = {
    tab.name: tab
    for tab in (
        Tab("summary", "Summary", _summary),
        Tab("yaml", "YAML", _yaml),
        Tab("describe", "Describe", _describe),
        Tab("events", "Events", _events),
        Tab("history", "History", _history, lambda _obj: True),
        Tab("compare", "Compare", _compare, _is_comparable),
    )
}


def tabs_for(obj: Object | None) -> list[Tab]:
    """The parts that there are of an object, or of one that is gone."""
    return [tab for tab in TABS.values() if tab.is_for(obj)]
