"""A log told once more from nothing, and a state put together again from its objects."""

from cluster.core.kinds import key_of
from cluster.core.queue import WorkQueue
from cluster.core.state import assemble


def replayed(changes):
    """The objects that a log leads to."""
    objects = {}
    for change in changes:
        if change.verb == "delete":
            del objects[change.key]
        else:
            assert (change.verb == "create") == (change.key not in objects), change
            objects[change.key] = change.object
    return objects


def judge_log(state, changes):
    """The log replayed from nothing is the state's objects; revisions have no gap and are the resourceVersions."""
    assert replayed(changes) == dict(state.objects)
    assert [change.revision for change in changes] == list(range(1, state.revision + 1))
    for change in changes:
        assert change.object["metadata"]["resourceVersion"] == str(change.revision)
        assert key_of(change.object) == change.key


def judge_indexes(state):
    """What grew change by change is what one would build from the objects: indexes, and the sums of what pods use."""
    fresh = assemble(state.seed, state.now, state.revision, state.objects.values(), WorkQueue())
    assert dict(fresh.indexes) == dict(state.indexes)
    assert fresh.usage == state.usage
