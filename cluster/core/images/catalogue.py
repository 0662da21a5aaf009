"""How an image behaves, from its reference alone."""

from dataclasses import replace
from functools import lru_cache

from cluster.core.images.behaviour import MEBIBYTE, Behaviour
from cluster.core.images.reference import Image, digest_of, parse
from cluster.core.images.wellknown import entry

SLOW_BOOT_MS = 20_000
CRASH_AFTER_MS = 500
MISSING_PULL_MS = 600
UNKNOWN_SIZE = range(20 * MEBIBYTE, 200 * MEBIBYTE)


@lru_cache(maxsize=1024)
def behaviour(reference: str) -> Behaviour:
    """How the image behaves. Raises InvalidImageName for a text that is no reference."""
    image = parse(reference)
    if is_missing(image):
        return Behaviour(version=image.tag, pull_error=not_found(image), pull_ms=MISSING_PULL_MS)
    known = entry(image.name)
    base = known.behaviour if known else _unknown(image)
    return _as_tag_says(replace(base, version=image.tag or image.digest[:19]), image.tag.lower())


def is_missing(image: Image) -> bool:
    """Whether no registry has it: the tag says so, or a known repository has no such tag."""
    if "does-not-exist" in image.tag or image.tag == "404":
        return True
    known = entry(image.name)
    return known is not None and bool(image.tag) and not known.has(image.tag)


def not_found(image: Image) -> str:
    """What containerd answers to a pull of an image that the registry does not have."""
    name = image.canonical
    return (
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{name}": '
        f'failed to resolve reference "{name}": {name}: not found'
    )


def _unknown(image: Image) -> Behaviour:
    """An image that nobody described exists and behaves well; its size is made of its name."""
    size = UNKNOWN_SIZE.start + int(digest_of(image.name)[7:15], 16) % len(UNKNOWN_SIZE)
    name = image.repository.rsplit("/", 1)[-1]
    return Behaviour(size_bytes=size, body=f"hello from {name}:{image.tag or image.digest}")


def _as_tag_says(base: Behaviour, tag: str) -> Behaviour:
    if "crash" in tag:
        base = replace(base, exits_ms=CRASH_AFTER_MS, exit_code=1)
    if "slow" in tag:
        base = replace(base, boot_ms=SLOW_BOOT_MS)
    if "bad" in tag:
        base = replace(base, fails=True)
    return base
