"""Services: types, ports, addresses, policies."""

import pytest
from judging import service, texts

from cluster.core import names, validation

(SUBDOMAIN,) = names.is_dns1123_subdomain("A")
(KEY,) = names.is_qualified_name("a/b/c")
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


CLIENT = "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'"
SERVICES |= {
    "stuck for too long": (
        {
            "ports": [PORT],
            "sessionAffinity": "ClientIP",
            "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 86401}},
        },
        [f"{CLIENT}: Invalid value: 86401: must be greater than 0 and less than 86400"],
    ),
    "config without affinity": (
        {"ports": [PORT], "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 1}}},
        ["spec.sessionAffinityConfig: Forbidden: must not be set when session affinity is None"],
    ),
    "selector": ({"ports": [PORT], "selector": {"a/b/c": "d"}}, [f'spec.selector: Invalid value: "a/b/c": {KEY}']),
    "family": (
        {"ports": [PORT], "ipFamilies": ["IPv5"]},
        ['spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"'],
    ),
    "family policy": (
        {"ports": [PORT], "ipFamilyPolicy": "Both"},
        [
            'spec.ipFamilyPolicy: Unsupported value: "Both": '
            'supported values: "PreferDualStack", "RequireDualStack", "SingleStack"'
        ],
    ),
    "address of the other family": (
        {"ports": [PORT], "clusterIP": "::1", "ipFamilies": ["IPv4"]},
        ['spec.clusterIPs[0]: Invalid value: "::1": expected an IPv4 value as indicated by `ipFamilies[0]`'],
    ),
    "two addresses of one family": (
        {"ports": [PORT], "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "10.0.0.2"]},
        ['spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2"]: may specify no more than one IP for each IP family'],
    ),
    "outside address": (
        {"ports": [PORT], "externalIPs": ["0.0.0.0"]},
        ['spec.externalIPs[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)'],
    ),
    "node port twice": (
        {
            "type": "NodePort",
            "ports": [{"name": "a", "port": 1, "nodePort": 30000}, {"name": "b", "port": 2, "nodePort": 30000}],
        },
        ["spec.ports[1].nodePort: Duplicate value: 30000"],
    ),
    "class without balancer": (
        {"ports": [PORT], "loadBalancerClass": "a/b"},
        [f"spec.loadBalancerClass: Forbidden: {ONLY_BALANCED}"],
    ),
    "ranges without balancer": (
        {"ports": [PORT], "loadBalancerSourceRanges": ["10.0.0.0/8"]},
        [f"spec.LoadBalancerSourceRanges: Forbidden: {ONLY_BALANCED}"],
    ),
    "outside policy of a balancer": (
        {"type": "LoadBalancer", "ports": [PORT], "externalTrafficPolicy": "Near"},
        ['spec.externalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"'],
    ),
    "inside policy": (
        {"ports": [PORT], "internalTrafficPolicy": "Near"},
        ['spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"'],
    ),
    "external name with an address": (
        {"type": "ExternalName", "externalName": "A", "clusterIPs": ["10.0.0.1"]},
        [
            "spec.clusterIPs: Forbidden: may not be set for ExternalName services",
            f'spec.externalName: Invalid value: "A": {SUBDOMAIN}',
        ],
    ),
}


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
