"""Containers whose command ends when others let it: `wget -qO- web`, `for i in 1 2 3 ...`, `until nslookup db ...`.

`images.shell` foretells the usual commands from their words alone. All others are carried out here, by the same
shell that tells their log, in the cluster as it is when the kubelet looks.
"""

from functools import lru_cache

from cluster.core import logs
from cluster.core.controllers.kubelet.life import Container, Life
from cluster.core.images import shell
from cluster.core.logs import output
from cluster.core.shell.grammar import For, If, Loop, Node, Sequence, Simple, parse
from cluster.core.shell.images import family_of
from cluster.core.shell.words import BadSyntax
from cluster.core.times import HOUR

LOOK_AGAIN_MS = 2000
"""How often the kubelet sees whether something has come that a command waits for."""
ASKING = frozenset({
    "curl", "dig", "getent", "host", "mongosh", "mysqladmin", "nc", "nslookup", "pg_isready", "ping", "psql",
    "redis-cli", "wget",
})  # fmt: skip
"""Commands whose outcome changes when others come or go."""
ALWAYS = frozenset({"true", ":", "sleep"})
LEAVING = frozenset({"break", "exit", "return"})
JOBS = frozenset({"trap", "wait"})
MANY, FEW = 3000, 300
"""Commands that are carried out before a script counts as endless; fewer where it is looked at again and again."""

Ending = tuple[int | None, int, str]


def ending(life: Life, container: Container, start: int) -> Ending | None:
    """When a container ends by itself (None: never), with which code and reason; None when its words tell."""
    words = (*(container.get("command") or ()), *(container.get("args") or ()))
    if not words or (is_foretold(words, container["image"]) and not container.get("stdin")):
        return None
    if not output.is_tool(family_of(container["image"]), words):
        return None
    if is_endless(words):
        return None, 0, ""
    waits = is_waiting(words)
    run = logs.runs.Run(start, restarts=life.notes[container["name"]].get("restarts", 0))
    end = life.now if waits else max(life.now, start) + 24 * HOUR
    found = output.end_of(life.state, life.pod, container, run, end + LOOK_AGAIN_MS, FEW if waits else MANY)
    if found is None:
        if waits:
            life.wake(life.now + LOOK_AGAIN_MS - (life.now - start) % LOOK_AGAIN_MS)
        return None, 0, ""
    reason = "Error" if found.code else "Completed"
    return (max(found.at, life.now) if waits else found.at), found.code, reason


@lru_cache(maxsize=1024)
def is_foretold(words: tuple[str, ...], image: str) -> bool:
    """Whether the words alone say how a command goes: a program of the image's own, a `sleep`, an endless loop."""
    if not output.is_tool(family_of(image), words):
        return True
    script = script_of(words)
    if script is None:
        return shell.run(words).program_ms is None
    if any(name in JOBS for name in names(script)):
        return True
    if is_endless(words):
        return shell.run(words).exits_ms is None
    plain = all(isinstance(node, Simple | Sequence) for node in nodes(script))
    return plain and shell.run(words).program_ms is None


@lru_cache(maxsize=1024)
def is_waiting(words: tuple[str, ...]) -> bool:
    """Whether a script asks others again and again until they answer."""
    loops = [node for node in nodes(script_of(words)) if isinstance(node, Loop)]
    return any(ASKING & set(names(loop if LEAVING & set(names(loop.body)) else loop.condition)) for loop in loops)


@lru_cache(maxsize=1024)
def is_endless(words: tuple[str, ...]) -> bool:
    """Whether a script gets into `while true` or `while sleep 1`, with nothing inside that could leave it."""
    return any(_is_endless(node) for node in nodes(script_of(words)))


def script_of(words: tuple[str, ...]) -> Sequence | None:
    """The script of `sh -c SCRIPT`; None for another command, or one that has a job in the background."""
    if words[0].rsplit("/", 1)[-1] not in shell.SHELLS:
        return None
    position = next((i for i, word in enumerate(words) if word.startswith("-") and word.endswith("c")), None)
    try:
        script = parse(words[position + 1]) if position and position + 1 < len(words) else None
    except (BadSyntax, RecursionError):
        return None
    jobs = [operator for node in nodes(script) if isinstance(node, Sequence) for operator, _ in node.items]
    return None if "&" in jobs else script


def nodes(node: Node | None) -> list[Node]:
    """A part of a script and all parts of it."""
    found: list[Node] = [] if node is None else [node]
    for part in _parts(node):
        found += nodes(part)
    return found


def names(node: Node) -> list[str]:
    """The commands of a part of a script, as far as they are written out."""
    return [one.words[0].plain for one in nodes(node) if isinstance(one, Simple) and one.words]


def _parts(node: Node | None) -> list[Node]:
    match node:
        case Sequence():
            return [command for _, pipeline in node.items for command in pipeline.commands]
        case Loop():
            return [node.condition, node.body]
        case For():
            return [node.body]
        case If():
            return [part for branch in node.branches for part in branch if part is not None]
    return []


def _is_endless(node: Node) -> bool:
    if not isinstance(node, Loop) or node.until or LEAVING & set(names(node.body)):
        return False
    return len(_parts(node.condition)) == 1 and set(names(node.condition)) <= ALWAYS
