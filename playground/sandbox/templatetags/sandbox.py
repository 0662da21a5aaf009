"""Tags that bind what the page draws to addresses: links that open an object, buttons and forms that act on one."""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster.core.acts.catalogue import OFFERS
from cluster.core.kinds import Key
from playground.differences import anchors

register = template.Library()
CLUSTER_SCOPED = "-"
"""Stands in an address where a namespace would."""
PLACES = {"resume": "pause", "uncordon": "cordon", "plug-in": "unplug"}
"""Acts whose button takes the place of another's, and its id with it: who has just pressed it keeps the focus."""


@register.simple_tag
def opens(sandbox: Any, key: Key) -> SafeString:
    """Attributes of a link to an object: an ordinary link, and one of hundreds: panel.js opens them all."""
    return format_html('href="{}"', _address(sandbox, key))


def _address(sandbox: Any, key: Key) -> str:
    return reverse("sandbox:object", args=[_name(sandbox), key[0], key[1] or CLUSTER_SCOPED, key[2]])


def _name(sandbox: Any) -> str:
    return str(sandbox["name"] if isinstance(sandbox, dict) else sandbox.name)


@register.simple_tag
def acts(sandbox: Any, key: Key, act: str, **fields: str) -> SafeString:
    """Attributes of a form or button that acts on an object."""
    return _posts(sandbox, {"act": act, "kind": key[0], "namespace": key[1], "name": key[2], **fields})


@register.simple_tag
def values_of_act(key: Key, act: str) -> str:
    """What commands.js is to post for a button of which there are hundreds."""
    return json.dumps({"act": act, "kind": key[0], "namespace": key[1], "name": key[2]}, separators=(",", ":"))


@register.simple_tag
def acts_on_cluster(sandbox: Any, act: str, kind: str) -> SafeString:
    """Attributes of a form that makes a new object of a kind that has no namespace; a field of it gives the name."""
    return _posts(sandbox, {"act": act, "kind": kind})


def _posts(sandbox: Any, values: dict[str, str]) -> SafeString:
    return format_html(
        'hx-post="{}" hx-vals="{}" hx-target="#toasts" hx-swap="afterbegin"',
        reverse("sandbox:act", args=[_name(sandbox)]),
        json.dumps(values, separators=(",", ":")),
    )


@register.simple_tag
def act_button(sandbox: Any, key: Key, act: str, prefix: str = "", label: str = "", **fields: str) -> SafeString:
    """A button that acts on an object at once and shows the kubectl command it stands for."""
    offer = OFFERS[act]
    words = (f"{prefix}act", PLACES.get(act, act), *key, *fields.values())
    return format_html(
        '<button type="button" class="button{}" id="{}" data-command="{}" aria-describedby="command" {}>{}</button>',
        " danger" if act == "delete" else "",
        "-".join(word for word in words if word).lower(),
        offer.command(key, fields),
        acts(sandbox, key, act, **fields),
        label or offer.label,
    )


CHAPTERS = {
    "Pod": "kubelet-and-images",
    "Node": "nodes-services-events",
    "Service": "nodes-services-events",
    "Endpoints": "nodes-services-events",
    "EndpointSlice": "nodes-services-events",
    "Event": "nodes-services-events",
    "ReplicaSet": "replicasets-and-quotas",
    "ResourceQuota": "replicasets-and-quotas",
    "ReplicationController": "api",
    "PodTemplate": "api",
    "ServiceAccount": "inside-containers",
    "HorizontalPodAutoscaler": "inside-containers",
    "PriorityClass": "scheduler",
}
"""Which chapter of docs/differences.md says what is simplified about a kind; of the others nothing is."""


@register.simple_tag
def simplified_kind(kind: str) -> SafeString:
    """A link to what is simplified about a kind of object, or nothing."""
    return simplified(CHAPTERS[kind]) if kind in CHAPTERS else SafeString("")


@register.simple_tag
def simplified(chapter: str) -> SafeString:
    """A link to the chapter that says what is simplified here. Raises ValueError when there is no such chapter."""
    if chapter not in anchors():
        raise ValueError(f"docs/differences.md has no chapter {chapter!r}")
    address = f"{reverse('differences')}#{chapter}"
    return format_html('<a class="simplified" href="{}" target="_blank">what is simplified</a>', address)
