"""The page on what is simplified, and the links that lead into it."""

import pytest

from cluster import store
from cluster.core.kinds import KINDS
from playground.sandbox.templatetags.sandbox import CHAPTERS, simplified, simplified_kind
from tests.cluster.samples import deployment, putting


def test_it_says_what_is_simplified_to_anybody(client):
    page = client.get("/differences/").content.decode()
    assert '<h2 id="scheduler">Scheduler</h2>' in page
    assert "No preemption" in page


def test_it_links_into_a_chapter():
    assert 'href="/differences/#kubelet-and-images"' in simplified("kubelet-and-images")


def test_it_links_to_no_chapter_that_is_not_there():
    with pytest.raises(ValueError, match="no chapter 'magic'"):
        simplified("magic")


@pytest.mark.parametrize("kind", sorted(CHAPTERS))
def test_it_knows_a_chapter_for_what_is_simplified_about_a_kind(kind):
    assert kind in KINDS
    assert "/differences/#" in simplified_kind(kind)


def test_it_links_nowhere_for_a_kind_of_which_nothing_is_simplified():
    assert simplified_kind("ConfigMap") == ""


@pytest.mark.parametrize("part", ["object/Pod/default/gone", "?view=nodes", ""])
def test_it_links_from_where_something_is_simplified(alice, part):
    store.act(alice[1].cluster_id, putting(deployment()))
    store.skip_until(alice[1].cluster_id)
    pod = next(iter(store.load(alice[1].cluster_id).of_kind("Pod")))["metadata"]["name"]
    page = alice[0].get(f"/s/{alice[1].name}/{part.replace('gone', pod)}").content.decode()
    assert 'class="simplified"' in page
