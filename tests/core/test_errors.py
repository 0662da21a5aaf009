"""Errors as `Status` bodies of the API server."""

import pytest

from cluster.core import errors
from cluster.core.field_errors import FieldError, aggregate, duplicate, invalid, not_supported, required, too_many
from cluster.core.go_text import Raw

NEGATIVE = "must be greater than or equal to 0"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (invalid("spec.replicas", -1, NEGATIVE), f"spec.replicas: Invalid value: -1: {NEGATIVE}"),
        (invalid("a", 'x"y', "no"), 'a: Invalid value: "x\\"y": no'),
        (invalid("a", None, "no"), "a: Invalid value: null: no"),
        (invalid("a", True, "no"), "a: Invalid value: true: no"),
        (invalid("a", {"b": 1, "a": ["<"]}, "no"), 'a: Invalid value: {"a":["\\u003c"],"b":1}: no'),
        (invalid("a", Raw('{"Type":""}'), "no"), 'a: Invalid value: {"Type":""}: no'),
        (required("a"), "a: Required value"),
        (required("a", "why"), "a: Required value: why"),
        (duplicate("a", "c"), 'a: Duplicate value: "c"'),
        (not_supported("a", "x", ("B", "A")), 'a: Unsupported value: "x": supported values: "B", "A"'),
        (too_many("a", 5, 3), "a: Too many: 5: must have at most 3 items"),
    ],
)
def test_it_writes_field_errors_like_kubernetes(error, text):
    assert str(error) == text


def test_it_puts_several_errors_into_brackets_and_each_text_once():
    errors = [required("a"), required("b"), required("a")]
    assert aggregate(errors) == "[a: Required value, b: Required value]"


def test_it_makes_the_status_of_an_invalid_object():
    error = errors.Invalid("Deployment", "apps", "web", [required("spec.selector")])
    assert error.status() == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": 'Deployment.apps "web" is invalid: spec.selector: Required value',
        "reason": "Invalid",
        "details": {
            "name": "web",
            "group": "apps",
            "kind": "Deployment",
            "causes": [{"reason": "FieldValueRequired", "message": "Required value", "field": "spec.selector"}],
        },
        "code": 422,
    }


@pytest.mark.parametrize(
    ("error", "code", "reason", "message"),
    [
        (errors.NotFound("apps", "deployments", "nope"), 404, "NotFound", 'deployments.apps "nope" not found'),
        (errors.NotFound("", "pods", "a"), 404, "NotFound", 'pods "a" not found'),
        (errors.UnknownPath(), 404, "NotFound", "the server could not find the requested resource"),
        (errors.AlreadyExists("", "pods", "a"), 409, "AlreadyExists", 'pods "a" already exists'),
        (
            errors.Conflict("apps", "deployments", "web"),
            409,
            "Conflict",
            'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; '
            "please apply your changes to the latest version and try again",
        ),
        (errors.Forbidden("", "pods", "a", "quota"), 403, "Forbidden", 'pods "a" is forbidden: quota'),
        (errors.BadRequest("no"), 400, "BadRequest", "no"),
        (errors.Unauthorized(), 401, "Unauthorized", "Unauthorized"),
        (
            errors.MethodNotAllowed("", "pods", "create"),
            405,
            "MethodNotAllowed",
            'create is not supported on resources of kind "pods"',
        ),
        (errors.Gone("too old resource version: 1 (7)"), 410, "Expired", "too old resource version: 1 (7)"),
        (
            errors.RequestEntityTooLarge(10),
            413,
            "RequestEntityTooLarge",
            "Request entity too large: limit is 10",
        ),
    ],
)
def test_it_knows_its_answer(error, code, reason, message):
    status = error.status()
    assert (status["code"], status["reason"], status["message"]) == (code, reason, message)
    assert str(error) == message


def test_it_tells_when_to_come_again():
    assert errors.TooManyRequests("busy", 3).status()["details"] == {"retryAfterSeconds": 3}


def test_it_keeps_field_errors_comparable():
    assert required("a") == FieldError("FieldValueRequired", "a", "")
