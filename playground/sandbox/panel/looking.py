"""What somebody looks at: one object at one moment, and which part of it."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, QueryDict

from cluster import store
from cluster.core import times
from cluster.core.kinds import KINDS, Key, Object
from cluster.core.state import State
from playground.sandbox.moment import Moment, get_moment
from playground.sandbox.panel.links import Links
from playground.sandbox.templatetags.sandbox import CLUSTER_SCOPED


class Look(NamedTuple):
    """One object (None: it is not there at this moment) as a request asks for it; `is_page`: outside the workspace."""

    moment: Moment
    key: Key
    object: Object | None
    params: QueryDict
    is_page: bool

    @property
    def state(self) -> State:
        """The cluster at this moment."""
        return self.moment.state

    @property
    def links(self) -> Links:
        """Addresses from here; those of a page keep to its moment."""
        at = self.moment.revision if self.is_page and self.moment.is_past else None
        return Links(self.moment.sandbox.name, at)

    @property
    def now(self) -> int:
        """Up to when ages are reckoned (ms): the clock's moment, for the state knows only that of its last change."""
        if self.moment.is_past:
            return self.state.now
        return store.clock(self.moment.sandbox.cluster_id).at(store.wall_now())

    @property
    def clock(self) -> str:
        """The moment as a time of day."""
        return times.to_text(self.state.now)[11:19]


def look(request: HttpRequest, name: str, key: Key) -> Look:
    """The object of a key, at the moment that the request is about. Raises Http404."""
    moment = get_moment(request, name)
    kind, namespace, object_name = key
    # PostgreSQL cannot even be asked for a text with a zero byte.
    if kind not in KINDS or "\0" in namespace + object_name:
        raise Http404("There is no such object.")
    key = kind, "" if namespace == CLUSTER_SCOPED else namespace, object_name
    return Look(moment, key, moment.state.at(key), request.GET, not is_in_page(request))


def is_in_page(request: HttpRequest) -> bool:
    """Whether the workspace asks, for a part of itself."""
    return request.headers.get("HX-Request") == "true"
