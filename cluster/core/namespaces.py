"""What every namespace is and comes with: the Namespace itself, its ServiceAccount, its certificate bundle."""

from base64 import b64encode

from cluster.core.errors import Forbidden, NotFound
from cluster.core.kinds import KINDS, Object
from cluster.core.state import State

SYSTEM_NAMESPACES = ("default", "kube-system", "kube-public", "kube-node-lease")
SERVICE_ACCOUNT = "default"
ROOT_CA = "kube-root-ca.crt"
DESCRIPTION = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes "
    "clusters."
)
# Nothing in the simulation checks a certificate; whoever decodes this one reads why.
CERTIFICATE = "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n".format(
    b64encode(b"A simulated cluster has no secret.").decode()
)


def new_namespace(name: str) -> Object:
    """An active Namespace as the API server stores it (`pkg/registry/core/namespace/strategy.go`, PrepareForCreate)."""
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name, "labels": {"kubernetes.io/metadata.name": name}},
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }


def default_service_account(namespace: str) -> Object:
    """The ServiceAccount that pods get by default (`pkg/controller/serviceaccount/serviceaccounts_controller.go`)."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": SERVICE_ACCOUNT, "namespace": namespace},
    }


def root_ca(namespace: str) -> Object:
    """The ConfigMap with the cluster's CA bundle (`pkg/controller/certificates/rootcacertpublisher/publisher.go`)."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": ROOT_CA,
            "namespace": namespace,
            "annotations": {"kubernetes.io/description": DESCRIPTION},
        },
        "data": {"ca.crt": CERTIFICATE},
    }


def is_active(namespace: Object) -> bool:
    """Whether things may still be made in the namespace: it is not being deleted."""
    active = (namespace.get("status") or {}).get("phase") == "Active"
    return active and not namespace["metadata"].get("deletionTimestamp")


def judge_creation(state: State, obj: Object) -> None:
    """Whether something may be created in the namespace of `obj`. Raises NotFound or Forbidden.

    Upstream: `apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go`.
    """
    kind, metadata = KINDS[obj["kind"]], obj["metadata"]
    name = metadata.get("namespace", "")
    namespace = state.get("Namespace", "", name)
    if namespace is None:
        raise NotFound("", "namespaces", name)
    if namespace["metadata"].get("deletionTimestamp"):
        why = f"unable to create new content in namespace {name} because it is being terminated"
        refused = Forbidden(kind.group, kind.plural, metadata.get("name") or metadata.get("generateName", ""), why)
        message = f"namespace {name} is being terminated"
        cause = {"reason": "NamespaceTerminating", "message": message, "field": "metadata.namespace"}
        refused.details = {**(refused.details or {}), "causes": [cause]}
        raise refused
