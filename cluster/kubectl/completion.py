"""Words that may complete a line: commands, flags, kinds, names, files, containers."""

import posixpath
from collections.abc import Iterable

from cluster.kubectl import resources
from cluster.kubectl.client import Client
from cluster.kubectl.commands.command import Command
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import GLOBAL
from cluster.kubectl.infos import metadata_of
from cluster.kubectl.running import find
from cluster.kubectl.session import Session

OUTPUTS = ("json", "yaml", "wide", "name", "jsonpath=", "custom-columns=", "go-template=")
VALUES = {
    "output": OUTPUTS,
    "dry-run": ("client", "server", "none"),
    "cascade": ("background", "foreground", "orphan"),
    "type": ("json", "merge", "strategic"),
    "restart": ("Always", "OnFailure", "Never"),
    "for": ("condition=", "delete", "create", "jsonpath="),
}
PODS_ONLY = frozenset({"logs", "exec", "attach", "port-forward"})
NODES_ONLY = frozenset({"cordon", "uncordon", "drain"})
NAMES_NOTHING = frozenset(
    {"create", "run", "apply", "replace", "diff", "version", "api-resources", "api-versions", "config"}
)


def complete(words: list[str], session: Session) -> list[str]:
    """What the last word of `words` (after `kubectl`) may become, sorted. Never raises."""
    try:
        return sorted(set(_complete(words or [""], session)))
    except (ApiRefused, KubectlError, OSError):
        return []


def _complete(words: list[str], session: Session) -> Iterable[str]:
    *before, word = words
    command, _, rest = find(before)
    flags = {flag.name: flag for flag in (*command.flags, *GLOBAL)}
    waiting = _waiting_flag(rest, flags)
    if waiting is not None:
        return _values(waiting, word, session, rest)
    if word.startswith("--") and "=" in word:
        name, _, value = word[2:].partition("=")
        return (f"--{name}={found}" for found in _values(name, value, session, rest))
    if word.startswith("-"):
        return _beginning((f"--{name}" for name, flag in flags.items() if not flag.hidden), word)
    arguments = _arguments(rest, flags)
    if command.subcommands and not arguments:
        return _beginning((sub.name for sub in command.subcommands if not sub.hidden), word)
    return _objects(command, arguments, word, session, rest)


def _beginning(candidates: Iterable[str], word: str) -> list[str]:
    return [candidate for candidate in candidates if candidate.startswith(word)]


def _waiting_flag(rest: list[str], flags: dict[str, Flag]) -> str | None:
    """The name of the flag whose value comes next, None when the last word asks for none."""
    last = rest[-1] if rest else ""
    for flag in flags.values():
        names = {f"--{flag.name}", *({f"-{flag.short}"} if flag.short else ())}
        if last in names and not flag.stands_alone:
            return flag.name
    return None


def _arguments(rest: list[str], flags: dict[str, Flag]) -> list[str]:
    found: list[str] = []
    skip = False
    for word in rest:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = _waiting_flag([word], flags) is not None
        else:
            found.append(word)
    return found


def _values(name: str, word: str, session: Session, rest: list[str]) -> Iterable[str]:
    if name == "filename":
        return _files(word, session)
    if name == "namespace":
        return _names("namespaces", "", word, session)
    if name == "container":
        return _containers(word, session, rest)
    if name == "context":
        return _beginning(session.kubeconfig.names("contexts"), word)
    return _beginning(VALUES.get(name, ()), word)


def _files(word: str, session: Session) -> list[str]:
    folder, start = posixpath.split(word)
    found = []
    for name in session.files.names(folder or "."):
        path = posixpath.join(folder, name) if folder else name
        if name.startswith(start):
            found.append(path + "/" if session.files.is_folder(path) else path)
    return found


def _namespace(session: Session, rest: list[str]) -> str:
    for place, word in enumerate(rest):
        if word in {"-n", "--namespace"} and place + 1 < len(rest):
            return rest[place + 1]
        if word.startswith(("--namespace=", "-n=")):
            return word.partition("=")[2]
    return session.kubeconfig.namespace()


def _names(kind: str, namespace: str, word: str, session: Session) -> list[str]:
    client = Client(session.vantage, lambda text: None)
    mapping = resources.mapping(kind)
    place = namespace if mapping.namespaced else ""
    return _beginning((str(metadata_of(item).get("name")) for item in client.items(mapping, place)), word)


def _containers(word: str, session: Session, rest: list[str]) -> list[str]:
    client = Client(session.vantage, lambda text: None)
    named = {word.removeprefix("pod/").removeprefix("pods/") for word in rest}
    pods = client.items(resources.mapping("pods"), _namespace(session, rest))
    wanted = [pod for pod in pods if metadata_of(pod).get("name") in named] or list(pods)
    names = (container["name"] for pod in wanted for container in (pod.get("spec") or {}).get("containers") or [])
    return _beginning(names, word)


def _objects(command: Command, arguments: list[str], word: str, session: Session, rest: list[str]) -> Iterable[str]:
    namespace = _namespace(session, rest)
    if command.name in PODS_ONLY or command.name in NODES_ONLY:
        if "/" not in word:
            return _names("pods" if command.name in PODS_ONLY else "nodes", namespace, word, session)
    elif command.name in NAMES_NOTHING:
        return []
    if "/" in word:
        kind, _, start = word.partition("/")
        return (f"{kind}/{name}" for name in _names(kind, namespace, start, session))
    if arguments and "/" not in arguments[0]:
        return [name for name in _names(arguments[0].split(",")[0], namespace, word, session) if name not in arguments]
    return _beginning(_kinds(command), word) if not arguments else []


def _kinds(command: Command) -> list[str]:
    known = [row for row in resources.served() if "list" in row.verbs or "get" in row.verbs]
    names = {row.plural for row in known} | {short for row in known for short in row.short_names}
    if command.name in {"pause", "resume", "restart", "status", "undo", "history"}:
        return ["deployments", "deploy"]
    return [*names, *(row.kind.lower() for row in known)]
