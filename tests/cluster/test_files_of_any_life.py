"""Whatever people do to a cluster, its file can be read again, and every moment of it can be looked back on."""

import random

import pytest

from cluster import store
from cluster.core.acts import objects
from cluster.core.acts.catalogue import OFFERS, offers_for
from cluster.core.errors import ApiError
from cluster.core.manifests import read
from cluster.models import Change
from cluster.store import past

pytestmark = pytest.mark.django_db

MANIFESTS = """
{apiVersion: v1, kind: Namespace, metadata: {name: team}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: team}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "nginx:1.27", resources: {requests: {cpu: 100m}}}]
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: team},
 spec: {selector: {app: web}, ports: [{port: 80}]}}
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: team},
 spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 5}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: most, namespace: team}, spec: {hard: {pods: "6"}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: alone, namespace: team, finalizers: [example.org/hold]},
 spec: {restartPolicy: Never, containers: [{name: job, image: "crash:1"}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: outside, namespace: team},
 spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}}
"""
FIELDS = {"image": "nginx:1.28", "replicas": "5", "container": "web", "revision": "1"}


def tried(cluster, offer, key):
    try:
        store.act(cluster.id, lambda state: offer.perform(state, key, FIELDS), actor="you (offer)")
    except ApiError:
        return


def lived_at_random(cluster, dice):
    """A cluster on which somebody pushed all kinds of buttons."""
    store.pause(cluster.id)
    for manifest in read(MANIFESTS):
        store.act(cluster.id, lambda state, manifest=manifest: objects.apply(state, manifest).moves)
        store.skip_to_next(cluster.id)
    for _ in range(40):
        for _ in range(dice.randrange(12)):
            store.skip_to_next(cluster.id)
        state = store.load(cluster.id)
        key = dice.choice(sorted(key for key in state.objects if key[1] in {"team", ""} and key[0] != "Event"))
        tried(cluster, dice.choice(offers_for(key[0])), key)
        if dice.random() < 0.1:
            tried(cluster, OFFERS["add-node"], ("Node", "", f"extra-{dice.randrange(99)}"))
        if dice.random() < 0.1:
            store.fork_at(cluster.id, dice.randrange(20, state.revision + 1))


@pytest.mark.parametrize("seed", range(6))
def test_it_can_be_read_again_and_looked_back_on(cluster, seed, caplog):
    lived_at_random(cluster, random.Random(seed))
    data = store.export_file(cluster.id)
    again = store.import_file(data)
    assert store.export_file(again.id) == data
    past.clear()
    entries = Change.objects.filter(cluster=cluster).order_by("-revision").values_list("revision", "step")
    for revision in [revision for revision, _ in entries][::40]:
        store.state_at(cluster.id, revision)
    assert not [record for record in caplog.records if record.name.startswith("cluster.store")]
