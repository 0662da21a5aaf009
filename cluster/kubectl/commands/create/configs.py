"""`kubectl create configmap` and `secret`. Upstream: `create_configmap.go`, `create_secret*.go`."""

import base64
import hashlib
import json

from cluster.core import names
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create import data
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

DOCKER_KEY = ".dockerconfigjson"
HASH_LETTERS = str.maketrans({"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"})


def _config_map(call: Call) -> None:
    name = name_of(call)
    _judge_sources(call)

    def judge(key: str, known: bool) -> None:
        if faults := names.is_config_map_key(key):
            raise KubectlError(f"{quote(key)} is not a valid key name for a ConfigMap: {','.join(faults)}")
        if known:
            raise KubectlError(
                f"cannot add key {quote(key)}, another key by that name already exists in Data for ConfigMap"
                f" {quote(name)}"
            )

    found = data.collected(data.pairs(call, "config"), judge)
    if call["append-hash"]:
        name += "-" + hash_of({"data": found, "kind": "ConfigMap", "name": name})
    obj: Object = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(call, name)}
    make(call, {**obj, "data": found} if found else obj, "failed to create configmap:")


def hash_of(content: Object) -> str:
    """Ten characters of a hash, without vowels (`kubectl/pkg/util/hash/hash.go`)."""
    text = json.dumps(content, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10].translate(HASH_LETTERS)


def _judge_sources(call: Call) -> None:
    if call["from-env-file"] and (call["from-file"] or call["from-literal"]):
        raise KubectlError("from-env-file cannot be combined with from-file or from-literal")


def _encoded(texts: dict[str, str]) -> dict[str, str]:
    return {key: base64.b64encode(value.encode()).decode() for key, value in texts.items()}


def _judge_secret_key(key: str, known: bool) -> None:
    if faults := names.is_config_map_key(key):
        raise KubectlError(f"{quote(key)} is not valid key name for a Secret {';'.join(faults)}")
    if known:
        raise KubectlError(f"cannot add key {key}, another key by that name already exists")


def _make_secret(call: Call, name: str, type_: str, texts: dict[str, str]) -> None:
    encoded = _encoded(texts)
    if call["append-hash"]:
        name += "-" + hash_of({"data": encoded, "kind": "Secret", "name": name, "type": type_})
    obj: Object = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata(call, name)}
    obj |= {"data": encoded} if encoded else {}
    make(call, {**obj, "type": type_} if type_ else obj, "failed to create secret")


def _generic(call: Call) -> None:
    name = name_of(call)
    _judge_sources(call)
    _make_secret(call, name, call["type"], data.collected(data.pairs(call, "secret"), _judge_secret_key))


def _tls(call: Call) -> None:
    name = name_of(call)
    if not call["key"] or not call["cert"]:
        raise KubectlError("key and cert must be specified")
    texts = {}
    for key, flag, block in (("tls.crt", "cert", "CERTIFICATE"), ("tls.key", "key", "PRIVATE KEY")):
        try:
            texts[key] = call.session.files.read(call[flag])
        except OSError as fault:
            words = (fault.strerror or str(fault)).lower()
            raise KubectlError(f"Cannot read file {call[flag]}, open {call[flag]}: {words}") from None
        if f"{block}-----" not in texts[key]:
            what = "certificate" if flag == "cert" else "key"
            raise KubectlError(f"tls: failed to find any PEM data in {what} input")
    _make_secret(call, name, "kubernetes.io/tls", texts)


def _docker(call: Call) -> None:
    name = name_of(call)
    user, password, server = call["docker-username"], call["docker-password"], call["docker-server"]
    if not call["from-file"] and not (user and password and server):
        raise KubectlError(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server is"
            " required"
        )
    if call["from-file"]:
        sources = [text if "=" in text else f"{DOCKER_KEY}={text}" for text in call["from-file"]]
        texts = {key: data.read(call, path) for key, path in map(data.file_source, sources)}
    else:
        auth = base64.b64encode(f"{user}:{password}".encode()).decode()
        entry = {"username": user, "password": password, "email": call["docker-email"], "auth": auth}
        kept = {key: value for key, value in entry.items() if value}
        texts = {DOCKER_KEY: json.dumps({"auths": {server: kept}}, separators=(",", ":"), ensure_ascii=False)}
    _make_secret(call, name, "kubernetes.io/dockerconfigjson", texts)


HASH = data.FLAGS[0]
SECRET = Command(
    name="secret",
    use="secret (docker-registry | generic | tls)",
    short="Create a secret using a specified subcommand",
    subcommands=(
        Command(
            name="docker-registry",
            use="docker-registry NAME --docker-username=user --docker-password=password --docker-email=email"
            " [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]",
            short="Create a secret for use with a Docker registry",
            run=_docker,
            flags=(
                *FLAGS,
                HASH,
                Flag("docker-email", help="mail address"),
                Flag("docker-password", help="password"),
                Flag("docker-server", default="https://index.docker.io/v1/", help="address of the registry"),
                Flag("docker-username", help="name of the user"),
                data.FLAGS[2],
            ),
        ),
        Command(
            name="generic",
            use="generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]"
            " [--dry-run=server|client|none]",
            short="Create a secret from a local file, directory, or literal value",
            examples="""
                # A Secret with one value
                kubectl create secret generic db --from-literal=password=s3cr3t
            """,
            run=_generic,
            flags=(*FLAGS, *data.FLAGS, Flag("type", help="type of the Secret")),
        ),
        Command(
            name="tls",
            use="tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]",
            short="Create a TLS secret",
            run=_tls,
            flags=(*FLAGS, HASH, Flag("cert", help="file of the certificate"), Flag("key", help="file of its key")),
        ),
    ),
)
COMMANDS = (
    Command(
        name="configmap",
        names=("cm",),
        use="configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
        short="Create a config map from a local file, directory or literal value",
        examples="""
            # With two values
            kubectl create configmap web --from-literal=color=blue --from-literal=size=3

            # With a file; its name is the key
            kubectl create configmap web --from-file=nginx.conf
        """,
        run=_config_map,
        flags=(*FLAGS, *data.FLAGS),
    ),
    SECRET,
)
