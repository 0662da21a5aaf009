"""Tags of the open object: addresses that keep to its moment, where it keeps to one."""

from django import template

from cluster.core.kinds import Key
from playground.sandbox.panel.links import Links

register = template.Library()


@register.simple_tag
def object_address(links: Links, key: Key, tab: str = "") -> str:
    """Another object, or another part of this one."""
    return links.object(key, tab=tab) if tab else links.object(key)


@register.simple_tag
def change_address(links: Links, revision: int) -> str:
    """What one change changed."""
    return links.change(revision)


@register.simple_tag
def moment_address(links: Links, revision: int) -> str:
    """The whole page as it was after a change."""
    return links.moment(revision)
