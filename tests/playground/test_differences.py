"""The page on what is simplified, and the links that lead into it."""

import pytest

from playground.sandbox.templatetags.sandbox import simplified


def test_it_says_what_is_simplified_to_anybody(client):
    page = client.get("/differences/").content.decode()
    assert '<h2 id="scheduler">Scheduler</h2>' in page
    assert "No preemption" in page


def test_it_links_into_a_chapter():
    assert 'href="/differences/#kubelet-and-images"' in simplified("kubelet-and-images")


def test_it_links_to_no_chapter_that_is_not_there():
    with pytest.raises(ValueError, match="no chapter 'magic'"):
        simplified("magic")
