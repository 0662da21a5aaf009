"""What the API server makes of wished moves: one step's objects being written, then frozen again.

A draft gives each write its revision (which is the resourceVersion), its uid, name and time; raises generations; drops
writes that change nothing; lets an object go once its last finalizer is gone. It validates nothing: what people send
is judged before (`admission`), what controllers make is made right.
"""

from collections.abc import Container, Iterable
from hashlib import blake2b
from typing import Any

from cluster.core import events, times, usage
from cluster.core.kinds import KINDS, Key, Object, key_of
from cluster.core.moves import Change, Delete, Emit, Move, Put, Verb
from cluster.core.state import EMPTY, IndexKey, State, index_keys, place_of, same_place, serial

SAFE = "bcdfghjklmnpqrstvwxz2456789"
"""The alphabet of generated names (`apimachinery/pkg/util/rand/rand.go`): no vowels, so no words."""
MAX_GENERATED_BASE = 58
"""Longest part kept before the 5 random characters (`apiserver/pkg/storage/names/generate.go`)."""


class Draft:
    """A state being written by one actor in one step. Not shared, not kept: `freeze` it and let it go.

    `alien`: what is written comes from outside, as JSON; see `sharing`. Controllers' objects share by themselves.
    """

    def __init__(self, state: State, actor: str, alien: bool = False) -> None:
        self.now, self.seed, self.actor, self.alien = state.now, state.seed, actor, alien
        self.revision = state.revision
        self.first = state.revision + 1
        self.changes: list[Change] = []
        self._state = state
        self._objects = state.objects.mutate()
        self._index = state.indexes.mutate()
        self._usage = state.usage

    def apply(self, move: Move) -> None:
        """Carry out one move. A `Wake` is the engine's business and leaves no trace here."""
        if isinstance(move, Put):
            self.put(move)
        elif isinstance(move, Emit):
            counted = events.record(self, move)
            if counted is not None:
                self.put(counted)
        elif isinstance(move, Delete):
            before = self.get(move.key)
            if before is not None:
                self.remove(before, move.reason)

    def freeze(self) -> State:
        """The state after all moves; the waiting work is still the old one."""
        objects, indexes = self._objects.finish(), self._index.finish()
        return State(self.seed, self.now, self.revision, objects, indexes, self._state.queue, self._usage)

    def get(self, key: Key) -> Object | None:
        """An object as this step has left it so far, or None."""
        return self._objects.get(key)

    def events_about(self, uid: str) -> list[Object]:
        """The Events about an object, those of this step included."""
        return [self._objects[key] for key in self._index.get(("about", uid), EMPTY).values()]

    def put(self, move: Put) -> None:
        """Create or replace one object, as storage would."""
        obj = move.object
        if not obj["metadata"].get("name"):
            obj = self._named(obj)
        before = self._objects.get(key_of(obj))
        if before is None:
            self._write("create", self._born(obj), None, move.reason)
        elif before != obj:
            self._update(before, obj, move)

    def adopt(self, obj: Object, reason: str) -> None:
        """Store an object that has lived before as it is: only its resourceVersion is new."""
        before = self._objects.get(key_of(obj))
        self._write("create" if before is None else "update", obj, before, reason)

    def _update(self, before: Object, obj: Object, move: Put) -> None:
        metadata = obj["metadata"]
        if metadata.get("deletionTimestamp") and is_released(obj):
            self.remove(obj, move.reason)
            return
        if raises_generation(before, obj, move.subresource):
            obj = {**obj, "metadata": {**metadata, "generation": metadata.get("generation", 0) + 1}}
        self._write("update", obj, before, move.reason)

    def _named(self, obj: Object) -> Object:
        return named(obj, f"{self.seed}/{self.revision + 1}", self._objects)

    def _born(self, obj: Object) -> Object:
        metadata = {**obj["metadata"]}
        metadata["uid"] = uid(f"{self.seed}/{self.revision + 1}")
        metadata["creationTimestamp"] = times.to_text(self.now)
        if KINDS[obj["kind"]].generation:
            metadata["generation"] = 1
        return {**obj, "metadata": metadata}

    def _write(self, verb: Verb, obj: Object, before: Object | None, reason: str) -> None:
        self.revision += 1
        if self.alien and before is not None:
            obj = sharing(before, obj)
        obj = {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(self.revision)}}
        key = key_of(obj)
        self._objects[key] = obj
        if before is None:
            self._enter(obj, index_keys(obj))
        elif not same_place(before, obj):
            left, entered = list(index_keys(before)), list(index_keys(obj))
            self._leave(before, [index_key for index_key in left if index_key not in entered])
            self._enter(obj, [index_key for index_key in entered if index_key not in left])
        self._usage = usage.after(self._usage, before, obj)
        self._note(verb, key, obj, before, reason)

    def remove(self, obj: Object, reason: str) -> None:
        """Let an object go; `obj` is what it was last, which may differ from what is stored."""
        self.revision += 1
        key = key_of(obj)
        before = self._objects.pop(key)
        if self.alien:
            obj = sharing(before, obj)
        self._leave(before, index_keys(before))
        self._usage = usage.after(self._usage, before, None)
        gone = {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(self.revision)}}
        self._note("delete", key, gone, before, reason)

    def _note(self, verb: Verb, key: Key, obj: Object, before: Object | None, reason: str) -> None:
        self.changes.append(Change(self.revision, self.first, self.now, self.actor, reason, verb, key, obj, before))

    def _enter(self, obj: Object, keys: Iterable[IndexKey]) -> None:
        key, number, index = key_of(obj), serial(obj), self._index
        for index_key in keys:
            leaf = index.get(index_key, EMPTY)
            index[index_key] = leaf.set(number, key)
            if not leaf and index_key[0] == "kind":
                place, space, noted = place_of(key[0], key[1])
                index[place] = index.get(place, EMPTY).set(space, noted)

    def _leave(self, obj: Object, keys: Iterable[IndexKey]) -> None:
        number, index = serial(obj), self._index
        for index_key in keys:
            leaf = index[index_key].delete(number)
            if leaf:
                index[index_key] = leaf
                continue
            del index[index_key]
            if index_key[0] == "kind":
                place, space, _ = place_of(index_key[1], index_key[2])
                spaces = index[place].delete(space)
                if spaces:
                    index[place] = spaces
                else:
                    del index[place]


def sharing(before: Any, after: Any) -> Any:
    """What is equal to `after`, made of the very parts of `before` that are equal to its own.

    Who watches takes parts that are the same object for unchanged. With this, it is not chance whether equal parts are:
    a log read back from JSON wakes whom the act itself woke.
    """
    if before is after or before == after:
        return before
    if isinstance(before, dict) and isinstance(after, dict):
        return {name: sharing(before[name], value) if name in before else value for name, value in after.items()}
    return after


def raises_generation(before: Object, after: Object, subresource: str) -> bool:
    """Whether a write raises `metadata.generation`: see `kinds.Kind.generation`. A status write never does."""
    raised = KINDS[after["kind"]].generation
    if subresource or not raised:
        return False
    if _differ(_spec(before), _spec(after)):
        return True
    if raised == "spec+annotations":
        return _differ(before["metadata"].get("annotations"), after["metadata"].get("annotations"))
    return False


def _spec(obj: Object) -> Any:
    if obj["kind"] == "EndpointSlice":
        return obj.get("endpoints"), obj.get("ports"), obj["metadata"].get("labels")
    return obj.get("spec")


def _differ(a: Any, b: Any) -> bool:
    return a is not b and (a or None) != (b or None)


def is_released(obj: Object) -> bool:
    """Whether nothing holds an object that is being deleted: no finalizer, and for pods no grace left.

    Upstream: `apiserver/pkg/registry/generic/registry/store.go`, ShouldDeleteDuringUpdate.
    """
    metadata = obj["metadata"]
    if metadata.get("finalizers") or metadata.get("deletionGracePeriodSeconds"):
        return False
    return not (obj["kind"] == "Namespace" and (obj.get("spec") or {}).get("finalizers"))


def named(obj: Object, luck: str, taken: Container[Key]) -> Object:
    """The object with a name made of its generateName and of a text: the first that nothing else has."""
    base = obj["metadata"]["generateName"][:MAX_GENERATED_BASE]
    attempt = 0
    while True:
        found = {**obj, "metadata": {**obj["metadata"], "name": base + suffix(f"{luck}/{attempt}")}}
        if key_of(found) not in taken:
            return found
        attempt += 1


def uid(luck: str) -> str:
    """A version 4 shaped uid made of a text."""
    digits = blake2b(luck.encode(), digest_size=16).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def suffix(luck: str) -> str:
    """Five characters for a generated name, made of a text."""
    number = int.from_bytes(blake2b(luck.encode(), digest_size=8).digest(), "big")
    letters = []
    for _ in range(5):
        number, digit = divmod(number, len(SAFE))
        letters.append(SAFE[digit])
    return "".join(letters)
