"""`kubectl create namespace`, `serviceaccount`. Upstream: `create_namespace.go`, `create_serviceaccount.go`."""

from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of


def _namespace(call: Call) -> None:
    name = name_of(call)
    obj = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "creationTimestamp": None}}
    make(call, {**obj, "spec": {}, "status": {}})


def _service_account(call: Call) -> None:
    name = name_of(call)
    obj = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(call, name)}
    make(call, obj, "failed to create serviceaccount:")


COMMANDS = (
    Command(
        name="namespace",
        names=("ns",),
        use="namespace NAME [--dry-run=server|client|none]",
        short="Create a namespace with the specified name",
        examples="""
            # A namespace
            kubectl create namespace staging
        """,
        run=_namespace,
        flags=FLAGS,
    ),
    Command(
        name="serviceaccount",
        names=("sa",),
        use="serviceaccount NAME [--dry-run=server|client|none]",
        short="Create a service account with the specified name",
        examples="""
            # An account for pods
            kubectl create serviceaccount robot
        """,
        run=_service_account,
        flags=FLAGS,
    ),
)
