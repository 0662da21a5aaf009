"""What is true of Deployments: upstream's `deployment_util_test.go`, `hash_test.go`, and generated rounding."""

import pytest
from deployment_builders import NOW, deployment, pod_template, read, replica_set, state_of, table

from cluster.core import deployments, times
from cluster.core.controllers.deployment import util
from cluster.core.controllers.deployment.new_replica_set import new_rs_new_replicas
from cluster.core.controllers.deployment.watches import deployments_for_replica_set
from cluster.core.deployments import DESIRED_REPLICAS, HASH_LABEL, MAX_REPLICAS, REVISION, REVISION_HISTORY
from cluster.core.objects import condition_of

ELSEWHERE = {"rs-fraction", "saturated", "template-equal-ignoring-hash", "template-hash"}
"""Groups that `test_deployment_scale` and `test_deployment_template` run."""


def test_it_leaves_no_case_out():
    here = {
        "find-new-rs", "find-old-rs", "replica-sums", "fenceposts", "new-rs-size",
        "condition-get", "condition-set", "condition-remove", "complete", "progressing", "timed-out", "max-unavailable",
        "min-available", "annotation-int", "revision-history", "replicas-annotations", "deployments-selecting-rs",
        "replicas-annotations-need-update",
    }  # fmt: skip
    assert {case["name"].split("/")[0] for case in read("deployment_util_test")} == here | ELSEWHERE


def listed_rs(given, template):
    hashed = {HASH_LABEL: given["hash_label"]} if given.get("hash_label") else {}
    template = {**template, "metadata": {"labels": template["metadata"]["labels"] | hashed}}
    minutes = {"T+1min": 60, "T": 0, "T-1min": -60, None: None}[given["created"]]
    rs = replica_set(given["id"], given.get("spec_replicas", 1), created=minutes or 0, template=template)
    if minutes is None:
        del rs["metadata"]["creationTimestamp"]
    return rs


@table("deployment_util_test", "find-new-rs")
def test_it_finds_the_new_replica_set(case):
    given = case["given"]
    web = deployment(template=pod_template(given["deployment_template"]["container_name"]))
    found = deployments.find_new_replica_set(
        web, [listed_rs(rs, pod_template(rs["template_container_name"])) for rs in given["replica_sets"]]
    )
    assert (found and found["metadata"]["name"]) == case["expect"]["new_rs"]


@table("deployment_util_test", "find-old-rs")
def test_it_finds_the_old_replica_sets(case):
    web = deployment(template=pod_template("new"))
    given = case["given"]["replica_sets"]
    every = [listed_rs(rs, pod_template("new" if rs["template_matches"] else "old")) for rs in given]
    old = deployments.find_old_replica_sets(web, every)
    assert [rs["metadata"]["name"] for rs in old] == case["expect"]["all_old"]
    active = [rs["metadata"]["name"] for rs in old if deployments.is_active(rs)]
    assert active == case["expect"]["old_with_nonzero_spec"]


@table("deployment_util_test", "replica-sums")
def test_it_sums_replica_sets(case):
    every = [replica_set(rs["id"], rs["spec_replicas"], status=rs["status"]) for rs in case["given"]["replica_sets"]]
    assert case["expect"] == {
        "sum_spec_replicas": deployments.total_replicas(every),
        "sum_status_replicas": deployments.total_status(every, "replicas"),
        "sum_terminating": deployments.total_terminating(every),
    }


@table("deployment_util_test", "fenceposts")
def test_it_resolves_fenceposts(case):
    given, expect = case["given"], case["expect"]
    arguments = given["max_surge"], given["max_unavailable"], given["desired"]
    if expect["error"]:
        with pytest.raises(ValueError, match="not a percentage"):
            deployments.resolve_fenceposts(*arguments)
    else:
        assert deployments.resolve_fenceposts(*arguments) == (expect["surge"], expect["unavailable"])


@table("generated_arithmetic", "rounding")
def test_it_rounds(case):
    given = case["given"]
    replicas, limits = given["replicas"], {name: given[name] for name in ("max_surge", "max_unavailable")}
    web = deployment(replicas, **limits)
    surge, unavailable = deployments.resolve_fenceposts(*limits.values(), replicas)
    assert case["expect"] == {
        "resolved_surge": surge,
        "resolved_unavailable": unavailable,
        "surge": deployments.max_surge(web),
        "unavailable": deployments.max_unavailable(web),
        "min_available": deployments.min_available(web),
    }


def strategic(given):
    spec = {name: given[name] for name in ("strategy", "max_surge", "max_unavailable")}
    return deployment(given.get("replicas", given.get("deployment_replicas")), **spec)


@table("deployment_util_test", "max-unavailable")
def test_it_limits_unavailable_pods(case):
    assert deployments.max_unavailable(strategic(case["given"])) == case["expect"]["max_unavailable"]


@table("deployment_util_test", "min-available")
def test_it_keeps_pods_available(case):
    assert deployments.min_available(strategic(case["given"])) == case["expect"]["min_available"]


@table("deployment_util_test", "new-rs-size")
def test_it_sizes_the_new_replica_set(case):
    given = case["given"]
    own = given["new_rs_spec_replicas"]
    others = [replica_set("others", given["all_rs_total_spec_replicas"] - own)]
    size = new_rs_new_replicas(strategic(given), others, replica_set("new", own))
    assert size == case["expect"]["new_rs_replicas"]


def conditions_of(given):
    return [util.condition(*c, "", times.to_text(NOW)) for c in given["conditions"]]


@table("deployment_util_test", "condition-get")
def test_it_finds_a_condition(case):
    obj = {"status": {"conditions": [{"type": c} for c in case["given"]["conditions"]]}}
    assert (condition_of(obj, case["given"]["type"]) is not None) == case["expect"]["found"]


@table("deployment_util_test", "condition-set")
def test_it_sets_a_condition(case):
    new = util.condition(*case["given"]["set"], "", times.to_text(NOW))
    after = util.set_condition(conditions_of(case["given"]), new)
    assert [[c["type"], c["status"], c["reason"]] for c in after] == case["expect"]["conditions"]


@table("deployment_util_test", "condition-remove")
def test_it_removes_a_condition(case):
    after = util.remove_condition(conditions_of(case["given"]), case["given"]["type"])
    assert [[c["type"], c["status"], c["reason"]] for c in after] == case["expect"]["conditions"]


@table("deployment_util_test", "complete")
def test_it_knows_a_complete_rollout(case):
    given = case["given"]
    limits = {name: given[name] for name in ("max_surge", "max_unavailable")}
    web = deployment(given["spec_replicas"], status=given["status"], generation=given["generation"], **limits)
    assert deployments.is_complete(web) == case["expect"]["complete"]


@table("deployment_util_test", "progressing")
def test_it_knows_progress(case):
    web = deployment(10, status=case["given"]["old_status"])
    assert deployments.is_progressing(web, case["given"]["new_status"]) == case["expect"]["progressing"]


@table("deployment_util_test", "timed-out")
def test_it_knows_a_rollout_that_timed_out(case):
    given = case["given"]
    condition = {**given["condition"], "lastUpdateTime": given["condition"]["last_update_time"]}
    web = deployment(progressDeadlineSeconds=given["progress_deadline_seconds"])
    now = times.to_ms(given["now"]) if given["now"] else NOW
    assert deployments.is_timed_out(web, {"conditions": [condition]}, now) == case["expect"]["timed_out"]


@table("deployment_util_test", "annotation-int")
def test_it_reads_a_size_from_an_annotation(case):
    given, expect = case["given"], case["expect"]
    annotations = {DESIRED_REPLICAS: given["annotation_value"]} if given["annotation_present"] else {}
    number = util.non_negative_annotation(replica_set("rs", 1, annotations=annotations), DESIRED_REPLICAS)
    assert number == (expect["value"] if expect["valid"] else None)


@table("deployment_util_test", "revision-history")
def test_it_keeps_a_history_of_revisions(case):
    given, annotations, after = case["given"], {}, []
    web = deployment(annotations={REVISION: given["deployment_revision"]})
    for revision in given["steps"]:
        limit = given["history_limit_chars"]
        annotations = util.new_replica_set_annotations(web, annotations, int(revision), limit)
        after.append({"revision": annotations[REVISION], "revision-history": annotations.get(REVISION_HISTORY)})
    assert after == case["expect"]["after_each_step"]


@table("deployment_util_test", "replicas-annotations")
def test_it_notes_sizes_in_annotations(case):
    given, expect = case["given"], case["expect"]
    wanted = util.replicas_annotations(deployment(given["desired"], max_surge=given["max"] - given["desired"]))
    assert wanted == {
        DESIRED_REPLICAS: expect["desired_replicas_annotation"],
        MAX_REPLICAS: expect["max_replicas_annotation"],
    }
    before = {"other": "annotation"}
    assert (util.with_all(before, wanted) is not before) == expect["changed"]


@table("deployment_util_test", "replicas-annotations-need-update")
def test_it_sees_whether_annotations_need_an_update(case):
    given = case["given"]
    written = {DESIRED_REPLICAS: given["desired_replicas_annotation"], MAX_REPLICAS: given["max_replicas_annotation"]}
    before = {name: value for name, value in written.items() if value is not None}
    wanted = util.replicas_annotations(deployment(given["desired"], max_surge=given["max"] - given["desired"]))
    assert (util.with_all(before, wanted) is not before) == case["expect"]["needs_update"]


@table("deployment_util_test", "deployments-selecting-rs")
def test_it_finds_the_deployments_that_select_a_replica_set(case):
    given = case["given"]
    every = [deployment(name=d["name"], labels=d["selector"]) for d in given["deployments"]]
    found = deployments_for_replica_set(state_of(*every), replica_set("rs", 1, labels=given["rs_labels"]))
    assert [name for _, _, name in found] == case["expect"]["deployments"]


@pytest.mark.parametrize(
    ("text", "readable", "revision"),
    [(None, 0, 0), ("7", 7, 7), ("+7", 7, 7), ("seven", None, 0), ("", None, 0), (str(2**63), None, 0)],
)
def test_it_reads_revisions(text, readable, revision):
    rs = replica_set("rs", 1, annotations={} if text is None else {REVISION: text})
    assert (deployments.readable_revision(rs), deployments.revision_of(rs)) == (readable, revision)


def test_it_leaves_a_replica_set_with_an_unreadable_revision_alone():
    annotations = {REVISION: "seven"}
    assert util.new_replica_set_annotations(deployment(annotations={"a": "b"}), annotations, 8) is annotations


def test_it_is_not_complete_before_the_last_change_was_seen():
    status = {"replicas": 1, "updatedReplicas": 1, "availableReplicas": 1, "observedGeneration": 1}
    seen = [deployments.is_complete(deployment(1, status=status, generation=number)) for number in (1, 2)]
    assert seen == [True, False]
