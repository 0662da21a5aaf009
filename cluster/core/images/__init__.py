"""The catalogue of images: what exists, and how it behaves.

    parse(reference)        a reference taken apart, as Docker reads it
    behaviour(reference)    what the image does when it is pulled, run, asked and told to stop

An image that is not in the catalogue exists and behaves well. Its tag may say otherwise: one that contains
`does-not-exist` or is `404` cannot be pulled, `crash` crashes, `slow` takes 20 s until it listens, `bad` answers 500.
"""

from cluster.core.images.behaviour import Behaviour, Host, Page
from cluster.core.images.catalogue import behaviour
from cluster.core.images.reference import Image, InvalidImageName, parse

__all__ = ["Behaviour", "Host", "Image", "InvalidImageName", "Page", "behaviour", "parse"]
