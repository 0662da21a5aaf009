"""Anything at all, as the served OpenAPI allows it and as it forbids it: nothing that is sent is the server's fault."""

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from cluster.api import resources
from tests.api.asking import Api

VERSIONS = [f"apis/{group}/{version}" if group else f"api/{version}" for group, version in resources.SERVED]


def send(api, case):
    """What the case comes to when `requests` puts it on the wire; a watch is asked for as a list."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://a.sandbox")).prepare()
    body = sent.body or b""
    headers = {name.lower(): value for name, value in sent.headers.items()}
    target = sent.path_url.replace("/watch/", "/").replace("watch=", "watched=")
    return api.ask(sent.method, target, body if isinstance(body, bytes) else body.encode(), **headers)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_never_the_servers_fault(cluster, version, mode):
    """As many requests as there are operations, the same in every run; longer runs look further."""
    api = Api(cluster.id)
    found = schemathesis.openapi.from_dict(api.get(f"/openapi/v3/{version}").body)
    number = len(list(found.get_all_operations()))

    @settings(
        max_examples=number, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(found.as_strategy(generation_mode=mode))
    def asked(case):
        got = send(api, case)
        assert got.code < 500 or got.code == 504, (case.as_curl_command(), got.body)

    asked()
