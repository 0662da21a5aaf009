"""`kubectl patch`. Upstream: `kubectl/pkg/cmd/patch/patch.go`."""

import json
from typing import Any

from cluster.core import patch as patches
from cluster.core.errors import ApiError
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl import documents
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, LOCAL, RECORD, SUBRESOURCE, TEMPLATES, files, manager
from cluster.kubectl.infos import Info

TYPES = ("json", "merge", "strategic")


def run(call: Call) -> None:
    """Send a patch."""
    dry = writing.dry_run(call)
    type_ = _judge(call, dry)
    patch = _patch(call)
    count = 0

    def change(info: Info) -> None:
        nonlocal count
        count += 1
        after = _locally(info, patch, type_) if changing.is_local(call, dry) else _sent(call, info, patch, type_, dry)
        operation = "patched" if after != info.obj else "patched (no change)"
        call.out(writing.printed(call, operation)(after))

    call.find(words=call.args, subresource=call["subresource"], local=bool(call["local"])).visit(change)
    if not count:
        raise KubectlError("no objects passed to patch")


def _judge(call: Call, dry: str) -> str:
    if call["patch"] and call["patch-file"]:
        raise KubectlError("cannot specify --patch and --patch-file together")
    if not call["patch"] and not call["patch-file"]:
        raise KubectlError("must specify --patch or --patch-file containing the contents of the patch")
    if call["local"] and call.args:
        raise KubectlError("cannot specify --local and server resources")
    if call["local"] and dry == "server":
        raise KubectlError(changing.LOCAL_SERVER)
    type_ = call["type"].lower() or "strategic"
    if type_ not in TYPES:
        raise KubectlError(f"--type must be one of [{' '.join(TYPES)}], not {quote(call['type'])}")
    return str(type_)


def _patch(call: Call) -> Any:
    text = call["patch"]
    if call["patch-file"]:
        try:
            text = call.session.files.read(call["patch-file"])
        except OSError as fault:
            words = (fault.strerror or str(fault)).lower()
            raise KubectlError(f"unable to read patch file: open {call['patch-file']}: {words}") from None
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            # What looks like JSON is sent as it is, for the server to judge.
            return text.encode("utf-8", "replace")
    return documents.yaml_value(text, f"unable to parse {quote(call['patch'])}: ")


def _sent(call: Call, info: Info, patch: Any, type_: str, dry: str) -> Object:
    query = writing.query(call, dry)
    after = call.client.patch(info.kind, info.namespace, info.name, patch, type_, query, call["subresource"])
    if writing.records(call, after):
        note = {"metadata": {"annotations": {writing.CHANGE_CAUSE: writing.command_line(call)}}}
        return call.client.patch(info.kind, info.namespace, info.name, note, "merge", query)
    return after


def _locally(info: Info, patch: Any, type_: str) -> Object:
    if isinstance(patch, bytes):
        raise KubectlError("unexpected end of JSON input")
    try:
        if type_ == "json":
            return patches.json_patch(info.obj, patch)
        if type_ == "merge":
            return patches.merge_patch(info.obj, patch)
        return patches.strategic_merge_patch(info.obj, patch, info.kind.api_version, info.kind.kind)
    except ApiError as fault:
        raise ApiRefused(fault.status()) from None


COMMAND = Command(
    name="patch",
    use="patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]",
    short="Update fields of a resource",
    about="""
        Changes fields of an object. The patch is YAML or JSON; --type says how it is meant:

        strategic: like the object, lists of containers and the like are merged by name. merge: like the object, lists
        are replaced. json: a list of operations.
    """,
    examples="""
        # Two replicas
        kubectl patch deployment web -p '{"spec":{"replicas":2}}'

        # Another image of one container
        kubectl patch deployment web \
          -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"nginx:1.28"}]}}}}'

        # By its place in the list
        kubectl patch deployment web --type=json \\
          -p '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"nginx:1.28"}]'
    """,
    run=run,
    group="Advanced Commands",
    flags=(
        DRY_RUN,
        LOCAL,
        RECORD,
        SUBRESOURCE,
        manager("kubectl-patch"),
        *TEMPLATES,
        *files(),
        Flag("patch", short="p", help="the patch"),
        Flag("patch-file", help="file with the patch"),
        Flag("type", default="strategic", help="json, merge or strategic"),
    ),
)
