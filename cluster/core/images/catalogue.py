"""Well-known images, the tags that they have, and what tags say about images in general."""

from dataclasses import replace
from functools import lru_cache

from cluster.core.images.behaviour import Behaviour
from cluster.core.images.reference import Image, InvalidImageName, parse
from cluster.core.images.wellknown import WELL_KNOWN

SLOW_BOOT_MS = 20_000
CRASH_AFTER_MS = 500


@lru_cache(maxsize=1024)
def behaviour(reference: str) -> Behaviour:
    """How the image behaves. Raises InvalidImageName for a text that is no reference."""
    image = parse(reference)
    if is_missing(image):
        return Behaviour(version=image.tag, pull_error=not_found(image), pull_ms=600)
    known = WELL_KNOWN.get(image.name)
    base = replace(known.behaviour, version=image.tag) if known else Behaviour(version=image.tag)
    return _as_tag_says(base, image.tag.lower())


def is_missing(image: Image) -> bool:
    """Whether no registry has it: the tag says so, or a known repository has no such tag."""
    if "does-not-exist" in image.tag or image.tag == "404":
        return True
    known = WELL_KNOWN.get(image.name)
    return known is not None and not image.digest and not known.has(image.tag)


def not_found(image: Image) -> str:
    """What containerd answers to a pull of an image that the registry does not have."""
    name = image.canonical
    return (
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{name}": '
        f'failed to resolve reference "{name}": {name}: not found'
    )


def _as_tag_says(base: Behaviour, tag: str) -> Behaviour:
    if "crash" in tag:
        base = replace(base, exits_ms=CRASH_AFTER_MS, exit_code=1)
    if "slow" in tag:
        base = replace(base, boot_ms=SLOW_BOOT_MS)
    if "bad" in tag:
        base = replace(base, fails=True)
    return base


__all__ = ["InvalidImageName", "behaviour", "is_missing", "not_found"]
