"""A cluster in which applications really run: what a person creates, and what the controllers make of it."""

from cluster.core import admission, bootstrap, engine, times
from cluster.core.moves import Put

START = times.to_ms("2026-01-01T00:00:00Z")


def lived_in(*objects, seconds=30):
    """A new cluster with these objects, some time later."""
    state, _ = bootstrap.new_state("test", START, 3)
    return later(create(state, *objects), seconds)


def create(state, *objects):
    for obj in objects:
        state, _ = engine.commit(state, [Put(admission.create(state, obj), "a test wants it")], "you")
    return state


def later(state, seconds):
    return engine.run(state, state.now + round(seconds * 1000))[0]


def pod(name, image, *command, **container):
    """A pod of one container `c` with the label `app`."""
    words = {"command": list(command)} if command else {}
    spec = {"containers": [{"name": "c", "image": image, **words, **container}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}}, "spec": spec}


def deployment(name, image, replicas=1, cpu="200m"):
    """A Deployment whose containers request some CPU."""
    container = {"name": "c", "image": image, "resources": {"requests": {"cpu": cpu}}}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def service(name, port=80, **spec):
    """A Service for the pods with the label `app`."""
    whole = {"selector": {"app": name}, "ports": [{"port": port}], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": whole}


def of_app(state, name):
    """The pods with the label `app`, by name."""
    return sorted(state.labelled("Pod", "default", {"app": name}), key=lambda pod: pod["metadata"]["name"])
