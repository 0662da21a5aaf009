"""Somebody who opens objects of a sandbox, and reads what is shown."""

import re
from html import unescape

from cluster import store
from cluster.core import deployments
from playground.sandbox.models import Sandbox
from playground.sandbox.time.links import token_of
from tests.playground.conftest import person

HTMX = {"HTTP_HX_REQUEST": "true"}
WEB_KEY = ("Deployment", "default", "web")


class Learner:
    """Somebody with a browser who looks at a sandbox."""

    def __init__(self, client, sandbox: Sandbox) -> None:
        self.client, self.sandbox = client, sandbox

    def html(self, path: str, status: int = 200, page: bool = False, **params: object) -> str:
        answer = self.client.get(f"/s/{self.sandbox.name}/{path}", params, **({} if page else HTMX))
        assert answer.status_code == status
        return answer.content.decode()

    def text(self, path: str, **options: object) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html(path, **options))).split())

    def act(self, name: str, **fields: str) -> None:
        target = {"act": name, "kind": "Deployment", "namespace": "default", "name": "web"}
        self.client.post(f"/s/{self.sandbox.name}/act", target | fields, **HTMX)

    def later(self) -> "Learner":
        """Let time pass until the rollout is complete; if there is none, for a while."""
        for _ in range(60):
            found = self.state.at(WEB_KEY)
            if found is not None and deployments.is_complete(found):
                break
            store.skip_to_next(self.sandbox.cluster_id)
        return self

    @property
    def state(self):
        return store.load(self.sandbox.cluster_id)

    def changes(self) -> list[int]:
        """The revisions of the Deployment's changes, oldest first."""
        return [entry.revision for entry in store.changes_of(self.sandbox.cluster_id, WEB_KEY)][::-1]


def guest_of(learner: Learner, revision: int) -> Learner:
    """Somebody to whom a moment was shown."""
    client, _ = person()
    client.get(f"/m/{token_of(learner.sandbox, revision)}/")
    return Learner(client, learner.sandbox)
