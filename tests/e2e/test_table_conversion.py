"""`[sig-api-machinery] Servers with support for Table transformation` (`test/e2e/apimachinery/table_conversion.go`)."""

import pytest

from tests.e2e.asking import Refused
from tests.e2e.manifests import AGNHOST, pod
from tests.e2e.test_chunking import templates

TABLE = "application/json;as=Table;v=v1beta1;g=meta.k8s.io"


def table(space, *path, **query):
    found = space.cluster.ask("GET", space.path(*path, **query), accept=TABLE)
    assert (found["kind"], found["apiVersion"]) == ("Table", "meta.k8s.io/v1beta1")
    assert found["columnDefinitions"][0]["name"] == "Name"
    assert {len(row["cells"]) for row in found["rows"]} == {len(found["columnDefinitions"])}
    return found


def test_should_return_pod_details(space):
    env = [{"name": "SERVE_PORT_8080", "value": "foo"}]
    ports = [{"containerPort": 8080}]
    space.create("pods", pod("pod-1", image=AGNHOST, args=["porter"], env=env, ports=ports))
    found = table(space, "pods", "pod-1")
    assert len(found["columnDefinitions"]) > 2
    assert [row["cells"][0] for row in found["rows"]] == ["pod-1"]


def test_should_return_chunks_of_table_results_for_list_calls(space):
    templates(space, 20)
    first = table(space, "podtemplates", limit=2)
    assert [row["cells"][0] for row in first["rows"]] == ["template-0000", "template-0001"]
    assert first["metadata"]["resourceVersion"]
    rest = table(space, "podtemplates", **{"continue": first["metadata"]["continue"]})
    assert rest["rows"][0]["cells"][0] == "template-0002"


def test_should_return_generic_metadata_details_across_all_namespaces_for_nodes(space):
    found = table(space.cluster.space(""), "nodes")
    assert len(found["columnDefinitions"]) >= 2
    assert found["rows"]
    assert found["metadata"]["resourceVersion"]


def test_should_return_a_406_for_a_backend_which_does_not_implement_metadata(cluster):
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview"}
    review["spec"] = {"nonResourceAttributes": {"path": "/", "verb": "get"}}
    with pytest.raises(Refused) as refused:
        cluster.ask(
            "POST",
            "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            review,
            accept="application/json;as=Table;v=v1;g=meta.k8s.io",
            content_type="application/vnd.kubernetes.protobuf",
        )
    assert (refused.value.code, refused.value.status["reason"]) == (406, "NotAcceptable")
