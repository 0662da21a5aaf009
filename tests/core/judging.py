"""What the tests of validation share: objects with their defaults, and errors as texts."""

from cluster.core import defaults


def texts(errors):
    """The errors as Kubernetes writes them."""
    return [str(error) for error in errors]


def pod(container=None, **spec):
    """A pod of one container `c` with its defaults; `container` adds to the container, the rest to the spec."""
    metadata = {"name": "web", "namespace": "default", "resourceVersion": "1"}
    containers = [{"name": "c", "image": "nginx:1", **(container or {})}]
    return defaults.apply(
        {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": containers, **spec}}
    )


def service(name="web", **spec):
    """A Service with its defaults."""
    metadata = {"name": name, "namespace": "default", "resourceVersion": "1"}
    return defaults.apply({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
