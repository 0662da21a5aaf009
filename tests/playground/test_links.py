"""A link to a moment: whoever opens it looks, copies, and can do nothing else."""

import pytest
from django.test import Client

from cluster import store
from playground.sandbox.models import Sandbox
from playground.sandbox.time.links import token_of
from tests.playground.test_moments import applied, get, steps, text
from tests.playground.test_strangers import POSTS


@pytest.fixture
def linked(alice):
    """(Alice, her three revisions, a link to the second one)."""
    store.pause(alice[1].cluster_id)
    revisions = applied(alice, 3, 5, 7)
    link = text(get(alice, "link", at=revisions[1]))
    return alice, revisions, link.removeprefix("http://testserver")


@pytest.fixture
def guest(linked):
    """Somebody without a sandbox who followed the link: (client, Alice's sandbox)."""
    client = Client()
    client.get(linked[2])
    return client, linked[0][1]


def test_it_leads_to_the_moment(linked):
    alice, (_, five, _), link = linked
    client = Client()
    assert client.get(link).url == f"/s/{alice[1].name}/?at={five}"
    page = text(client.get(link, follow=True))
    assert "data-guest" in page
    assert f'data-at="{five}"' in page
    assert 'value="5"' in page


def test_it_shows_a_guest_nothing_that_acts_and_no_way_in(guest):
    page = text(get(guest, ""))
    for forbidden in ("ws-connect", 'id="terminal"', 'id="undo"', 'id="past-fork"', "kubeconfig", 'id="apply"'):
        assert forbidden not in page
    assert "Copy into my own sandbox" in page


@pytest.mark.parametrize("route", POSTS)
def test_it_lets_a_guest_change_nothing(linked, guest, route):
    before = store.load(guest[1].cluster_id).revision
    fields = {"verb": "resume", "act": "delete", "kind": "Node", "name": "node-1", "at": linked[1][0]}
    assert guest[0].post(f"/s/{guest[1].name}/{route}", fields).status_code == 404
    assert store.load(guest[1].cluster_id).revision == before


def test_it_shows_what_led_to_the_moment(linked, guest):
    _, (three, five, seven), _ = linked
    assert 'value="3"' in text(get(guest, "moment", at=three))
    assert [revision for revision, *_ in steps(guest)[1]][-1] == five
    assert steps(guest, after=five)[1] == []
    assert f'data-revision="{seven}"' not in text(get(guest, "moment"))


def test_it_shows_nothing_beyond_the_moment(linked, guest):
    _, (_, five, seven), _ = linked
    for route in ("", "moment", "stage", "object/Deployment/default/web"):
        assert 'value="7"' not in text(get(guest, route, at=seven))
    assert f'data-revision="{five}"' in text(get(guest, "moment", at=seven))


def test_it_shows_nothing_of_a_branch_that_did_not_lead_there(linked, guest):
    alice, (three, five, seven), _ = linked
    store.fork_at(alice[1].cluster_id, three)
    (nine,) = applied(alice, 9)
    guest[0].get(f"/m/{token_of(alice[1], nine)}/")
    assert 'value="9"' in text(get(guest, "moment"))
    assert 'value="5"' in text(get(guest, "moment", at=five))
    assert 'value="7"' not in text(get(guest, "moment", at=seven))


def test_it_opens_for_its_owner_as_a_moment_of_their_own(linked):
    alice, (_, five, _), link = linked
    page = text(alice[0].get(link, follow=True))
    assert "data-guest" not in page
    assert f'data-at="{five}"' in page


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1tXyZ:forged", "a" * 3000])
def test_it_takes_no_forged_link(db, token):
    assert Client().get(f"/m/{token}/").status_code == 404
    assert Client().post(f"/m/{token}/copy").status_code == 404


def test_it_leads_nowhere_when_the_sandbox_is_gone(linked, guest):
    alice, _, link = linked
    alice[0].post(f"/s/{alice[1].name}/delete")
    assert Client().get(link).status_code == 404
    assert get(guest, "").status_code == 404


def test_it_is_copied_into_a_sandbox_of_ones_own(linked, guest):
    _, _, link = linked
    address = guest[0].post(f"{link}copy").url
    copied = Sandbox.objects.get(name=address.split("/")[2])
    assert copied.pk != guest[1].pk
    assert store.load(copied.cluster_id).at(("Deployment", "default", "web"))["spec"]["replicas"] == 5
    assert guest[0].post(f"{address}clock", {"verb": "resume"}).status_code == 204


def test_it_lets_strangers_without_the_link_see_nothing(linked, charlie):
    for client in (charlie[0], Client()):
        for route in ("", "moment", "steps.json", "link", "stage", "object/Deployment/default/web"):
            assert client.get(f"/s/{linked[0][1].name}/{route}").status_code == 404
