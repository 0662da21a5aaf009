"""What each verb does to any resource; a row of the table may replace it (`Resource.handlers`)."""

from collections.abc import Mapping

from cluster.api.resource import Handler
from cluster.api.verbs.create import create
from cluster.api.verbs.delete import delete
from cluster.api.verbs.delete_collection import delete_collection
from cluster.api.verbs.get import get
from cluster.api.verbs.list import list_objects
from cluster.api.verbs.patch import patch
from cluster.api.verbs.update import update

VERBS: Mapping[str, Handler] = {
    "create": create,
    "delete": delete,
    "deletecollection": delete_collection,
    "get": get,
    "list": list_objects,
    "patch": patch,
    "update": update,
}
