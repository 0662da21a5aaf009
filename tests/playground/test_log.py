"""The log: one head for each step, the newest step first."""

from cluster.store import Entry
from playground.sandbox.log import SHOWN, log_steps


def entry(revision, step, actor="kubelet/node-1", reason="because", quiet=False):
    what = f"change {revision}"
    return Entry(
        revision, step, 1_767_225_600_000 + revision * 100, actor, reason, what, quiet, "update", "Pod", "", "", ""
    )


def whats(changes):
    return [change.what for change in changes]


def test_it_puts_the_newest_step_first_and_its_changes_in_order():
    newest, oldest = log_steps([entry(1, 1), entry(2, 2), entry(3, 2)])
    assert whats(newest.shown) == ["change 2", "change 3"]
    assert whats(oldest.shown) == ["change 1"]
    assert (newest.time, newest.component, newest.actor) == ("00:00:00.2", "kubelet", "kubelet on node-1")


def test_it_says_a_reason_once():
    (step,) = log_steps([entry(1, 1), entry(2, 1), entry(3, 1, reason="other")])
    assert [change.why for change in step.shown] == ["because", "", "other"]


def test_it_folds_what_is_many():
    (step,) = log_steps([entry(number, 1) for number in range(1, 301)])
    assert (len(step.shown), len(step.folded)) == (SHOWN, 300 - SHOWN)


def test_it_tells_an_act_on_many_objects_by_its_reason():
    (step,) = log_steps([entry(number, 1, actor="you", reason="you reset the cluster") for number in range(1, 31)])
    assert [(change.what, change.why) for change in step.shown] == [("reset the cluster", "change 1")]
    assert whats(step.folded) == [f"change {number}" for number in range(2, 31)]


def test_it_does_not_fold_one_alone():
    (step,) = log_steps([entry(number, 1) for number in range(1, SHOWN + 2)])
    assert step.folded == []


def test_it_puts_bookkeeping_last_and_marks_steps_of_nothing_else():
    mixed, quiet = log_steps([entry(1, 1, quiet=True), entry(2, 2, quiet=True), entry(3, 2)])
    assert (whats(mixed.shown), mixed.quiet) == (["change 3", "change 2"], False)
    assert quiet.quiet


def test_it_keeps_the_set_up_of_a_cluster_in_the_background():
    (step,) = log_steps([entry(1, 1, actor="kubeadm")])
    assert step.quiet
