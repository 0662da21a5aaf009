"""The clients of Services on the page: who answers, what was lost and why, now and at any past moment."""

import re

import pytest

from cluster import store
from playground.sandbox import clients
from playground.sandbox.clients.reading import KINDS
from playground.sandbox.drawing import stage_html
from playground.sandbox.stage import VIEWS
from tests.core.test_traffic import SERVICE
from tests.playground.learners import Learner
from tests.worlds import WEB

PANELS = ("object/Service/default/web", "object/Deployment/default/web")


@pytest.fixture
def web(alice):
    learner = Learner(*alice)
    store.pause(learner.sandbox.cluster_id)
    learner.client.post(f"/s/{learner.sandbox.name}/apply", {"manifest": f"{WEB}---\n{SERVICE}"})
    return rest(learner)


def rest(learner):
    """Let its cluster live until nothing more happens for a while."""
    learner.later()
    for _ in range(25):
        store.skip_to_next(learner.sandbox.cluster_id)
    return learner


@pytest.fixture
def updated(web):
    web.act("set-image", container="nginx", image="nginx:1.28")
    return rest(web)


def view_of(learner, state=None):
    state = state or learner.state
    (view,) = clients.told(learner.sandbox.cluster_id, state).values()
    return view


def drawn(learner, state=None):
    html = stage_html(learner.sandbox, state or learner.state, VIEWS["chain"])
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition('class="requests"')[2].partition("</section>")[0]).split())


def test_the_picture_shows_who_answers_and_that_nothing_was_lost(web):
    assert "100 % answered by nginx:1.27" in drawn(web)
    assert "✓ none lost" in drawn(web)


def test_the_picture_shows_what_an_update_lost_and_why(updated):
    assert re.search(r"Since the last act at [\d:]+ \d+ sent · [1-9]\d* lost", drawn(updated))
    assert "had stopped listening while kube-proxy still sent requests to it, having no preStop hook" in drawn(updated)
    assert "none lost" not in drawn(updated)
    summary = (
        stage_html(updated.sandbox, updated.state, VIEWS["chain"]).partition('id="summary"')[2].partition("</p>")[0]
    )
    assert "Service web: its clients sent" in summary
    assert "had stopped listening" in summary


def test_two_versions_share_the_requests_while_a_rollout_goes_on(web):
    web.act("set-image", container="nginx", image="nginx:1.28")
    seen: set[tuple[str, ...]] = set()
    for _ in range(80):
        store.skip_to_next(web.sandbox.cluster_id)
        seen |= {tuple(share.version for share in stretch.shares) for stretch in view_of(web).stretches}
    assert {("1",), ("2",)} < seen
    assert any(len(versions) == 2 for versions in seen)


def test_what_is_to_come_is_drawn_beforehand(web):
    web.act("set-image", container="nginx", image="shop:2-slow")
    view = view_of(web.later())
    while view.stretches[-1].percent_lost:
        store.skip_to_next(web.sandbox.cluster_id)
        view = view_of(web)
    assert view.stretches[0].percent_lost == 100
    assert len(view.stretches) > 2
    starts = [stretch.start for stretch in view.stretches]
    assert starts == sorted(set(starts))
    assert [stretch.lost.base for stretch in view.stretches] == sorted(stretch.lost.base for stretch in view.stretches)


@pytest.mark.parametrize("panel", PANELS)
def test_an_open_object_tells_the_verdict(updated, panel):
    text = updated.text(panel)
    assert re.search(
        r"\d+ requests: \d+ answered by nginx:1.27, \d+ answered by nginx:1.28, \d lost\. Lost: \d because web-", text
    )


def test_a_deployment_without_a_service_says_nothing_of_clients(alice):
    learner = Learner(*alice)
    learner.client.post(f"/s/{learner.sandbox.name}/apply", {"manifest": WEB})
    assert "clients" not in learner.text("object/Deployment/default/web")


def test_at_a_moment_of_the_past_all_is_what_it_was(web):
    web.act("set-image", container="nginx", image="nginx:1.28")
    kept = []
    for _ in range(40):
        store.skip_to_next(web.sandbox.cluster_id)
        kept.append((web.state.revision, counted(view_of(web))))
    assert len(set(kept)) > 20
    assert len({figures for _, figures in kept}) > 5
    for revision, figures in kept:
        assert counted(view_of(web, store.state_at(web.sandbox.cluster_id, revision))) == figures


def counted(view):
    first = view.stretches[0]
    return first.start, first.sent.base, first.failed.base, first.lost.base, view.since


def test_it_is_the_same_whether_read_at_once_or_bit_by_bit(updated):
    bit_by_bit = view_of(updated)
    clients.FOLLOWER.forget()
    assert view_of(updated) == bit_by_bit


def test_what_is_read_of_the_log_is_what_the_cluster_is(updated):
    clients.FOLLOWER.forget()
    pk = updated.sandbox.cluster_id
    with clients.FOLLOWER.reach(pk, store.lineage(pk)) as reader:
        state = reader.traffic.state
    told = {key: obj for key, obj in updated.state.objects.items() if key[0] in KINDS}
    assert len(told) > 20
    assert {key: obj for key, obj in state.objects.items() if key[0] in KINDS} == told


def test_going_back_leaves_what_was_lost_after_that(updated):
    pk = updated.sandbox.cluster_id
    assert view_of(updated).stretches[0].lost.base > 0
    store.undo(pk)
    assert view_of(updated).stretches[0].lost.base == 0
    assert view_of(rest(updated)).stretches[0].lost.base == 0
