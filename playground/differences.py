"""The page on what is simulated and what is simplified: docs/differences.md, each chapter has an address."""

from functools import lru_cache
from itertools import pairwise

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_GET
from markdown_it import MarkdownIt


@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """All known differences from Kubernetes, for whoever wants to know how far to trust what they see."""
    return render(request, "differences.html", {"text": _page()[0]})


def anchors() -> frozenset[str]:
    """The chapters that a page may link to: `kubelet-and-images`."""
    return _page()[1]


@lru_cache(maxsize=1)
def _page() -> tuple[SafeString, frozenset[str]]:
    source = (settings.BASE_DIR / "docs" / "differences.md").read_text("utf-8")
    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(source)
    found = []
    for opening, title in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(title.content))
            found.append(slugify(title.content))
    return mark_safe(reader.renderer.render(tokens, reader.options, {})), frozenset(found)
