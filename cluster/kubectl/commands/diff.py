"""`kubectl diff`. Upstream: `kubectl/pkg/cmd/diff/diff.go`. Exit code 1: there are differences; more: trouble."""

from cluster.core import gnu_diff
from cluster.core.kinds import Object
from cluster.core.last_applied import LAST_APPLIED
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.apply import client_side
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, ApiRefused, Exit, KubectlError, is_not_found, raise_all, text_of
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import SELECTOR, files, manager
from cluster.kubectl.infos import Info, metadata_of
from cluster.kubectl.output import yaml_text
from cluster.kubectl.output.printing import without_managers

MANAGER, SERVER_MANAGER = "kubectl-client-side-apply", "kubectl"
Texts = dict[str, str]


def run(call: Call) -> int:
    """Show how the cluster differs from the files."""
    try:
        return _run(call)
    except (ApiRefused, KubectlError, Aggregate) as error:
        raise Exit(2, text_of(error)) from None


def _run(call: Call) -> int:
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    writing.require_files(call)
    if call["force-conflicts"] and not call["server-side"]:
        raise KubectlError("--force-conflicts only works with --server-side")
    live: Texts = {}
    merged: Texts = {}
    errors: list[Exception] = []
    infos, error = call.find(validate=False, all=False).infos()
    errors += [error] if error else []
    for info in infos:
        try:
            before, after = _pair(call, info)
        except (ApiRefused, KubectlError, Aggregate) as refusal:
            errors.append(refusal)
            continue
        if not call["show-managed-fields"]:
            before, after = before and without_managers(before), after and without_managers(after)
        before, after = _masked(info, before, after)
        name = _name(info)
        live[name] = yaml_text.dump(before) if before else ""
        merged[name] = yaml_text.dump(after) if after else ""
    raise_all(errors)
    return _compare(call, live, merged)


def _name(info: Info) -> str:
    kind = info.kind
    group = f"{kind.group}." if kind.group else ""
    return f"{group}{kind.version}.{kind.kind}.{info.namespace}.{info.name}"


def _pair(call: Call, info: Info) -> tuple[Object | None, Object | None]:
    """(live, as it would be). Raises ApiRefused, KubectlError."""
    try:
        live: Object | None = info.fetch(call.client).obj
    except ApiRefused as refusal:
        if not is_not_found(refusal):
            raise
        live = None
    if call["server-side"]:
        query = {
            "dryRun": "All",
            "fieldManager": call["field-manager"] if call.values.changed("field-manager") else SERVER_MANAGER,
        }
        query["force"] = "true" if call["force-conflicts"] else "false"
        return live, call.client.patch(info.kind, info.namespace, info.name, info.obj, "apply", query)
    query = {"dryRun": "All", "fieldManager": call["field-manager"]}
    if live is None:
        return None, call.client.create(info.kind, info.namespace, info.obj, query)
    return live, _applied(call, info, live, query)


def _applied(call: Call, info: Info, live: Object, query: dict[str, str]) -> Object:
    metadata = metadata_of(info.obj)
    notes = {name: text for name, text in (metadata.get("annotations") or {}).items() if name != LAST_APPLIED}
    # Present even when empty, as in what apply remembers: the annotations are to stay.
    wanted = {**info.obj, "metadata": {**metadata, "annotations": notes}}
    patch = client_side.three_way(info, wanted, live)
    return call.client.patch(info.kind, info.namespace, info.name, patch, "strategic", query) if patch else live


def _masked(info: Info, before: Object | None, after: Object | None) -> tuple[Object | None, Object | None]:
    """Values of Secrets hidden, with a mark where they differ."""
    if info.kind.kind != "Secret":
        return before, after
    one, other = (dict((obj or {}).get("data") or {}) for obj in (before, after))
    for key in {*one, *other}:
        same = one.get(key) == other.get(key)
        if key in one:
            one[key] = "***" if same or key not in other else "*** (before)"
        if key in other:
            other[key] = "***" if same or key not in one else "*** (after)"
    return before and {**before, "data": one}, after and {**after, "data": other}


def _compare(call: Call, live: Texts, merged: Texts) -> int:
    answered = call.session.diff(live, merged)
    if answered is not None:
        code, text = answered
        call.out(text)
        if code > 1:
            raise Exit(code, f"error: exit status {code}\n")
        if code:
            raise Exit(1, "exit status 1\n")
        return 0
    texts = "".join(_difference(name, live[name], merged[name]) for name in sorted(live))
    call.out(texts)
    if texts:
        raise Exit(1)
    return 0


def _difference(name: str, before: str, after: str) -> str:
    """A unified difference, as `diff -u -N LIVE MERGED` prints it."""
    lines = gnu_diff.unified(before.split("\n")[:-1], after.split("\n")[:-1])
    if not lines:
        return ""
    places = [f"/tmp/{side}-0000000000/{name}" for side in ("LIVE", "MERGED")]
    moment = "1970-01-01 00:00:00.000000000 +0000"
    head = f"diff -u -N {places[0]} {places[1]}\n--- {places[0]}\t{moment}\n+++ {places[1]}\t{moment}\n"
    return head + "".join(f"{line}\n" for line in lines)


COMMAND = Command(
    name="diff",
    use="diff -f FILENAME",
    short="Diff the live version against a would-be applied version",
    about="""
        Shows what kubectl apply would change. Exit code 0: nothing; 1: something; more: it could not be
        found out.
    """,
    examples="""
        # A file
        kubectl diff -f deploy.yml
    """,
    run=run,
    group="Advanced Commands",
    flags=(
        SELECTOR,
        manager(MANAGER),
        *files(),
        Flag("concurrency", "int", 1, help="how many objects at a time"),
        Flag("force-conflicts", "bool", False, help="with --server-side: take fields from their managers"),
        Flag("prune", "bool", False, help="tell what --prune of kubectl apply would delete"),
        Flag("prune-allowlist", "array", (), help="kinds that --prune would delete"),
        Flag("server-side", "bool", False, help="let the server merge"),
        Flag("show-managed-fields", "bool", False, help="with managedFields"),
    ),
)
