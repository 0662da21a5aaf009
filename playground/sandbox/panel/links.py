"""Addresses that belong to an open object. Inside the workspace the page itself says which moment it looks at."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from cluster.core.kinds import Key
from playground.sandbox.templatetags.sandbox import CLUSTER_SCOPED


class Links(NamedTuple):
    """Of one sandbox; `at` is the moment that they keep to, None: whichever is looked at."""

    sandbox: str
    at: int | None = None

    def object(self, key: Key, **params: str) -> str:
        """An object; `tab="yaml"` opens that part."""
        return self._address("object", *_words(key), **params)

    def revisions(self, key: Key, **params: str) -> str:
        """Two rollout revisions of a Deployment, `from` and `to`, as a page of their own."""
        return self._address("diff-revisions", key[1], key[2], **params)

    def applied(self, key: Key, **params: str) -> str:
        """What was applied, and what is, as a page of its own."""
        return self._address("diff-applied", *_words(key), **params)

    def why(self, key: Key) -> str:
        """Why a pod is on its node."""
        return self._address("why", key[1], key[2])

    def change(self, revision: int) -> str:
        """What one change changed."""
        return self._address("diff-change", str(revision))

    def moment(self, revision: int) -> str:
        """The whole page as it was after a change."""
        return f"{reverse('sandbox:workspace', args=[self.sandbox])}?at={revision}"

    def home(self) -> str:
        """The whole page."""
        return self._address("workspace")

    def _address(self, name: str, *words: str, **params: str) -> str:
        moment = {} if self.at is None else {"at": str(self.at)}
        query = urlencode({**params, **moment})
        return reverse(f"sandbox:{name}", args=[self.sandbox, *words]) + (f"?{query}" if query else "")


def _words(key: Key) -> tuple[str, str, str]:
    return key[0], key[1] or CLUSTER_SCOPED, key[2]
