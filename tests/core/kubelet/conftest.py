"""Nobody but kubelets acts in these tests: no scheduler, no node controller, no collector of events."""

import pytest

from cluster.core import engine
from cluster.core.controllers import kubelet


@pytest.fixture(autouse=True)
def only_kubelets(monkeypatch):
    alone = (kubelet.CONTROLLER,)
    monkeypatch.setattr(engine, "CONTROLLERS", alone)
    monkeypatch.setattr(engine, "TRIGGERS", engine._triggers(alone))
