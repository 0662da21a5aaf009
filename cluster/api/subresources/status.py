"""`/status`: the same object, of which only the status (and annotations) can be written."""

from functools import partial

from cluster.api.resource import Handler
from cluster.api.verbs.get import get
from cluster.api.verbs.patch import patch
from cluster.api.verbs.update import update

HANDLERS: dict[str, Handler] = {
    "get": get,
    "patch": partial(patch, subresource="status"),
    "update": partial(update, subresource="status"),
}
