"""`kubectl create token`. Upstream: `create_token.go`."""

from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import name_of
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import TEMPLATES

KINDS = ("Node", "Pod", "Secret")


def run(call: Call) -> None:
    """Print a token for a service account."""
    name = name_of(call)
    _judge(call)
    spec: Object = {"audiences": list(call["audience"])}
    spec |= {"expirationSeconds": int(call["duration"])} if call["duration"] else {}
    if call["bound-object-kind"]:
        bound = {"kind": call["bound-object-kind"], "apiVersion": "v1", "name": call["bound-object-name"]}
        spec["boundObjectRef"] = {**bound, "uid": call["bound-object-uid"]} if call["bound-object-uid"] else bound
    request = {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1", "metadata": {}, "spec": spec}
    path = f"/api/v1/namespaces/{call.namespace}/serviceaccounts/{name}/token"
    try:
        answer = call.client.ask("POST", path, body=request)
    except ApiRefused as refusal:
        raise KubectlError(f"failed to create token: {refusal}") from None
    if call["output"]:
        call.out(writing.printed(call, "")(answer))
    else:
        call.out(answer["status"]["token"])


def _judge(call: Call) -> None:
    if call["duration"] < 0:
        raise KubectlError("--duration must be greater than or equal to 0")
    if call["duration"] % 1:
        raise KubectlError("--duration cannot be expressed in units less than seconds")
    if "" in call["audience"]:
        raise KubectlError("--audience must not be an empty string")
    kind = call["bound-object-kind"]
    for flag in ("name", "uid"):
        if not kind and call[f"bound-object-{flag}"]:
            raise KubectlError(f"--bound-object-{flag} can only be set if --bound-object-kind is provided")
    if kind and kind not in KINDS:
        raise KubectlError(f"supported --bound-object-kind values are {', '.join(KINDS)}")
    if kind and not call["bound-object-name"]:
        raise KubectlError("--bound-object-name is required if --bound-object-kind is provided")


COMMAND = Command(
    name="token",
    use="token SERVICE_ACCOUNT_NAME",
    short="Request a service account token",
    run=run,
    flags=(
        Flag("audience", "array", (), help="for whom the token is; may be repeated"),
        Flag("bound-object-kind", help="kind of the object with which the token ends"),
        Flag("bound-object-name", help="its name"),
        Flag("bound-object-uid", help="its UID"),
        Flag("duration", "duration", 0.0, help="how long it is valid; 0: as the server decides"),
        *TEMPLATES,
    ),
)
