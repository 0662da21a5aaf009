"""The parameters that requests take, by verb; only those that have an effect here."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """`place` is `path` or `query`; those of a path must be given. `values`: no others are taken (none given: any)."""

    name: str
    description: str
    type: Literal["boolean", "integer", "string"] = "string"
    place: Literal["path", "query"] = "query"
    values: tuple[str, ...] = ()


IN_PATH = {
    "namespace": Parameter("namespace", "the namespace in which the object is", place="path"),
    "name": Parameter("name", "the object's name", place="path"),
}

DRY_RUN = Parameter("dryRun", "`All`: everything is done but storing", values=("All",))
VALIDATION = Parameter(
    "fieldValidation", "what becomes of unknown and duplicate fields", values=("Ignore", "Strict", "Warn")
)
MANAGER = Parameter("fieldManager", "who manages the fields that this request sets; at most 128 characters")
FORCE = Parameter("force", "take over fields that others manage (server-side apply only)", "boolean")
LABELS = Parameter("labelSelector", "objects with these labels only: `app=web,tier!=cache`")
FIELDS = Parameter("fieldSelector", "objects with these fields only: `status.phase=Running`")
VERSION = Parameter("resourceVersion", "how new the answer must be at least")
MATCH = Parameter("resourceVersionMatch", "how resourceVersion is meant", values=("Exact", "NotOlderThan"))
LIMIT = Parameter("limit", "how many objects one answer holds at most", "integer")
CONTINUE = Parameter("continue", "where the next part of a list in parts begins, as the part before said")
TIMEOUT = Parameter("timeoutSeconds", "how long the call may take", "integer")
WATCHING = (
    Parameter("watch", "tell all changes as they happen, one JSON object a line", "boolean"),
    Parameter("allowWatchBookmarks", "a watch also tells how far it has come", "boolean"),
    Parameter("sendInitialEvents", "a watch begins with what there is", "boolean"),
)
GRACE = Parameter("gracePeriodSeconds", "seconds until the object is removed; 0 removes it at once", "integer")
PROPAGATION = Parameter(
    "propagationPolicy", "what becomes of dependents", values=("Background", "Foreground", "Orphan")
)
ORPHAN = Parameter("orphanDependents", "the older way to say propagationPolicy", "boolean")

WRITING = (DRY_RUN, MANAGER, VALIDATION)
SELECTING = (FIELDS, LABELS, LIMIT, CONTINUE, VERSION, MATCH, TIMEOUT)
DELETING = (DRY_RUN, GRACE, ORPHAN, PROPAGATION)
OF_VERB: dict[str, tuple[Parameter, ...]] = {
    "create": WRITING,
    "delete": DELETING,
    "deletecollection": (*DELETING, *SELECTING),
    "get": (),
    "list": (*SELECTING, *WATCHING),
    "patch": (*WRITING, FORCE),
    "update": WRITING,
}
OF_LOG = (
    Parameter("container", "whose output; needed where the pod has several containers"),
    Parameter("follow", "go on as the container writes", "boolean"),
    Parameter("limitBytes", "how many bytes at most", "integer"),
    Parameter("previous", "the output of the container before the last restart", "boolean"),
    Parameter("sinceSeconds", "lines of the last seconds only", "integer"),
    Parameter("sinceTime", "lines since a moment only"),
    Parameter("tailLines", "the last lines only", "integer"),
    Parameter("timestamps", "each line begins with its moment", "boolean"),
)
