"""Strategic merge patches applied: every directive, the order of merged lists, and what makes no sense."""

import copy
from typing import Any

import pytest

from cluster.core.errors import BadRequest, Unprocessable
from cluster.core.patch import MalformedPatch, strategic_merge_patch

Items = list[dict[str, Any]]
LIVE: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"app": "web", "tier": "front"}, "finalizers": ["a", "b"]},
    "spec": {
        "replicas": 2,
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}},
        "template": {
            "spec": {
                "containers": [
                    {"name": "web", "image": "nginx:1", "command": ["sh", "-c"], "env": [{"name": "A", "value": "1"}]},
                    {"name": "sidecar", "image": "busybox:1"},
                ],
                "volumes": [{"name": "data", "emptyDir": {}}],
                "tolerations": [{"key": "a"}],
            }
        },
    },
}


def patched(patch: Any, obj: dict[str, Any] = LIVE) -> dict[str, Any]:
    before = copy.deepcopy(obj)
    result = strategic_merge_patch(obj, patch, "apps/v1", "Deployment")
    assert obj == before
    return result


def of_pods(**fields: Any) -> dict[str, Any]:
    return {
        "spec": {"template": {"spec": {name.replace("order_", "$setElementOrder/"): fields[name] for name in fields}}}
    }


def images(obj: dict[str, Any]) -> dict[str, str | None]:
    return {item["name"]: item.get("image") for item in obj["spec"]["template"]["spec"]["containers"]}


CONTAINERS = {
    "an item is merged by its name": (
        [{"name": "web", "image": "nginx:2"}],
        {"web": "nginx:2", "sidecar": "busybox:1"},
    ),
    "a new item comes before what it does not know": (
        [{"name": "extra", "image": "busybox"}],
        {"extra": "busybox", "web": "nginx:1", "sidecar": "busybox:1"},
    ),
    "an item is deleted": ([{"name": "web", "$patch": "delete"}], {"sidecar": "busybox:1"}),
    "deleting what is missing does nothing": (
        [{"name": "no", "$patch": "delete"}],
        {"web": "nginx:1", "sidecar": "busybox:1"},
    ),
    "a list is replaced": ([{"$patch": "replace"}, {"name": "web", "image": "x"}], {"web": "x"}),
    "the order of the patch wins": (
        [{"name": "sidecar"}, {"name": "web"}],
        {"sidecar": "busybox:1", "web": "nginx:1"},
    ),
    "a member is removed": ([{"name": "web", "image": None}], {"web": None, "sidecar": "busybox:1"}),
}
ORDERS: dict[str, tuple[list[str], Items, list[str]]] = {
    "only the order": (["sidecar", "web"], [], ["sidecar", "web"]),
    "a new item at its place": (["web", "new"], [{"name": "new"}], ["web", "new", "sidecar"]),
    "a new item first": (["new", "web"], [{"name": "new"}], ["new", "web", "sidecar"]),
    "a deleted item leaves its place": (
        ["new", "sidecar"],
        [{"name": "new"}, {"name": "web", "$patch": "delete"}],
        ["new", "sidecar"],
    ),
}
MAPS = {
    "a map is merged": ({"metadata": {"labels": {"x": "y"}}}, {"app": "web", "tier": "front", "x": "y"}),
    "null removes": ({"metadata": {"labels": {"tier": None}}}, {"app": "web"}),
    "a map is replaced": ({"metadata": {"labels": {"$patch": "replace", "x": "y"}}}, {"x": "y"}),
    "a map is emptied": ({"metadata": {"labels": {"$patch": "delete"}}}, {}),
}
SPECS = {
    "strategy keeps its keys": (
        {"strategy": {"type": "Recreate"}},
        {"type": "Recreate", "rollingUpdate": {"maxSurge": 1}},
    ),
    "strategy retains only what is named": (
        {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}},
        {"type": "Recreate"},
    ),
}
FINALIZERS = {
    "primitives are united": ({"finalizers": ["c", "a"]}, ["c", "a", "b"]),
    "primitives are deleted": ({"$deleteFromPrimitiveList/finalizers": ["a"]}, ["b"]),
    "primitives are put in order": ({"$setElementOrder/finalizers": ["b", "a"]}, ["b", "a"]),
}
SENSELESS = {
    "no merge key": (
        of_pods(containers=[{"image": "x"}]),
        MalformedPatch,
        "map: map[image:x] does not contain declared merge key: name",
    ),
    "no merge key to delete by": (
        of_pods(containers=[{"$patch": "delete"}]),
        MalformedPatch,
        "map: map[$patch:delete] does not contain declared merge key: name",
    ),
    "unknown directive": (
        {"spec": {"$patch": "remove"}},
        MalformedPatch,
        "unknown patch type: remove in map: map[$patch:remove]",
    ),
    "merge of an item": (
        of_pods(containers=[{"name": "web", "$patch": "merge"}]),
        MalformedPatch,
        "merging lists cannot yet be specified in the patch",
    ),
    "items of several types": (
        of_pods(containers=["web"]),
        MalformedPatch,
        "list element types are not identical:",
    ),
    "a key that is not retained": (
        {"spec": {"strategy": {"$retainKeys": ["type"], "rollingUpdate": {}}}},
        BadRequest,
        "invalid patch format of retainKeys",
    ),
    "an order without a field": (
        {"spec": {"$setElementOrder": []}},
        BadRequest,
        "invalid patch format of setElementOrder list",
    ),
    "a deletion without a field": (
        {"metadata": {"$deleteFromPrimitiveList": ["a"]}},
        BadRequest,
        "invalid patch format of primitive list",
    ),
    "items out of the order": (
        of_pods(containers=[{"name": "b"}, {"name": "a"}], order_containers=[{"name": "a"}, {"name": "b"}]),
        MalformedPatch,
        "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n"
        "[map[name:a] map[name:b]]\n",
    ),
    "lists in a list": ({"metadata": {"finalizers": [["a"]]}}, MalformedPatch, "list element types are not identical:"),
    "no map": ([1], BadRequest, "json: cannot unmarshal array into Go value of type map[string]interface {}"),
}


@pytest.mark.parametrize(("items", "wanted"), CONTAINERS.values(), ids=CONTAINERS)
def test_it_merges_lists_of_maps(items: Items, wanted: dict[str, str | None]) -> None:
    found = images(patched(of_pods(containers=items)))
    assert found == wanted
    assert list(found) == list(wanted)


@pytest.mark.parametrize(("order", "items", "wanted"), ORDERS.values(), ids=ORDERS)
def test_it_puts_items_in_order(order: list[str], items: Items, wanted: list[str]) -> None:
    patch = of_pods(order_containers=[{"name": name} for name in order], **({"containers": items} if items else {}))
    assert list(images(patched(patch))) == wanted


@pytest.mark.parametrize(("patch", "wanted"), MAPS.values(), ids=MAPS)
def test_it_merges_maps(patch: dict[str, Any], wanted: dict[str, str]) -> None:
    assert patched(patch)["metadata"]["labels"] == wanted


@pytest.mark.parametrize(("spec", "wanted"), SPECS.values(), ids=SPECS)
def test_it_retains_keys(spec: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert patched({"spec": spec})["spec"]["strategy"] == wanted


@pytest.mark.parametrize(("metadata", "wanted"), FINALIZERS.values(), ids=FINALIZERS)
def test_it_merges_lists_of_primitives(metadata: dict[str, Any], wanted: list[str]) -> None:
    assert patched({"metadata": metadata})["metadata"]["finalizers"] == wanted


@pytest.mark.parametrize(("patch", "error", "message"), SENSELESS.values(), ids=SENSELESS)
def test_it_says_what_makes_no_sense(patch: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as refused:
        patched(patch)
    assert str(refused.value).startswith(message)


def test_it_refuses_lists_of_lists_without_a_cause() -> None:
    with pytest.raises(Unprocessable):
        patched({"metadata": {"finalizers": [["a"]]}}, {**LIVE, "metadata": {"finalizers": [["b"]]}})


def test_it_replaces_lists_without_a_merge_key() -> None:
    spec = patched(of_pods(tolerations=[{"key": "b"}]))["spec"]["template"]["spec"]
    assert spec["tolerations"] == [{"key": "b"}]


def test_a_volume_of_another_kind_takes_the_place_of_the_first() -> None:
    volume = {"name": "data", "hostPath": {"path": "/"}, "$retainKeys": ["name", "hostPath"]}
    spec = patched(of_pods(volumes=[volume]))["spec"]["template"]["spec"]
    assert spec["volumes"] == [{"name": "data", "hostPath": {"path": "/"}}]


def test_directives_for_what_is_missing_leave_nothing_behind() -> None:
    assert "strategy" not in patched({"spec": {"strategy": {"$patch": "delete"}}}, {**LIVE, "spec": {}})["spec"]


def test_an_answer_about_a_senseless_patch_has_no_reason() -> None:
    with pytest.raises(MalformedPatch) as refused:
        patched({"spec": {"$patch": "remove"}})
    assert "reason" not in refused.value.status()
    assert refused.value.status()["code"] == 400


def test_the_selector_of_a_disruption_budget_is_replaced() -> None:
    budget = {"spec": {"selector": {"matchLabels": {"app": "web"}}}}
    patch = {"spec": {"selector": {"matchLabels": {"tier": "back"}}}}
    assert strategic_merge_patch(budget, patch, "policy/v1", "PodDisruptionBudget") == patch
