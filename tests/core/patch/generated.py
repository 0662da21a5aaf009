"""Objects for laws: Deployments, Pods and Services as hypothesis makes them up."""

from typing import Any

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "c", "web"])
TEXT_MAPS = st.dictionaries(
    st.sampled_from(["app", "tier", "x/y"]), st.sampled_from(["1", "2"]), min_size=1, max_size=3
)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A map in which each of these fields may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


def named(key: str, keys: st.SearchStrategy[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A list of one to three items that differ in one field."""
    item = st.fixed_dictionaries({key: keys}, optional=fields)
    return st.lists(item, min_size=1, max_size=3, unique_by=lambda found: found[key])


PORTS = named("containerPort", st.sampled_from([80, 443, 8080]), name=NAMES, protocol=st.just("TCP"))
CONTAINERS = named(
    "name",
    NAMES,
    image=NAMES,
    command=st.lists(NAMES, min_size=1, max_size=2),
    env=named("name", NAMES, value=NAMES),
    ports=PORTS,
    resources=some(limits=st.dictionaries(st.sampled_from(["cpu", "memory"]), st.just("1"), min_size=1)),
)
VOLUMES = named("name", NAMES, emptyDir=st.just({"medium": "Memory"}), hostPath=st.just({"path": "/"}))
TOLERATIONS = st.lists(st.fixed_dictionaries({"key": NAMES}), min_size=1, max_size=2)
POD_SPEC = st.fixed_dictionaries(
    {"containers": CONTAINERS},
    optional={"volumes": VOLUMES, "nodeSelector": TEXT_MAPS, "tolerations": TOLERATIONS, "priority": st.integers(0, 2)},
)
FINALIZERS = st.lists(NAMES, min_size=1, unique=True).map(sorted)
"""Sorted, for upstream compares lists of primitives with their sorted originals and may keep an old order."""
METADATA = st.fixed_dictionaries(
    {"name": st.just("web"), "namespace": st.just("default")},
    optional={"labels": TEXT_MAPS, "annotations": TEXT_MAPS, "finalizers": FINALIZERS},
)
STRATEGY = st.one_of(
    st.just({"type": "Recreate"}),
    st.fixed_dictionaries({"type": st.just("RollingUpdate"), "rollingUpdate": some(maxSurge=st.integers(0, 2))}),
)


def made(api_version: str, kind: str, spec: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of a kind."""
    head = {"apiVersion": st.just(api_version), "kind": st.just(kind)}
    return st.fixed_dictionaries({**head, "metadata": METADATA, "spec": spec})


TEMPLATE = st.fixed_dictionaries({"spec": POD_SPEC}, optional={"metadata": some(labels=TEXT_MAPS)})
DEPLOYMENTS = made(
    "apps/v1",
    "Deployment",
    st.fixed_dictionaries(
        {"template": TEMPLATE}, optional={"replicas": st.integers(0, 3), "paused": st.booleans(), "strategy": STRATEGY}
    ),
)
PODS = made("v1", "Pod", POD_SPEC)
SERVICES = made(
    "v1",
    "Service",
    some(selector=TEXT_MAPS, ports=named("port", st.sampled_from([80, 443]), targetPort=st.sampled_from([80, "http"]))),
)
KINDS = {"Deployment": DEPLOYMENTS, "Pod": PODS, "Service": SERVICES}
PAIRS = st.one_of(*(st.tuples(made_of, made_of) for made_of in KINDS.values()))
TRIPLES = st.one_of(*(st.tuples(made_of, made_of, made_of) for made_of in KINDS.values()))


def kind_of(obj: dict[str, Any]) -> tuple[str, str]:
    """(apiVersion, kind), as the engines ask for it."""
    return obj["apiVersion"], obj["kind"]
