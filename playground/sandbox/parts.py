"""A drawn view in parts, so that a push sends only what differs from what a page shows.

A template marks its parts by comments, which values cannot contain, for they are escaped: a *block* stands at one
place and is replaced by its next form; *items* come and go in a list, in an order that does not change. What is left
when both are taken out is the frame: as long as it stays the same, blocks and items are all that is new.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BLOCK = re.compile(r"<!--block (\S+)-->(.*?)<!--/block-->", re.DOTALL)
ITEM = re.compile(r"<!--item (\S+) (\S+)-->(.*?)<!--/item-->", re.DOTALL)
MARKS = re.compile(r"<!--/?(?:block|item)[^>]*-->")
MOMENT = re.compile(r' data-(?:revision|now)="\d+"')

Items = dict[str, str]
"""The HTML of each item of one list by its id, in order."""


def block(name: str, html: str) -> SafeString:
    """A block as a template writes it; `name` is the id of its root."""
    return mark_safe(f"<!--block {name}-->{html}<!--/block-->")


def item(into: str, name: str, html: str) -> SafeString:
    """An item of the list whose id is `into`; `name` is the id of its root."""
    return mark_safe(f"<!--item {into} {name}-->{html}<!--/item-->")


class Drawing:
    """One drawn view. `html` is all of it; its parts are looked for only when something is compared with it."""

    def __init__(self, revision: int, marked: str) -> None:
        self.revision = revision
        self.size = len(marked)
        self._marked = marked

    @cached_property
    def html(self) -> str:
        """All of it."""
        return MARKS.sub("", self._marked)

    @cached_property
    def shell(self) -> str:
        """All but the items."""
        return MARKS.sub("", ITEM.sub("", self._marked))

    @cached_property
    def frame(self) -> str:
        """What neither blocks nor items are; the marks of the blocks stay."""
        return MOMENT.sub("", BLOCK.sub(r"<!--block \1-->", ITEM.sub("", self._marked)))

    @cached_property
    def blocks(self) -> Items:
        """The HTML of each block by its id."""
        return dict(BLOCK.findall(self._marked))

    @cached_property
    def lists(self) -> dict[str, Items]:
        """The items of each list that has any."""
        found: dict[str, Items] = {}
        for into, name, html in ITEM.findall(self._marked):
            found.setdefault(into, {})[name] = html
        return found


class _Run(NamedTuple):
    """Items that come in one after the other, after the item `after` ("" for the beginning)."""

    after: str
    html: str


def difference(old: Drawing, new: Drawing, view: str) -> SafeString:
    """What turns a page that shows `old` into one that shows `new`, as a `<template>` that delta.js applies."""
    mark = '<template id="delta" hx-swap-oob="true" data-view="{}" data-base="{}" data-revision="{}">'
    head = format_html(mark, view, old.revision, new.revision)
    return mark_safe(f"{head}{''.join(_pieces(old, new))}</template>")


def _pieces(old: Drawing, new: Drawing) -> Iterator[str]:
    if old.frame != new.frame:
        yield f"<div data-shell>{new.shell}</div>"
    else:
        changed = [html for name, html in new.blocks.items() if old.blocks.get(name) != html]
        yield f"<div data-blocks>{''.join(changed)}</div>" if changed else ""
    for into in old.lists.keys() | new.lists.keys():
        yield from _of_list(into, old.lists.get(into, {}), new.lists.get(into, {}))


def _of_list(into: str, old: Items, new: Items) -> Iterator[str]:
    gone = [name for name in old if name not in new]
    if gone:
        yield f'<i data-gone="{" ".join(gone)}"></i>'
    changed = [html for name, html in new.items() if name in old and old[name] != html]
    if changed:
        yield f"<ul data-changed>{''.join(changed)}</ul>"
    for run in _runs(old, new):
        yield f'<ul data-into="{into}" data-after="{run.after}">{run.html}</ul>'


def _runs(old: Items, new: Items) -> Iterator[_Run]:
    after, run = "", []
    for name, html in new.items():
        if name not in old:
            run.append(html)
            continue
        if run:
            yield _Run(after, "".join(run))
        after, run = name, []
    if run:
        yield _Run(after, "".join(run))
