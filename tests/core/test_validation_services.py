"""Services: types, ports, addresses, policies."""

import pytest

from cluster.core import defaults, validation

PORT = {"port": 80}
SERVICES = {
    "no ports": ({"ports": []}, ["spec.ports: Required value"]),
    "headless without ports": ({"ports": [], "clusterIP": "None"}, []),
    "port 0": (
        {"ports": [{"port": 0, "targetPort": 1}]},
        ["spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    ),
    "two without names": (
        {"ports": [{"port": 80}, {"port": 81}]},
        ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"],
    ),
    "the same port twice": (
        {"ports": [{"name": "a", "port": 80}, {"name": "b", "port": 80}]},
        [
            'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,'
            '"NodePort":0}'
        ],
    ),
    "protocol": (
        {"ports": [{"port": 80, "protocol": "HTTP"}]},
        ['spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ),
    "target port name": (
        {"ports": [{"port": 80, "targetPort": "1"}]},
        ['spec.ports[0].targetPort: Invalid value: "1": must contain at least one letter (a-z)'],
    ),
    "type": (
        {"type": "Cluster", "ports": [PORT]},
        [
            'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", '
            '"NodePort"'
        ],
    ),
    "external name missing": ({"type": "ExternalName"}, ["spec.externalName: Required value"]),
    "node port of a cluster IP": (
        {"ports": [{"port": 80, "nodePort": 30000}]},
        ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ),
    "headless node port": (
        {"type": "NodePort", "ports": [PORT], "clusterIP": "None"},
        ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
    ),
    "address": (
        {"ports": [PORT], "clusterIP": "1.2.3"},
        ['spec.clusterIPs[0]: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ),
    "addresses that differ": (
        {"ports": [PORT], "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.2"]},
        ['spec.clusterIPs: Invalid value: ["10.0.0.2"]: first value must match `clusterIP`'],
    ),
    "affinity": (
        {"ports": [PORT], "sessionAffinity": "Cookie"},
        ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ),
    "outside policy": (
        {"ports": [PORT], "externalTrafficPolicy": "Local"},
        ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ),
}


def service(name="web", **spec):
    metadata = {"name": name, "namespace": "default", "resourceVersion": "1"}
    return defaults.apply({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})


def texts(errors):
    return [str(error) for error in errors]


@pytest.mark.parametrize(("spec", "expected"), SERVICES.values(), ids=SERVICES)
def test_it_judges_services(spec, expected):
    assert texts(validation.validate_create(service(**spec))) == expected


def test_it_asks_for_a_service_name_that_starts_with_a_letter():
    (error,) = validation.validate_create(service("1web", ports=[PORT]))
    assert str(error).startswith('metadata.name: Invalid value: "1web": a DNS-1035 label must consist of')


def test_it_keeps_the_address_of_a_service():
    old, new = (service(ports=[PORT], clusterIP=address) for address in ("10.0.0.1", "10.0.0.2"))
    assert texts(validation.validate_update(new, old)) == [
        'spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set'
    ]
    assert texts(validation.validate_update(service(ports=[PORT]), old)) == [
        "spec.clusterIPs[0]: Invalid value: []: primary clusterIP can not be unset"
    ]


def test_it_lets_an_external_name_get_an_address():
    old = service(type="ExternalName", externalName="a.b")
    assert validation.validate_update(service(ports=[PORT], clusterIP="10.0.0.1"), old) == []
