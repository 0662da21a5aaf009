"""The catalogue's entries: repositories that people use when they learn, with tags as their registries have them.

Sizes are those of the compressed amd64 images, rounded; a pull takes about as long as on a fast line.
"""

import re
from dataclasses import dataclass

from cluster.core.images.behaviour import MEBIBYTE, Behaviour, Host, Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One repository: a pattern of the versions that exist, and how they behave.

    `tags` matches the version alone; what images of such a repository are built upon may follow: `1.25-alpine`.
    """

    tags: re.Pattern[str]
    behaviour: Behaviour

    def has(self, tag: str) -> bool:
        """Whether the repository has the tag; tags made for lessons (`crash`, `1.25-slow`) always exist."""
        return bool(self.tags.fullmatch(_LESSON.sub("", tag) or "latest"))


_LESSON = re.compile(r"-?(crash|slow|bad)\b")
_BASES = r"(?:-(?:alpine|slim|perl|otel|bookworm|bullseye|buster|trixie|jammy|focal|xenial|musl|glibc|uclibc|unprivileged)[\d.]*)*"


def _tags(versions: str, bases: str = _BASES) -> re.Pattern[str]:
    return re.compile(rf"(?:latest|{versions}){bases}", re.ASCII)


_WEB = (Page("/", "Welcome to nginx!"),)

WELL_KNOWN: dict[str, Entry] = {
    "docker.io/library/nginx": Entry(
        _tags(r"(?:stable|mainline|alpine|perl|1|1\.(?:[7-9]|1\d|2[0-9])(?:\.\d+)?)"),
        Behaviour(ports=(80,), pages=_WEB, pull_ms=1800, size_bytes=69 * MEBIBYTE, stop_ms=400),
    ),
}
