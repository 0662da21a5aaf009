"""Each filter keeps pods from nodes exactly when Kubernetes would."""

import pytest

from tests.core.scheduler.scheduling_world import ask, cluster, fits_on, node, pod

SSD = {"key": "disk", "operator": "In", "values": ["ssd"]}
LARGE = {"key": "size", "operator": "Gt", "values": ["5"]}
TAINT = {"key": "dedicated", "value": "db", "effect": "NoSchedule"}
CORDON_TOLERATED = {"key": "node.kubernetes.io/unschedulable", "operator": "Exists", "effect": "NoSchedule"}


def affinity(*terms):
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": list(terms)}}
    return {"nodeAffinity": required}


def expression(operator, *values, key="disk"):
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


def named(operator, *values):
    return {"matchFields": [{"key": "metadata.name", "operator": operator, "values": list(values)}]}


def detail(state, obj):
    return {row.node: row.rejection.detail for row in ask(state, obj).nodes if row.rejection}


def test_it_keeps_pods_from_a_cordoned_node():
    state = cluster(node("a", cordoned="yes"), node("b"))
    assert fits_on(state, pod("p")) == {"b"}
    assert detail(state, pod("p")) == {"a": "a is cordoned"}


def test_it_lets_a_pod_on_a_cordoned_node_that_tolerates_it():
    assert fits_on(cluster(node("a", cordoned="yes")), pod("p", tolerations=[CORDON_TOLERATED])) == {"a"}


@pytest.mark.parametrize(
    ("taint", "toleration", "fits"),
    [
        (TAINT, None, False),
        (TAINT, {"key": "dedicated", "operator": "Equal", "value": "db", "effect": "NoSchedule"}, True),
        (TAINT, {"key": "dedicated", "value": "db"}, True),
        (TAINT, {"key": "dedicated", "value": "web"}, False),
        (TAINT, {"key": "other", "operator": "Exists"}, False),
        (TAINT, {"operator": "Exists"}, True),
        (TAINT, {"operator": "Exists", "effect": "NoExecute"}, False),
        ({**TAINT, "effect": "NoExecute"}, None, False),
        ({**TAINT, "effect": "NoExecute"}, {"operator": "Exists", "tolerationSeconds": 5}, True),
        ({**TAINT, "effect": "PreferNoSchedule"}, None, True),
    ],
    ids=[
        "untolerated", "equal", "equal-by-default-any-effect", "other-value", "other-key", "everything", "other-effect",
        "no-execute", "no-execute-tolerated-for-a-while", "only-preferred",
    ],
)  # fmt: skip
def test_it_honours_taints(taint, toleration, fits):
    tolerations = [toleration] if toleration else []
    assert bool(fits_on(cluster(node("a", taints=[taint])), pod("p", tolerations=tolerations))) is fits


@pytest.mark.parametrize(
    ("spec", "nodes"),
    [
        ({"nodeSelector": {"disk": "ssd"}}, "a"),
        ({"nodeSelector": {"disk": "ssd", "size": "9"}}, ""),
        ({"affinity": affinity(expression("In", "ssd", "hdd"))}, "ab"),
        ({"affinity": affinity(expression("NotIn", "ssd"))}, "bc"),
        ({"affinity": affinity(expression("Exists"))}, "ab"),
        ({"affinity": affinity(expression("DoesNotExist"))}, "c"),
        ({"affinity": affinity(expression("Gt", "5", key="size"))}, "b"),
        ({"affinity": affinity(expression("Lt", "5", key="size"))}, "a"),
        ({"affinity": affinity(expression("Gt", "x", key="size"))}, ""),
        ({"affinity": affinity(expression("Gt", "0"))}, ""),
        ({"affinity": affinity(expression("In", "ssd"), expression("In", "hdd"))}, "ab"),
        ({"affinity": affinity({"matchExpressions": [SSD, LARGE]})}, ""),
        ({"affinity": affinity({})}, ""),
        ({"affinity": affinity(named("In", "b"))}, "b"),
        ({"affinity": affinity(named("NotIn", "b"))}, "ac"),
        ({"affinity": affinity(named("In", "b"), expression("In", "ssd"))}, "ab"),
        ({"affinity": affinity(expression("Exists")), "nodeSelector": {"disk": "hdd"}}, "b"),
    ],
    ids=[
        "selector", "selector-wants-all", "in", "not-in-with-missing", "exists", "does-not-exist", "greater", "less",
        "bound-no-number", "label-no-number", "terms-are-or", "expressions-are-and", "empty-term", "field-name",
        "field-not-name", "field-or-expression", "selector-and-affinity",
    ],
)  # fmt: skip
def test_it_wants_the_labels_that_the_pod_asks_for(spec, nodes):
    state = cluster(node("a", {"disk": "ssd", "size": "4"}), node("b", {"disk": "hdd", "size": "6"}), node("c"))
    assert fits_on(state, pod("p", **spec)) == set(nodes)


def with_port(port, address="", protocol=""):
    wanted = {"containerPort": 80, "hostPort": port, "hostIP": address, "protocol": protocol}
    return {"containers": [{"name": "c", "image": "nginx", "ports": [wanted]}]}


@pytest.mark.parametrize(
    ("taken", "wanted", "fits"),
    [
        ((80,), (80,), False),
        ((80,), (81,), True),
        ((80, "", "UDP"), (80, "", "TCP"), True),
        ((80, "10.0.0.1"), (80, "10.0.0.2"), True),
        ((80, "10.0.0.1"), (80, "0.0.0.0"), False),
        ((80, "0.0.0.0"), (80, "10.0.0.2"), False),
        ((80, "10.0.0.1"), (80, "10.0.0.1"), False),
    ],
    ids=["same", "other-port", "other-protocol", "other-address", "all-addresses", "all-taken", "same-address"],
)
def test_it_gives_each_host_port_once(taken, wanted, fits):
    state = cluster(node("a"), pod("there", on="a", **with_port(*taken)))
    assert bool(fits_on(state, pod("p", **with_port(*wanted)))) is fits


def test_it_gives_a_host_port_again_when_its_pod_has_finished():
    state = cluster(node("a"), pod("there", on="a", phase="Succeeded", **with_port(80)))
    assert fits_on(state, pod("p", **with_port(80))) == {"a"}
