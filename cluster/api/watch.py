"""Watches: streams of what happens to a collection."""

from django.http.response import HttpResponseBase

from cluster.api.dispatch import NotAllowed
from cluster.api.request import Request


async def stream(cluster_id: int, asked: Request) -> HttpResponseBase:
    """The stream of a watch request to a cluster. Raises ApiError."""
    raise NotAllowed
