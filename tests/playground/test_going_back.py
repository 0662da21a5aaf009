"""Acting in the past begins a branch; branches are named and returned to; the last act is taken back."""

import pytest

from cluster import store
from playground.sandbox.time import moments
from tests.playground.test_moments import applied
from tests.playground.test_views import DEPLOYMENT, HTMX

KEY = ("Deployment", "default", "web")


@pytest.fixture
def past(alice):
    store.pause(alice[1].cluster_id)
    return alice, applied(alice, 3, 5, 7)


def post(who, route, **fields):
    return who[0].post(f"/s/{who[1].name}/{route}", fields, **HTMX)


def replicas(who):
    return store.load(who[1].cluster_id).at(KEY)["spec"]["replicas"]


def branches(who):
    return {branch.name: branch for branch in store.branches(who[1].cluster_id)}


def test_it_acts_in_the_past_and_keeps_what_came_after(past):
    alice, (three, _, _) = past
    answer = post(alice, "act", act="pause", **DEPLOYMENT, at=three)
    assert "went-back" in answer.headers["HX-Trigger"]
    assert replicas(alice) == 3
    assert branches(alice)["branch 2"].is_current
    assert branches(alice)["branch 1"].head > three


def test_it_begins_no_branch_for_an_act_that_is_refused(past):
    alice, (three, _, _) = past
    answer = post(alice, "act", act="scale", **DEPLOYMENT, replicas="-1", at=three)
    assert "went-back" not in answer.headers["HX-Trigger"]
    assert replicas(alice) == 7
    assert len(branches(alice)) == 1


@pytest.mark.parametrize("at", [{}, {"at": "newest"}, {"at": "x"}], ids=["nowhere", "newest", "no number"])
def test_it_acts_in_the_present_without_a_word_of_going_back(past, at):
    alice, (_, _, seven) = past
    fields = {key: seven if value == "newest" else value for key, value in at.items()}
    assert "HX-Trigger" not in post(alice, "act", act="pause", **DEPLOYMENT, **fields).headers
    assert len(branches(alice)) == 1


def test_the_log_tells_what_had_led_to_where_somebody_went_back_to(past, monkeypatch):
    monkeypatch.setattr(moments, "LOG_ROWS", 1)
    alice, (three, five, _) = past
    post(alice, "fork", at=five)
    page = alice[0].get(f"/s/{alice[1].name}/moment").content.decode()
    assert "went back to" in page
    assert f'id="r{three}"' in page


def test_it_goes_back_without_acting(past):
    alice, (_, five, _) = past
    answer = post(alice, "fork", at=five)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, '{"went-back": {}}')
    assert replicas(alice) == 5


def test_it_says_where_one_is_now_and_offers_the_way_back(past):
    alice, (three, _, _) = past
    post(alice, "fork", at=three)
    told = alice[0].get(f"/s/{alice[1].name}/begun").content.decode()
    assert "and began branch 2; what came after is kept as branch 1." in told
    address = f"branches/{branches(alice)['branch 1'].id}/return"
    assert f"/s/{alice[1].name}/{address}" in told
    answer = post(alice, address)
    assert "You are back on branch 1" in answer.content.decode()
    assert "came-back" in answer.headers["HX-Trigger"]
    assert replicas(alice) == 7


def test_it_lists_branches_and_renames_them(past):
    alice, (three, _, _) = past
    post(alice, "fork", at=three)
    listed = post(alice, f"branches/{branches(alice)['branch 2'].id}/rename", name=" Without  the fault ")
    assert 'value="Without the fault"' in listed.content.decode()
    assert "you are here" in alice[0].get(f"/s/{alice[1].name}/branches").content.decode()


@pytest.mark.parametrize("name", ["", "  ", "x" * 64, "\0"])
def test_it_refuses_a_poor_name_in_a_sentence(past, name):
    alice, _ = past
    listed = post(alice, "branches/0/rename", name=name).content.decode()
    assert "A branch" in listed
    assert 'role="alert"' in listed
    assert list(branches(alice)) == ["branch 1"]


@pytest.mark.parametrize("route", ["branches/99/return", "branches/99/rename"])
def test_it_knows_no_branch_that_is_not_there(past, route):
    assert post(past[0], route, name="x").status_code == 404


def test_it_takes_back_the_last_act_and_then_the_one_before(past):
    alice, _ = past
    answer = post(alice, "undo")
    assert "Taken back: " in answer.content.decode()
    assert "came-back" in answer.headers["HX-Trigger"]
    assert replicas(alice) == 5
    post(alice, "undo")
    assert replicas(alice) == 3


def test_it_has_nothing_to_take_back_where_nobody_acted(charlie):
    answer = post(charlie, "undo")
    assert "There is nothing to take back: nobody has done anything here yet." in answer.content.decode()
    assert "refused" in answer.headers["HX-Trigger"]
