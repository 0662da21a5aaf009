"""Looking back: the whole page as it was at a moment, and the steps that lead to it."""

import re

import pytest

from cluster import store
from cluster.store import log
from tests.worlds import WEB


def applied(who, *replicas):
    """Revisions after the manifest was applied with so many replicas."""
    client, sandbox = who
    revisions = []
    for count in replicas:
        client.post(f"/s/{sandbox.name}/apply", {"manifest": WEB.replace("replicas: 3", f"replicas: {count}")})
        revisions.append(store.load(sandbox.cluster_id).revision)
    return revisions


@pytest.fixture
def past(alice):
    """Alice, and the revisions at which she wanted three, five and seven replicas, in a cluster that stands still."""
    store.pause(alice[1].cluster_id)
    return alice, applied(alice, 3, 5, 7)


def get(who, route, **fields):
    return who[0].get(f"/s/{who[1].name}/{route}", fields)


def text(answer):
    return answer.content.decode()


def test_it_shows_picture_log_and_clock_of_that_moment(past):
    alice, (three, five, _) = past
    page = text(get(alice, "moment", at=five))
    assert 'id="picture" class="picture' in page
    assert re.search(rf'id="clock"[^>]* data-revision="{five}"[^>]* data-past', page)
    assert f'id="r{five}"' in page
    assert f'id="r{five + 1}"' not in page
    assert 'name="replicas"' in page
    assert 'value="5"' in page
    assert 'value="3"' in text(get(alice, "moment", at=three))


def test_it_says_that_this_is_the_past_and_how_far_the_present_is(past):
    alice, (three, _, seven) = past
    page = text(get(alice, "moment", at=three))
    assert "Nothing changes here until you act; acting begins a branch." in page
    assert re.search(rf'id="present"[^>]* data-revision="{seven}"', page)


@pytest.mark.parametrize("at", [{}, {"at": "x"}, {"at": 10**9}], ids=["none", "no number", "the future"])
def test_it_shows_the_present_where_no_moment_of_the_past_is_named(past, at):
    page = text(get(past[0], "moment", **at))
    assert "data-past" not in page
    assert re.search(r'id="past"[^>]* hidden', page)


def test_it_is_there_again_after_a_reload(past):
    alice, (three, _, _) = past
    page = text(get(alice, "", at=three))
    assert f'data-at="{three}"' in page
    assert f'id="r{three + 1}"' not in page


def test_it_says_in_a_sentence_that_a_moment_is_no_longer_kept(past):
    alice, (three, five, _) = past
    log.compact(alice[1].cluster_id, five)
    store.Cluster.objects.filter(pk=alice[1].cluster_id).update(compacted=five)
    fragment, page = get(alice, "moment", at=three), get(alice, "", at=three)
    assert (fragment.status_code, page.status_code) == (410, 410)
    assert text(fragment) == "This moment is no longer kept: the record of this sandbox begins later."
    assert f'href="/s/{alice[1].name}/"' in text(page)


def test_it_reads_the_log_along_what_led_to_the_moment(past):
    alice, (three, five, seven) = past
    store.fork_at(alice[1].cluster_id, three)
    (nine,) = applied(alice, 9)
    page = text(get(alice, "", at=nine))
    assert f'id="r{three}"' in page
    assert f'id="r{nine}"' in page
    assert f'id="r{five}"' not in page
    assert f'id="r{five}"' in text(get(alice, "moment", at=seven))


def steps(who, **fields):
    answer = get(who, "steps.json", **fields).json()
    return answer, [(row[0], answer["actors"][row[2]], row[3], row[4]) for row in answer["steps"]]


def test_it_tells_the_steps_with_actors_and_marks(past):
    alice, (three, five, seven) = past
    found = {revision: (actor, flags) for revision, actor, flags, _ in steps(alice)[1]}
    assert [found[revision] for revision in (three, five, seven)] == [("you", 1)] * 3


def test_it_tells_only_the_steps_after_the_one_that_is_known(past):
    alice, (_, five, seven) = past
    answer, found = steps(alice, after=five)
    assert [revision for revision, *_ in found] == [seven]
    assert not answer["afresh"]
    assert steps(alice, after=seven)[1] == []


def test_it_tells_all_steps_afresh_when_those_known_lead_elsewhere(past):
    alice, (three, five, _) = past
    store.fork_at(alice[1].cluster_id, three)
    answer, found = steps(alice, after=five)
    assert answer["afresh"]
    assert five not in [revision for revision, *_ in found]
    assert found[-1][2] & 4


def test_it_marks_where_a_rollout_revision_begins(past):
    alice, _ = past
    store.skip_to_next(alice[1].cluster_id)
    store.skip_to_next(alice[1].cluster_id)
    assert 1 in [row[5] for row in steps(alice)[0]["steps"]]


def test_it_tells_long_histories_in_pieces(past, monkeypatch):
    monkeypatch.setattr("playground.sandbox.time.moments.STEPS", 2)
    answer, found = steps(past[0])
    assert (answer["more"], len(found)) == (True, 2)
