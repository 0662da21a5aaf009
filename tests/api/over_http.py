"""A client of the API's ASGI application, without a socket in between."""

import json

from channels.routing import URLRouter

from cluster.api.urls import http_urlpatterns
from tests.patient import HttpCommunicator

application = URLRouter(http_urlpatterns)


class Answer:
    """What came back, read."""

    def __init__(self, raw):
        self.status, self.content = raw["status"], raw["body"]
        self.headers = {name.decode().lower(): value.decode() for name, value in raw["headers"]}

    def json(self):
        return json.loads(self.content)


class Client:
    """Asks the application, with the same Authorization in every request; without one it is a stranger."""

    def __init__(self, authorization=""):
        self._headers = [(b"Authorization", authorization.encode())] if authorization else []

    async def get(self, path):
        return await self.ask("GET", path)

    async def post(self, path, body):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.ask("POST", path, body)

    async def ask(self, method, path, body=b""):
        headers = [*self._headers, (b"Content-Type", b"application/json")]
        return Answer(await HttpCommunicator(application, method, path, body, headers).get_response())

    def watch(self, path):
        return HttpCommunicator(application, "GET", path, headers=self._headers)
