"""Two rollout revisions beside each other, what was applied beside what is, and what one change changed."""

from typing import Any, NamedTuple

from cluster.core import diffs, rollout
from cluster.core.kinds import Object
from cluster.core.objects import uid_of
from cluster.core.summaries.words import counted, images_of, verb
from cluster.core.template_revisions import revision_of, template_of, without_hash
from cluster.kubectl.output import yaml_text
from playground.sandbox.moment import revision_in
from playground.sandbox.panel.deeds import Deed, go_back
from playground.sandbox.panel.looking import Look

HIDDEN = "***"


class Revision(NamedTuple):
    """One rollout revision to choose."""

    number: int
    images: str


def revisions(look: Look, deployment: Object) -> dict[str, Any]:
    """The templates of two revisions of a Deployment: those asked for, else the newest two."""
    kept = rollout.revisions(look.state.dependents(uid_of(deployment), "ReplicaSet"))
    kept.pop(0, None)
    numbers = list(kept)
    newest = [None, None, *numbers][-2:]
    one = revision_in(look.params.get("from", "")) or newest[0]
    other = revision_in(look.params.get("to", "")) or newest[1]
    missing = [number for number in (one, other) if number is not None and number not in kept]
    context: dict[str, Any] = {
        "revisions": [Revision(number, images_of(template_of(kept[number]))) for number in numbers],
        "from": one,
        "to": other,
        "missing": missing,
        "own_page": look.links.revisions(look.key, **{"from": str(one), "to": str(other)}),
    }
    if one is None or other is None or missing:
        return context
    before, after = (yaml_text.dump(without_hash(template_of(kept[number]))) for number in (one, other))
    return context | {"lines": diffs.compare(before, after), "back": _back(look, deployment, one)}


def _back(look: Look, deployment: Object, revision: int) -> Deed | None:
    """The way back to the first of two revisions, where one can act and is not there already."""
    if look.is_page or not look.moment.can_act or revision == revision_of(deployment):
        return None
    return go_back(look.moment.sandbox.name, look.key, revision)


def applied(look: Look, obj: Object) -> dict[str, Any]:
    """What was applied, and what is: of the fields that were written, or (`show=everything`) of all."""
    found = diffs.applied(obj)
    everything = look.params.get("show") == "everything"
    show = "everything" if everything else "written"
    context: dict[str, Any] = {"applied": found, "show": show, "own_page": look.links.applied(look.key, show=show)}
    if found is None:
        return context
    wrote = diffs.without_server_part(found.manifest)
    live = diffs.without_server_part(obj)
    lines = diffs.compare(*texts_of(wrote, live if everything else diffs.only_written(live, wrote)))
    return context | {"lines": lines, "verdict": _verdict(lines, everything, found.exact)}


def _verdict(lines: list[diffs.Line], everything: bool, exact: bool) -> str:
    changed = sum(line.sign == diffs.ADDED for line in lines), sum(line.sign == diffs.REMOVED for line in lines)
    number = max(changed)
    if not number:
        return "All that was applied still holds."
    if everything or not exact:
        differ = f"{counted(number, 'line')} {verb(number, 'differs', 'differ')}"
        return f"{differ}; what nobody wrote is a default, or a note of the cluster."
    return (
        f"{counted(number, 'line')} {verb(number, 'was', 'were')} changed since then. "
        "Applying the same manifest again would set that back."
    )


def texts_of(before: Object | None, after: Object | None) -> tuple[str, str]:
    """Both as YAML, an object that is not there as an empty text; of values of Secrets only whether they differ."""
    if "Secret" in {(obj or {}).get("kind") for obj in (before, after)}:
        before, after = _masked(before, after)
    return yaml_text.dump(before) if before else "", yaml_text.dump(after) if after else ""


def _masked(before: Object | None, after: Object | None) -> tuple[Object | None, Object | None]:
    """As `kubectl diff` masks them (`cmd/diff/diff.go`, Masker)."""
    for field in ("data", "stringData"):
        one, other = ((obj or {}).get(field) or {} for obj in (before, after))
        differ = {name for name in one if name in other and one[name] != other[name]}
        if before and one:
            before = {**before, field: {name: _mask(name, differ, "before") for name in one}}
        if after and other:
            after = {**after, field: {name: _mask(name, differ, "after") for name in other}}
    return before, after


def _mask(name: str, differ: set[str], side: str) -> str:
    return f"{HIDDEN} ({side})" if name in differ else HIDDEN
