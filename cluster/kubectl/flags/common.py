"""Flags that many commands share, and those that every command takes.

Upstream: `cmd/util/helpers.go` (Add...Flags), `cli-runtime/pkg/genericclioptions`.
"""

from dataclasses import replace
from typing import Any

from cluster.kubectl.flags.flag import Flag

GLOBAL = (
    Flag("as", help="act as this user"),
    Flag("as-group", "array", (), help="act as a member of this group; may be repeated"),
    Flag("as-uid", help="act as the user with this UID"),
    Flag("cache-dir", default="$HOME/.kube/cache", help="folder of the discovery cache"),
    Flag("certificate-authority", help="file with the certificate of the authority"),
    Flag("client-certificate", help="file with the client's certificate"),
    Flag("client-key", help="file with the client's key"),
    Flag("cluster", help="cluster of the kubeconfig"),
    Flag("context", help="context of the kubeconfig"),
    Flag("disable-compression", "bool", False, help="take answers uncompressed"),
    Flag("insecure-skip-tls-verify", "bool", False, help="do not check the server's certificate"),
    Flag("kubeconfig", help="file with clusters, users and contexts"),
    Flag("log-flush-frequency", "duration", 5.0, help="how often logs are written out"),
    Flag("match-server-version", "bool", False, help="refuse a server of another version"),
    Flag("namespace", short="n", help="namespace of this request"),
    Flag("password", help="password for basic authentication"),
    Flag("profile", default="none", help="kind of profile to take"),
    Flag("profile-output", default="profile.pprof", help="file for the profile"),
    Flag("request-timeout", default="0", help="how long one request may take (1s, 2m, 3h); 0 is for ever"),
    Flag("server", short="s", help="address of the API server"),
    Flag("tls-server-name", help="name that the server's certificate must bear"),
    Flag("token", help="bearer token"),
    Flag("user", help="user of the kubeconfig"),
    Flag("username", help="user name for basic authentication"),
    Flag("v", "int32", 0, short="v", help="how much is logged, 0 to 10"),
    Flag("vmodule", help="how much is logged, file by file"),
    Flag("warnings-as-errors", "bool", False, help="a warning of the server makes the command fail"),
)
HELP = Flag("help", "bool", False, short="h", hidden=True)

TEMPLATES = (
    Flag("allow-missing-template-keys", "bool", True, help="a field that a template names and nobody has is no error"),
    Flag("output", short="o", help="how to print the result"),
    Flag("show-managed-fields", "bool", False, help="print managedFields in JSON and YAML too"),
    Flag("template", help="a template, or the file that holds it"),
)
"""What everything has that prints objects."""
TABLES = (
    Flag("label-columns", "slice", (), short="L", help="labels to show as columns of their own"),
    Flag("no-headers", "bool", False, help="leave out the line of headers"),
    Flag("show-kind", "bool", False, help="put the kind before each name"),
    Flag("show-labels", "bool", False, help="show all labels in a last column"),
    Flag("sort-by", help="a JSONPath of the field by which lists are sorted"),
)
RECORD = Flag(
    "record",
    "bool",
    False,
    help="note the command in the annotation kubernetes.io/change-cause",
    deprecated="--record will be removed in the future",
)
SELECTOR = Flag("selector", short="l", help="only objects with these labels: a=b, a!=b, a in (b,c), a, !a")
FIELD_SELECTOR = Flag("field-selector", help="only objects with these fields: metadata.name=web")
ALL_NAMESPACES = Flag("all-namespaces", "bool", False, short="A", help="in all namespaces")
CHUNK_SIZE = Flag("chunk-size", "int64", 500, help="how many objects to fetch at a time; 0 for all at once")
SUBRESOURCE = Flag("subresource", help="work on this subresource instead of the object itself")
DRY_RUN = Flag(
    "dry-run",
    default="none",
    bare="unchanged",
    help="none: do it; client: only print what would be sent; server: send it, but let nothing be kept",
)
VALIDATE = Flag(
    "validate",
    default="strict",
    bare="strict",
    help="strict (true): refuse unknown fields; warn: warn of them; ignore (false): drop them",
)
SAVE_CONFIG = Flag("save-config", "bool", False, help="keep the manifest in the annotation that kubectl apply uses")
LOCAL = Flag("local", "bool", False, help="work on the files alone, without asking the server")
ALL = Flag("all", "bool", False, help="all objects of the given kinds in the namespace")
OVERWRITE = Flag("overwrite", "bool", False, help="replace values that are there already")
RESOURCE_VERSION = Flag("resource-version", help="only if the object still has this resourceVersion")
TIMEOUT = Flag("timeout", "duration", 0.0, help="how long to wait before giving up (5s, 2m, 3h)")


def files(what: str = "files that name the objects") -> tuple[Flag, ...]:
    """`-f`, `-k`, `-R`."""
    return (
        Flag("filename", "slice", (), short="f", help=f"{what}; a folder, a pattern or - for stdin"),
        Flag("kustomize", short="k", help="a folder with a kustomization; cannot be used together with -f or -R"),
        Flag("recursive", "bool", False, short="R", help="look into folders of folders"),
    )


def manager(default: str) -> Flag:
    """`--field-manager`."""
    return Flag("field-manager", default=default, help="who is noted as the manager of the fields")


def named(flag: Flag, **fields: Any) -> Flag:
    """The flag with something changed."""
    return replace(flag, **fields)
