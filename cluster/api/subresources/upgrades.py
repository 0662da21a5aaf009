"""`pods/exec`, `pods/attach`, `pods/portforward`: they are spoken over WebSocket (`api.streaming`).

A request without an upgrade is refused as the API server refuses it.
"""

from cluster.api.resource import Answer, Call
from cluster.core.errors import BadRequest


def refuse(_call: Call) -> Answer:
    """Raises BadRequest."""
    raise BadRequest("Upgrade request required")


HANDLERS = {"create": refuse, "get": refuse}
