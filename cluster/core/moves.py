"""What a controller or a learner wishes (moves), and what became of it (changes). All are values."""

from typing import Literal, NamedTuple

from cluster.core.kinds import Key, Object

Verb = Literal["create", "update", "delete"]


class Put(NamedTuple):
    """Create the object, or replace the one of the same key.

    `subresource="status"`: a status write, which never raises the generation
    (`pkg/registry/apps/deployment/strategy.go`, deploymentStatusStrategy).
    """

    object: Object
    reason: str
    subresource: str = ""


class Delete(NamedTuple):
    """Remove the object of this key from storage, now. Graceful deletion is `deletion.delete`, which leads here."""

    key: Key
    reason: str


class Emit(NamedTuple):
    """Record a Kubernetes Event about `about`; `events.record` counts it together with its likes.

    `field_path` names a container: `spec.containers{nginx}`.
    """

    about: Object
    type: Literal["Normal", "Warning"]
    reason: str
    message: str
    field_path: str = ""


class Wake(NamedTuple):
    """Call me again for the same key at this moment (milliseconds), even if nothing changes until then."""

    at: int


Move = Put | Delete | Emit | Wake


class Change(NamedTuple):
    """One object created, modified or deleted: one row of the log.

    `object` is what it became, for a deletion what it was last; `before` is what it was, None for a creation.
    `step` is the revision of the first change of the same step, so that one controller's work reads as one.
    """

    revision: int
    step: int
    now: int
    actor: str
    reason: str
    verb: Verb
    key: Key
    object: Object
    before: Object | None
