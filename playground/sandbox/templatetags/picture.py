"""Tags that draw the parts of the picture: what stays the same from one moment to the next is drawn once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cluster.core.kinds import Key
from playground.sandbox import parts
from playground.sandbox.clients.values import ClientsView, Number
from playground.sandbox.picture.captions import Caption, Captions
from playground.sandbox.picture.values import Count, PodView

register = template.Library()
KEPT = 16_384
"""Tiles kept: those of some ten pictures of 500 pods, with their dots; one has half a kilobyte."""


class BlockNode(template.Node):
    """A part that is sent again only when it differs."""

    def __init__(self, name: template.base.FilterExpression, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """The part between its marks."""
        return parts.block(str(self.name.resolve(context)), self.nodelist.render(context).strip())


@register.tag
def part(parser: template.base.Parser, token: template.base.Token) -> BlockNode:
    """`{% part id %} ... {% endpart %}`: one element with this id, sent again only when it differs."""
    name = parser.compile_filter(token.split_contents()[1])
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return BlockNode(name, nodelist)


@register.simple_tag
def tiles(sandbox: Any, pods: Iterable[PodView], into: str, said: Captions, *, density: str) -> SafeString:
    """Pods as items of the list `into`."""
    name = sandbox["name"] if isinstance(sandbox, dict) else sandbox.name
    return mark_safe(
        "".join(_tile("sandbox/_pod.html", name, into, pod, density, _shown(said, pod, density)) for pod in pods)
    )


def _shown(said: Captions, pod: PodView, density: str) -> Caption | None:
    """A small tile has room for a ring around what the newest step touched, not for words."""
    caption = said.get(pod.key)
    return caption if caption is not None and (caption.is_last or not density) else None


@register.simple_tag
def dots(sandbox: Any, pods: Iterable[PodView], into: str, *, dense: bool) -> SafeString:
    """Pods as small marks on their node, items of the list `into`."""
    name = sandbox["name"] if isinstance(sandbox, dict) else sandbox.name
    density = "marks" if dense else ""
    return mark_safe("".join(_tile("sandbox/_dot.html", name, into, pod, density, None) for pod in pods))


@lru_cache(maxsize=KEPT)
def _tile(name: str, sandbox: str, into: str, pod: PodView, density: str, caption: Caption | None) -> SafeString:
    item_id = f"{into.partition('-')[0]}-{pod.uid}"
    context = {"sandbox": {"name": sandbox}, "pod": pod, "id": item_id, "density": density, "caption": caption}
    return parts.item(into, item_id, get_template(name).render(context).strip())


@register.simple_tag
def said(captions: Captions, key: Key) -> SafeString:
    """Who did what to an object just now, in a place that is kept free for it."""
    caption = captions.get(key)
    if caption is None:
        return mark_safe('<p class="said"></p>')
    # Another id for each step: what was said before is replaced, not changed, and the new words light up.
    return format_html(
        '<p class="said" data-actor="{}"{}><span id="{}"><b>{}</b> {}</span></p>',
        caption.actor,
        mark_safe(" data-last") if caption.is_last else "",
        "-".join(("said", *(word for word in key if word), str(caption.step))).lower(),
        caption.actor,
        caption.text,
    )


@register.simple_tag
def version(of: Count | PodView | Any, text: str = "") -> SafeString:
    """The sign of a version: its rollout revision in its colour."""
    revision = getattr(of, "version", None) or getattr(of, "revision", "")
    return format_html('<b class="version hue-{}" aria-hidden="true">{}</b>', of.hue, text or revision or "·")


@register.filter
def of(by_uid: dict[str, ClientsView] | str, uid: str) -> ClientsView | None:
    """The clients of a Service; None where it has none, or nobody counted them."""
    return by_uid.get(uid) if isinstance(by_uid, dict) else None


@register.simple_tag
def counting(number: Number) -> SafeString:
    """A number that the page counts on from the start of its stretch (requests.js)."""
    if not number.rate:
        return format_html("<b>{}</b>", number.base)
    return format_html('<b data-base="{}" data-rate="{}">{}</b>', number.base, f"{number.rate:.4g}", number.base)
