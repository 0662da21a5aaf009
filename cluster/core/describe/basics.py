"""ConfigMaps, Secrets, ServiceAccounts: `describe.go`, `ConfigMapDescriber`, `describeSecret` and their like."""

from base64 import b64decode
from binascii import Error

from cluster.core.describe.events import write_events
from cluster.core.describe.parts import NOTHING, meta, write_head
from cluster.core.describe.related import Related
from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object

TOKEN_TYPE = "kubernetes.io/service-account-token"


def describe_config_map(w: Writer, obj: Object, related: Related) -> None:
    """Each key with its text, and how long the binary ones are."""
    write_head(w, obj)
    w.write(0, "\nData\n====\n")
    for key, value in sorted((obj.get("data") or NOTHING).items()):
        w.write(0, f"{key}:\n----\n{value}\n\n")
    w.write(0, "\nBinaryData\n====\n")
    for key, value in sorted((obj.get("binaryData") or NOTHING).items()):
        w.line(0, f"{key}: {len(_decoded(value))} bytes")
    w.line(0, "")
    write_events(w, related.events, related.now)


def _decoded(value: str | None) -> bytes:
    try:
        return b64decode(value or "")
    except Error:
        return b""


def describe_secret(w: Writer, obj: Object, _related: Related) -> None:
    """Each key with the length of its value; a service account's token is shown."""
    write_head(w, obj)
    w.write(0, f"\nType:\t{obj.get('type') or ''}\n")
    w.write(0, "\nData\n====\n")
    for key, value in sorted((obj.get("data") or NOTHING).items()):
        content = _decoded(value)
        is_token = key == "token" and obj.get("type") == TOKEN_TYPE
        w.line(0, f"{key}:\t{content.decode(errors='replace')}" if is_token else f"{key}:\t{len(content)} bytes")


def describe_service_account(w: Writer, obj: Object, related: Related) -> None:
    """The names of its secrets, and which of them do not exist."""
    write_head(w, obj)
    known = {meta(secret).get("name") for secret in related.secrets}
    tokens = [meta(secret).get("name") or "" for secret in related.secrets if _is_token_of(secret, obj)]
    for title, names in (
        ("Image pull secrets:", _names(obj, "imagePullSecrets")),
        ("Mountable secrets: ", _names(obj, "secrets")),
        ("Tokens:            ", tokens),
    ):
        for index, name in enumerate(names or [NONE]):
            missing = "" if name in known or name == NONE else " (not found)"
            w.line(0, f"{' ' * len(title) if index else title}\t{name}{missing}")
    write_events(w, related.events, related.now)


def _names(obj: Object, field: str) -> list[str]:
    return [reference.get("name") or "" for reference in obj.get(field) or ()]


def _is_token_of(secret: Object, account: Object) -> bool:
    marks = meta(secret).get("annotations") or NOTHING
    return (
        secret.get("type") == TOKEN_TYPE
        and marks.get("kubernetes.io/service-account.name") == meta(account).get("name")
        and marks.get("kubernetes.io/service-account.uid") == meta(account).get("uid")
    )
