"""Upstream's own tables for Deployments and ReplicaSets, which are validated without defaults.

Not here: `validate_deployment_rollback`, for DeploymentRollback is served no more.
"""

import pytest
from upstream_tables import cases

from cluster.core import validation
from cluster.core.validation import apps

KINDS = {"deployment": "Deployment", "replica_set": "ReplicaSet"}


def kind_of(case):
    return KINDS["replica_set" if "replica_set" in case["given"]["operation"] else "deployment"]


def complete(kind, obj):
    return {"apiVersion": "apps/v1", "kind": kind, **obj}


def told(errors):
    return [(error.type, error.field, str(error)) for error in errors]


def expected(case):
    return [(error["type"], error["field"], error["message"]) for error in case["expect"]["errors"]]


@pytest.mark.parametrize(
    "case", cases("apps_validation_test", operations=("validate_deployment", "validate_replica_set"))
)
def test_it_judges_a_new_object(case):
    found = validation.validate_create(complete(kind_of(case), case["given"]["object"]))
    assert told(found) == expected(case)


UPDATES = ("validate_deployment_update", "validate_replica_set_update")


@pytest.mark.parametrize("case", cases("apps_validation_test", operations=UPDATES))
def test_it_judges_an_update(case):
    new, old = (complete(kind_of(case), case["given"][name]) for name in ("new", "old"))
    assert told(validation.validate_update(new, old)) == expected(case)


STATUSES = ("validate_deployment_status", "validate_replica_set_status")


@pytest.mark.parametrize("case", cases("apps_validation_test", operations=STATUSES))
def test_it_judges_a_status(case):
    kind = kind_of(case)
    judge = apps.validate_deployment_status if kind == "Deployment" else apps.validate_replica_set_status
    assert told(judge(case["given"]["status"])) == expected(case)


@pytest.mark.parametrize("case", cases("apps_validation_test", operations=("validate_deployment_status_update",)))
def test_it_judges_the_count_of_collisions(case):
    metadata = {"name": "abc", "namespace": "default", "resourceVersion": "1"}
    new, old = (
        complete("Deployment", {"metadata": metadata, "status": {"collisionCount": case["given"][name]}})
        for name in ("new_collision_count", "old_collision_count")
    )
    assert told(validation.validate_status_update(new, old)) == expected(case)


@pytest.mark.parametrize("case", cases("apps_validation_test", operations=("validate_replica_set_status_update",)))
def test_it_judges_a_status_update_of_a_replica_set(case):
    given, version = case["given"], {} if case["expect"]["errors"] else {"resourceVersion": "1"}
    new, old = (
        complete(
            "ReplicaSet",
            {
                "metadata": {"name": given[f"{which}_name"], "namespace": "default", **version},
                "status": given[f"{which}_status"],
            },
        )
        for which in ("new", "old")
    )
    assert told(validation.validate_status_update(new, old)) == expected(case)
