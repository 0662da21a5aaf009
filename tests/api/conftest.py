"""A client that asks a cluster's API, and time that passes for it."""

import pytest

from cluster import store
from tests.api.asking import Api


@pytest.fixture
def passes(wall, cluster):
    """Let real time pass, with a worker that looks after the cluster."""

    def pass_by(seconds):
        for _ in range(round(seconds)):
            wall.passes(1)
            store.advance(cluster.id)

    return pass_by


@pytest.fixture
def api(cluster):
    return Api(cluster.id)
