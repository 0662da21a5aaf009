"""Tags that bind what the page draws to addresses: links that open an object, buttons and forms that act on one."""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster.core.acts.catalogue import OFFERS
from cluster.core.kinds import Key

register = template.Library()
CLUSTER_SCOPED = "-"
"""Stands in an address where a namespace would."""


@register.simple_tag
def opens(sandbox: Any, key: Key) -> SafeString:
    """Attributes of a link that opens an object's panel; without scripts it is an ordinary link."""
    return format_html('href="{0}" hx-get="{0}" hx-target="#panel" hx-swap="innerHTML"', _address(sandbox, key))


@register.simple_tag
def refreshes(sandbox: Any, key: Key) -> SafeString:
    """Attributes of an open panel that is drawn anew when the cluster has moved on."""
    attributes = 'hx-get="{}" hx-trigger="news from:body throttle:700ms" hx-target="this" hx-swap="morph"'
    return format_html(attributes, _address(sandbox, key))


def _address(sandbox: Any, key: Key) -> str:
    return reverse("sandbox:object", args=[_name(sandbox), key[0], key[1] or CLUSTER_SCOPED, key[2]])


def _name(sandbox: Any) -> str:
    return str(sandbox["name"] if isinstance(sandbox, dict) else sandbox.name)


def _values(act: str, key: Key) -> str:
    return json.dumps({"act": act, "kind": key[0], "namespace": key[1], "name": key[2]})


@register.simple_tag
def acts(sandbox: Any, key: Key, act: str) -> SafeString:
    """Attributes of a form that acts on an object."""
    return format_html(
        'hx-post="{}" hx-vals="{}" hx-target="#toasts" hx-swap="afterbegin"',
        reverse("sandbox:act", args=[_name(sandbox)]),
        _values(act, key),
    )


@register.simple_tag
def act_button(sandbox: Any, key: Key, act: str, prefix: str = "") -> SafeString:
    """A button that acts on an object at once and shows the kubectl command it stands for."""
    offer = OFFERS[act]
    return format_html(
        '<button type="button" class="button{}" id="{}" data-command="{}" {}>{}</button>',
        " danger" if act == "delete" else "",
        f"{prefix}act-{act}-{'-'.join(key)}".lower(),
        offer.command(key, {}),
        acts(sandbox, key, act),
        offer.label,
    )
