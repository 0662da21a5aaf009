"""The examples that come with the playground: manifests as files beside this one."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

TITLES = {
    "postgres": "postgres: three pods to update one by one",
    "nginx": "nginx: a Deployment with all defaults",
    "go-demo-2": "go-demo-2: an API with a probe, and its database",
    "guestbook": "guestbook: a front end with Redis",
}


class Example(NamedTuple):
    """One example: its short name, a title for the list, the manifest."""

    slug: str
    title: str
    text: str


@cache
def all_examples() -> tuple[Example, ...]:
    """The examples in the order in which the page offers them."""
    folder = files(__package__)
    return tuple(Example(slug, title, (folder / f"{slug}.yml").read_text("utf-8")) for slug, title in TITLES.items())


def find(slug: str) -> Example | None:
    """The example of this short name, or None."""
    return next((example for example in all_examples() if example.slug == slug), None)
