"""`kubectl set env`. Upstream: `set_env.go`, `kubectl/pkg/cmd/set/env/*.go`."""

import re
from collections.abc import Sequence

from cluster.core import names
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.set import containers, listing, patching
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import OVERWRITE, named
from cluster.kubectl.infos import Info, metadata_of


def run(call: Call) -> None:
    """Set, remove and list environment variables."""
    if call["all"] and call["selector"]:
        raise KubectlError("cannot set --all and --selector at the same time")
    words, changes = _split(call.args)
    dry = writing.dry_run(call)
    writing.printed(call, "", dry)
    _judge(call, words, dry)
    wanted, removed = _parsed(call, [*call["env"], *changes])
    wanted += _from(call)
    wanted = [{**one, "name": call["prefix"] + one["name"]} for one in wanted]
    infos = patching.infos_of(call, words)

    def change(info: Info) -> Object | None:
        return _changed(call, info, wanted, removed)

    if call["list"]:
        for info in infos:
            listing.show(call, info, change(info) or info.obj)
        return
    patching.apply(call, infos, change, "env updated", "failed to patch env update to pod template:", [])


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    place = next((i for i, word in enumerate(words) if _is_change(word)), len(words))
    if any(not _is_change(word) for word in words[place:]):
        raise KubectlError(f"all resources must be specified before environment changes: {' '.join(words)}")
    return list(words[:place]), list(words[place:])


def _is_change(word: str) -> bool:
    return bool(re.search(r".+=", word)) or word.endswith("-")


def _judge(call: Call, words: list[str], dry: str) -> None:
    if call["local"] and dry == "server":
        raise KubectlError(changing.LOCAL_SERVER)
    if not call["filename"] and not words:
        raise KubectlError(changing.NO_RESOURCES)
    if call["list"] and call["output"]:
        raise KubectlError("--list and --output may not be specified together")
    if call["keys"] and not call["from"]:
        raise KubectlError("when specifying --keys, a configmap or secret must be provided with --from")


def _parsed(call: Call, changes: Sequence[str]) -> tuple[list[Object], list[str]]:
    wanted: list[Object] = []
    removed: list[str] = []
    for word in changes:
        if word == "-":
            lines = call.session.stdin().splitlines()
            found, gone = _parsed(call, [line for line in lines if line.strip() and not line.lstrip().startswith("#")])
            wanted, removed = wanted + found, removed + gone
        elif "=" in word:
            name, _, value = word.partition("=")
            if faults := names.is_env_var_name(name):
                raise KubectlError(f'"{name}" is not a valid key name: {";".join(faults)}')
            wanted.append({"name": name, "value": value})
        elif word.endswith("-"):
            removed.append(word[:-1])
        else:
            raise KubectlError(f"unknown argument: {word}")
    both = [one["name"] for one in wanted if one["name"] in removed]
    if both:
        raise KubectlError("can not both modify and remove the same environment variable in the same command")
    return wanted, removed


def _from(call: Call) -> list[Object]:
    if not call["from"]:
        return []
    found: list[Object] = []
    for info in patching.infos_of(call, [call["from"]]):
        refs = {"Secret": "secretKeyRef", "ConfigMap": "configMapKeyRef"}
        if info.kind.kind not in refs:
            raise KubectlError("unsupported resource specified in --from")
        for key in sorted(info.obj.get("data") or {}):
            if not call["keys"] or key in call["keys"]:
                source = {refs[info.kind.kind]: {"key": key, "name": info.name}}
                found.append({"name": _env_name(call, key), "valueFrom": source})
    return found


def _env_name(call: Call, key: str) -> str:
    name = re.sub("[^a-zA-Z0-9_]", "_", key).upper()
    if name != key:
        call.err(f"Warning: key {key} transferred to {name}\n")
    return name


def _changed(call: Call, info: Info, wanted: Sequence[Object], removed: Sequence[str]) -> Object | None:
    spec = changing.pod_spec_of(info.obj)
    if spec is None:
        raise patching.no_template(info)

    def set_env(container: Object) -> Object:
        existing = container.get("env") or []
        if not call["overwrite"]:
            _judge_overwrites(existing, wanted)
        env = updated(existing, wanted, removed)
        rest = {name: value for name, value in container.items() if name != "env"}
        return {**rest, "env": env} if env else rest

    after = containers.changed(spec, call["containers"], set_env)
    if after is None:
        name = metadata_of(info.obj).get("name")
        call.err(f'Warning: {info.kind.kind}/{name} does not have any containers matching "{call["containers"]}"\n')
        return None
    return changing.with_pod_spec(info.obj, lambda _: after)


def _judge_overwrites(existing: Sequence[Object], wanted: Sequence[Object]) -> None:
    values = {one.get("name"): one.get("value", "") for one in existing}
    for one in wanted:
        if one["name"] in values and values[one["name"]] != one.get("value", ""):
            raise KubectlError(f"'{one['name']}' already has a value ({values[one['name']]}), and --overwrite is false")


def updated(existing: Sequence[Object], wanted: Sequence[Object], removed: Sequence[str]) -> list[Object]:
    """The variables afterwards: new values in the old places, new variables behind (`updateEnv`)."""
    newer: dict[str, Object] = {}
    for one in wanted:
        newer.setdefault(str(one["name"]), one)
    covered = set(removed)
    found: list[Object] = []
    for one in [*existing, *newer.values()]:
        name = str(one.get("name"))
        if name in covered:
            continue
        if name in newer:
            covered.add(name)
            found.append(newer[name])
        else:
            found.append(one)
    return found


COMMAND = Command(
    name="env",
    use="env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
    short="Update environment variables on a pod template",
    about="""
        Sets (NAME=value), removes (NAME-) and lists (--list) the environment variables of containers. Changing a
        Deployment's template begins a rollout.
    """,
    examples="""
        # Set one
        kubectl set env deployment/web COLOR=blue

        # Remove it
        kubectl set env deployment/web COLOR-

        # All that is in a ConfigMap
        kubectl set env deployment/web --from=configmap/settings

        # What there is
        kubectl set env deployment/web --list
    """,
    run=run,
    flags=(
        *patching.FLAGS,
        named(OVERWRITE, default=True),
        Flag("containers", short="c", default="*", help="which containers; * stands for anything"),
        Flag("env", "array", (), short="e", help="NAME=value; may be repeated"),
        Flag("from", help="a ConfigMap or Secret from which to take variables"),
        Flag("keys", "slice", (), help="with --from: only these keys"),
        Flag("list", "bool", False, help="list the variables"),
        Flag("prefix", help="what to put before the names"),
        Flag("resolve", "bool", False, help="with --list: show what references refer to"),
    ),
)
