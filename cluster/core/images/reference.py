"""Image references: `nginx:1.25` is docker.io/library/nginx with the tag 1.25.

Upstream: `github.com/distribution/reference` (ParseNormalizedNamed), which Docker, containerd and the kubelet share.
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

DEFAULT_REGISTRY = "docker.io"
OFFICIAL = "library/"
MAX_NAME = 255

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_DOMAIN_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = re.compile(rf"{_DOMAIN_PART}(?:\.{_DOMAIN_PART})*(?::[0-9]+)?", re.ASCII)
_PATH = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*", re.ASCII)
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}", re.ASCII)
_IDENTIFIER = re.compile(r"[a-f0-9]{64}", re.ASCII)


class InvalidImageName(ValueError):
    """The text is no image reference; the message is the one that the kubelet shows."""


class Image(NamedTuple):
    """A reference taken apart; `repository` without the registry: `library/nginx`. `tag` is `latest` by default."""

    registry: str
    repository: str
    tag: str
    digest: str

    @property
    def name(self) -> str:
        """Registry and repository: `docker.io/library/nginx`."""
        return f"{self.registry}/{self.repository}"

    @property
    def canonical(self) -> str:
        """The full reference, as containerd writes it: `docker.io/library/nginx:1.25`."""
        return f"{self.name}@{self.digest}" if self.digest else f"{self.name}:{self.tag}"

    @property
    def by_digest(self) -> str:
        """The reference by content: `docker.io/library/nginx@sha256:...`; without a digest one is made of the tag."""
        return f"{self.name}@{self.digest or digest_of(self.canonical)}"


def digest_of(text: str) -> str:
    """A sha256-shaped digest made of a text."""
    return f"sha256:{blake2b(text.encode(), digest_size=32).hexdigest()}"


@lru_cache(maxsize=1024)
def parse(reference: str) -> Image:
    """A reference as people write it, normalised: `nginx`, `quay.io/a/b:1`, `c@sha256:...`.

    Raises InvalidImageName with upstream's text.
    """
    name, _, digest = reference.partition("@")
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head or head == "localhost" or head != head.lower()):
        registry, path = head, rest
    else:
        registry, path = DEFAULT_REGISTRY, name
    repository, colon, tag = path.partition(":")
    if registry in {DEFAULT_REGISTRY, "index.docker.io"}:
        registry = DEFAULT_REGISTRY
        repository = repository if "/" in repository else OFFICIAL + repository
    _judge(reference, registry, repository)
    if (colon and not _TAG.fullmatch(tag)) or ("@" in reference and not _DIGEST.fullmatch(digest)):
        raise _invalid(reference, "invalid reference format")
    return Image(registry, repository, tag or ("" if digest else "latest"), digest)


def _judge(reference: str, registry: str, repository: str) -> None:
    if _IDENTIFIER.fullmatch(reference):
        raise _invalid(reference, f"invalid repository name ({reference}), cannot specify 64-byte hexadecimal strings")
    if repository != repository.lower():
        raise _invalid(reference, f"invalid reference format: repository name ({repository}) must be lowercase")
    if not _DOMAIN.fullmatch(registry) or not _PATH.fullmatch(repository):
        raise _invalid(reference, "invalid reference format")
    if len(repository) > MAX_NAME:
        raise _invalid(reference, f"repository name must not be more than {MAX_NAME} characters")


def _invalid(reference: str, why: str) -> InvalidImageName:
    return InvalidImageName(
        f'Failed to apply default image tag "{reference}": couldn\'t parse image name "{reference}": {why}'
    )
