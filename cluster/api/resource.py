"""What a row of the table of resources says, and what a verb is given and gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cluster import store
from cluster.api import managers, projection
from cluster.api.request import Request, RequestInfo
from cluster.api.vantage import Vantage
from cluster.core.kinds import KINDS, Kind, Object, public
from cluster.core.state import State
from cluster.store.advancing import punctual

READING = ("get", "list", "watch")
ALL = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


def itself(obj: Object) -> Object:
    """The served form is the stored one."""
    return obj


@dataclass(frozen=True)
class Subresource:
    """`pods/status`, `deployments/scale`: its kind as discovery tells it, and what its verbs do."""

    name: str
    handlers: Mapping[str, "Handler"]
    kind: str = ""
    group: str = ""
    version: str = ""

    @property
    def verbs(self) -> tuple[str, ...]:
        """The verbs it has, sorted."""
        return tuple(sorted(self.handlers))


@dataclass(frozen=True)
class Resource:
    """One served resource. `stored` is the kind it is stored as; None: nothing is stored (reviews, leases).

    `handlers` replace what a verb does for all kinds; `served` turns the stored form into the one of this version,
    `accepted` turns it back. `objects` lists the objects of a namespace ('' for all) where they are not stored.
    """

    kind: str
    plural: str
    group: str = ""
    version: str = "v1"
    namespaced: bool = True
    verbs: tuple[str, ...] = ALL
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    stored: Kind | None = None
    subresources: tuple[Subresource, ...] = ()
    handlers: Mapping[str, "Handler"] = field(default_factory=dict)
    served: Callable[[Object], Object] = itself
    accepted: Callable[[Object], Object] = itself
    objects: Callable[["Call", State, str], list[Object]] | None = None
    deprecated: str = ""
    """What every answer warns of (`apiserver/pkg/endpoints/deprecation/deprecation.go`, WarningMessage)."""

    @property
    def api_version(self) -> str:
        """`apps/v1`, or `v1` for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def singular(self) -> str:
        """The lower-case kind."""
        return self.kind.lower()

    @property
    def has_table(self) -> bool:
        """Whether its objects can be shown in another form: reviews, which nobody keeps, cannot."""
        return self.stored is not None or self.objects is not None

    def subresource(self, name: str) -> Subresource | None:
        """The subresource of a name, or None."""
        return next((sub for sub in self.subresources if sub.name == name), None)


def of_kind(kind: str, **fields: Any) -> Resource:
    """The row of a stored kind, under the names that the core's table of kinds gives it."""
    stored = KINDS[kind]
    known: dict[str, Any] = {
        "plural": stored.plural,
        "group": stored.group,
        "version": stored.version,
        "namespaced": stored.namespaced,
        "short_names": stored.short_names,
    }
    return Resource(kind, **{**known, **fields}, stored=stored)


@dataclass
class Call:
    """One request on its way: who asks what of which resource, and the cluster as it is when first looked at."""

    cluster_id: int
    request: Request
    info: RequestInfo
    resource: Resource
    warnings: list[str] = field(default_factory=list)
    given: Vantage | None = None
    """From where the client looks; None: at the present."""

    @property
    def vantage(self) -> Vantage:
        """From where the client looks."""
        return self.given or Vantage(self.cluster_id)

    @cached_property
    def held(self) -> store.Held:
        """The cluster as it stands, or stood. Raises Cluster.DoesNotExist."""
        return self.vantage.held()

    @property
    def state(self) -> State:
        """The state that is looked at."""
        return self.held.state

    @cached_property
    def wall(self) -> int:
        """The real moment of this request, in milliseconds."""
        return store.wall_now()

    @cached_property
    def now(self) -> int:
        """The simulated moment of this request, in milliseconds; it stands while nobody looks after the cluster."""
        return max(self.state.now, punctual(self.held, self.wall).at(self.wall))

    @cached_property
    def shift(self) -> int:
        """Seconds by which the times of an answer are moved: see `projection`."""
        return projection.shift(self.wall, self.now)

    def renewed(self, held: store.Held) -> "Call":
        """The same request at the present moment, with the cluster as it stands now."""
        call = Call(self.cluster_id, self.request, self.info, self.resource, self.warnings, self.given)
        call.held = held
        return call

    def shown(self, obj: Object) -> Object:
        """An object as this resource serves it: without private notes, in this version, with times for people."""
        return projection.project(self.resource.served(public(managers.complete(obj))), self.shift)


@dataclass(frozen=True)
class Answer:
    """What a verb gives back: an object (`items` None), a list of objects, or plain text (`content` a str).

    Objects of the resource come in stored form; `shown` True says that `content` is already what the client gets.
    """

    content: Any = None
    items: list[Object] | None = None
    list_meta: Mapping[str, Any] = field(default_factory=dict)
    code: int = 200
    shown: bool = False
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Answer]
