"""Carrying out moves for a request: for real through the store, or as a rehearsal (`dryRun=All`) in memory."""

import re
from collections.abc import Callable, Iterable

from cluster.api import words
from cluster.api.resource import Call
from cluster.core import engine, validation
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Move
from cluster.core.state import State

Decide = Callable[[State], Iterable[Move]]
AGENT = re.compile(r"[\w.+-]{1,40}", re.ASCII)


def carry_out(call: Call, decide: Decide, dry_run: bool) -> State:
    """The state after the moves that `decide` finds right at the present moment; nothing is stored in a dry run.

    What `decide` raises goes on to the caller. It may be called several times, so it must decide from the state alone.
    """
    if not dry_run:
        return call.vantage.act(decide, actor_of(call))
    state = call.state._replace(now=call.now)
    rehearsed, changes = engine.commit(state, decide(state), actor_of(call))
    objects = rehearsed.objects.mutate()
    for change in changes:
        if change.key in objects:
            objects[change.key] = _unstored(change)
    return rehearsed._replace(objects=objects.finish())


def _unstored(change: Change) -> Object:
    """A rehearsed object has the resourceVersion that it had before; a new one has none.

    Upstream: `apiserver/pkg/registry/generic/registry/dryrun.go`.
    """
    metadata = {**change.object["metadata"]}
    if change.before is None:
        del metadata["resourceVersion"]
    else:
        metadata["resourceVersion"] = change.before["metadata"]["resourceVersion"]
    return {**change.object, "metadata": metadata}


def actor_of(call: Call) -> str:
    """Who acts, as the log tells it: `you (kubectl apply)`, `you (lightkube)`, `you`."""
    command = call.request.header("kubectl-command")
    if command and command.replace(" ", "").replace("-", "").isalnum() and len(command) <= 40:
        return f"you ({command})"
    agent = AGENT.match(call.request.header("user-agent"))
    return f"you ({agent.group()})" if agent else "you"


def title(call: Call, name: str) -> str:
    """`deployment web`."""
    return f"{call.resource.singular} {name}"


def reason_of(call: Call, verb: str, before: Object, after: Object) -> str:
    """A write told in words: `you patched deployment web: spec.replicas 3 → 5`."""
    told = words.difference(before, after)
    text = f"you {verb} {title(call, after['metadata']['name'])}"
    return f"{text}: {told}" if told else text


def warn(call: Call, obj: Object) -> None:
    """Add what the API server warns of to the answer."""
    call.warnings.extend(validation.warnings(obj))


def written(state: State, key: Key) -> Object:
    """The object just written, as it stands in the state after it."""
    obj = state.at(key)
    assert obj is not None
    return obj
