"""An open object: its parts, its past, and comparisons, for owners and guests."""

import re
from itertools import pairwise

import pytest

from cluster import store
from cluster.core.kinds import KINDS
from tests.core.summaries.cases import OTHERS, SERVICE
from tests.playground.learners import Learner, guest_of
from tests.worlds import WEB

PARTS = ("summary", "yaml", "describe", "events", "history", "compare")


@pytest.fixture
def web(alice):
    learner = Learner(*alice)
    store.pause(learner.sandbox.cluster_id)
    learner.client.post(f"/s/{learner.sandbox.name}/apply", {"manifest": WEB})
    return learner.later()


@pytest.fixture
def updated(web):
    web.act("set-image", container="nginx", image="nginx:1.28")
    return web.later()


OBJECT = "object/Deployment/default/web"


def test_it_says_in_words_what_there_is_and_what_can_be_done(web):
    text = web.text(OBJECT)
    assert "3 of 3 pods run nginx:1.27 and are available." in text
    for command in ("set image deployment/web nginx=nginx:1.27", "scale deployment/web --replicas=3", "rollout pause"):
        assert f"kubectl {command}" in text
    assert "rollout undo" not in text


@pytest.mark.parametrize("part", PARTS)
def test_it_shows_each_part_in_the_page_and_on_a_page_of_its_own(updated, part):
    for page in (False, True):
        html = updated.html(OBJECT, page=page, tab=part)
        assert f'id="panel-part-{part}"' in html
        assert ("<html" in html) == page
        assert ('id="panel-close"' in html) != page


def test_ages_go_on_where_nothing_changes(web, monkeypatch):
    store.resume(web.sandbox.cluster_id)
    later = store.wall_now() + 90_000
    monkeypatch.setattr(store, "wall_now", lambda: later)
    assert re.search(r"age (9\d|1\d\d)s", web.text(OBJECT))
    assert re.search(r"ScalingReplicaSet (9\d|1\d\d)s", web.text(OBJECT, tab="describe"))


def test_it_opens_each_part_of_every_kind(web):
    web.client.post(f"/s/{web.sandbox.name}/apply", {"manifest": SERVICE + OTHERS})
    kinds = set(KINDS) - {"ReplicationController", "PodTemplate", "Lease"}
    for obj in [next(web.state.of_kind(kind)) for kind in sorted(kinds)]:
        for part in PARTS:
            metadata = obj["metadata"]
            address = f"object/{obj['kind']}/{metadata.get('namespace', '-')}/{metadata['name']}"
            assert 'id="panel-part-' in web.html(address, tab=part)


def test_it_shows_the_yaml_as_kubectl_does(web):
    assert "managedFields:" not in web.text(OBJECT, tab="yaml")
    assert "managedFields:" in web.text(OBJECT, tab="yaml", managed="yes")


def test_it_shows_the_events_newest_first(web):
    pod = min(web.state.of_kind("Pod"), key=lambda pod: pod["metadata"]["name"])["metadata"]["name"]
    text = web.text(f"object/Pod/default/{pod}", tab="events")
    assert text.index("Started") < text.index("Pulling") < text.index("Scheduled")


def test_it_tells_the_history_newest_first_and_what_each_change_changed(updated):
    html = updated.html(OBJECT, tab="history")
    told = [int(number) for number in re.findall(r'id="panel-h(\d+)"', html)]
    assert told == updated.changes()[::-1]
    image = next(number for number in told if "→ nginx:1.28" in updated.text(f"diff/change/{number}", page=True))
    text = updated.text(f"diff/change/{image}")
    assert "- - image: nginx:1.27 + - image: nginx:1.28" in text
    assert "resourceVersion" not in text


def test_it_knows_the_first_change_and_the_last(web):
    first = web.changes()[0]
    assert "+ kind: Deployment" in web.text(f"diff/change/{first}")
    web.act("delete")
    web.later()
    assert "- kind: Deployment" in web.text(f"diff/change/{web.changes()[-1]}")
    assert "This object is gone." in web.text(OBJECT)


def test_it_looks_back(updated):
    middle = updated.changes()[2]
    html = updated.html(OBJECT, at=middle, tab="history", page=True)
    assert max(int(number) for number in re.findall(r'id="panel-h(\d+)"', html)) == middle
    assert f"after change {middle}" in html
    assert all(f"at={middle}" in link for link in re.findall(r'href="([^"]*/object/[^"]*)"', html))
    assert "There is no such object at this moment." in updated.text(OBJECT, at=updated.changes()[0] - 1)


def test_it_shows_a_guest_what_led_to_the_linked_moment_and_lets_nobody_act(updated):
    first, last = updated.changes()[0], updated.changes()[-1]
    guest = guest_of(updated, first)
    html = guest.html(OBJECT)
    assert "kubectl scale deployment/web" in html
    assert "hx-post" not in html
    assert "+ kind: Deployment" in guest.text(f"diff/change/{first}")
    guest.html(f"diff/change/{last}", status=404)
    assert "hx-post" in updated.html(OBJECT, at=first)


def test_it_compares_two_revisions(updated):
    for page in (False, True):
        text = updated.text("diff/revisions/default/web", page=page)
        assert "- - image: nginx:1.27 + - image: nginx:1.28" in text
        assert "pod-template-hash" not in text
    assert "+ - image: nginx:1.27" in updated.text("diff/revisions/default/web", **{"from": "2", "to": "1"})
    assert "Revision 9 is not kept" in updated.text("diff/revisions/default/web", **{"from": "9", "to": "1"})
    assert "templates of both are the same" in updated.text("diff/revisions/default/web", **{"from": "1", "to": "1"})


def test_it_offers_the_way_back_beside_the_comparison(updated):
    html = updated.html(OBJECT, tab="compare")
    assert "kubectl rollout undo deployment/web --to-revision=1" in html
    assert "--to-revision" not in updated.html("diff/revisions/default/web", page=True)


def test_it_offers_only_what_would_do_something(updated):
    assert "kubectl rollout undo deployment/web" in updated.text(OBJECT)
    updated.act("pause")
    text = updated.text(OBJECT)
    assert "kubectl rollout resume" in text
    assert "kubectl rollout pause" not in text


def test_it_says_that_there_is_only_one_revision(web):
    assert "only one revision so far" in web.text(OBJECT, tab="compare")


def test_it_compares_what_was_applied_with_what_is(updated):
    address = "diff/applied/Deployment/default/web"
    mine, everything = updated.text(address), updated.text(address, show="everything")
    assert "1 line was changed since then." in mine
    assert "- - image: nginx:1.27 + - image: nginx:1.28" in mine
    assert "progressDeadlineSeconds" not in mine
    assert "+ progressDeadlineSeconds: 600" in everything
    assert "status" not in re.sub("The status is left out", "", everything)
    assert "Nobody applied it" in updated.text("diff/applied/Node/-/node-1")


def test_it_does_not_compare_the_values_of_secrets(web):
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {password: %s}\n"
    for value in ("hunter2", "hunter3"):
        web.client.post(f"/s/{web.sandbox.name}/apply", {"manifest": secret % value})
    entries = store.changes_of(web.sandbox.cluster_id, ("Secret", "default", "keys"))
    text = web.text(f"diff/change/{entries[0].revision}")
    assert "*** (before)" in text
    assert "*** (after)" in text


def test_it_lists_few_of_many_children(web):
    web.act("scale", replicas="150")
    web.later()
    name = next(web.state.of_kind("ReplicaSet"))["metadata"]["name"]
    html = web.html(f"object/ReplicaSet/default/{name}")
    assert len(re.findall(r"/object/Pod/", html)) == 100
    assert "90 more" in html
    assert "and 50 more, not listed here" in html


def test_it_shows_the_way_from_a_pod_to_its_owners(web):
    pod = min(web.state.of_kind("Pod"), key=lambda pod: pod["metadata"]["name"])["metadata"]["name"]
    _, text = web.text(f"object/Pod/default/{pod}").split("Owners and children")
    places = [text.index(word) for word in ("Deployment web", "ReplicaSet web-", f"Pod {pod}")]
    assert all(a < b for a, b in pairwise(places))
    assert re.search(r"runs on Node node-\d", text)


@pytest.mark.parametrize("address", [
    "diff/change/0", "diff/change/999999", "diff/change/x", "diff/change/%00", "diff/applied/Nothing/-/a",
    "diff/applied/Pod/default/%00", "diff/revisions/default/%00",
])  # fmt: skip
def test_it_does_not_find_what_is_not_there(alice, address):
    assert alice[0].get(f"/s/{alice[1].name}/{address}").status_code == 404


def test_it_takes_nonsense_for_parameters(updated):
    for nonsense in ("", "x", "-1", "1e9", "9" * 30, "\0"):
        for name in ("tab", "from", "to", "show", "managed", "all"):
            updated.html(OBJECT, **({"tab": "compare"} | {name: nonsense}))


def test_of_an_owner_of_500_pods_it_lists_a_hundred(web):
    web.act("scale", replicas="500")
    web.later()
    name = next(web.state.of_kind("ReplicaSet"))["metadata"]["name"]
    html = web.html(f"object/ReplicaSet/default/{name}")
    assert "It wants 500 pods" in html
    assert html.count("object/Pod/") == 100
