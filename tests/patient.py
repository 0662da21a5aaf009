"""How long tests wait for what must happen, so that a busy machine does not decide; Channels' clients wait a second."""

from channels import testing

PATIENCE = 60
"""Seconds, on machines where a test alone needs none of them."""


class WebsocketCommunicator(testing.WebsocketCommunicator):
    """A socket that waits for answers."""

    async def connect(self, timeout=PATIENCE):
        return await super().connect(timeout)

    async def receive_output(self, timeout=PATIENCE):
        return await super().receive_output(timeout)

    async def receive_from(self, timeout=PATIENCE):
        return await super().receive_from(timeout)

    async def disconnect(self, code=1000, timeout=PATIENCE):
        await super().disconnect(code, timeout)


class HttpCommunicator(testing.HttpCommunicator):
    """A request that waits for its answer."""

    async def get_response(self, timeout=PATIENCE):
        return await super().get_response(timeout)

    async def receive_output(self, timeout=PATIENCE):
        return await super().receive_output(timeout)
