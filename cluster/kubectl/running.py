"""One command from its words to its exit code.

Upstream: `github.com/spf13/cobra/command.go` (Find, stripFlags, Traverse), `kubectl/pkg/cmd/cmd.go`.
"""

import logging

from cluster.kubectl import configured, suggestions
from cluster.kubectl import help as helping
from cluster.kubectl.commands import ROOT
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, ApiRefused, Exit, KubectlError, Stopped, text_of
from cluster.kubectl.flags import Flag, FlagError, parse
from cluster.kubectl.flags.common import GLOBAL, HELP
from cluster.kubectl.session import Session

logger = logging.getLogger(__name__)
STOPPED = 130
LOCAL = frozenset({"help", "options", "completion"})
"""Commands that never look at the kubeconfig."""


def run(words: list[str], session: Session) -> int:
    """Run one command: `run(["get", "pods", "-o", "wide"], session)`. Never raises; what went wrong is on stderr."""
    try:
        return _run(words, session) or 0
    except Exit as end:
        session.err(text_of(end))
        return end.code
    except (KubectlError, ApiRefused, Aggregate) as error:
        session.err(text_of(error))
        return 1
    except Stopped:
        return STOPPED
    except RecursionError:
        session.err("error: this is nested too deeply\n")
        return 1
    except Exception:
        logger.exception("kubectl %s could not be carried out", words)
        session.err("error: the playground's kubectl could not carry this out; the fault is ours\n")
        return 1


def _run(words: list[str], session: Session) -> int | None:
    command, path, rest = find(words)
    if command is ROOT and first_argument(rest) is not None:
        raise KubectlError(suggestions.unknown_command(ROOT, first_argument(rest) or ""))
    try:
        values = parse((*command.flags, *GLOBAL, HELP), rest)
    except FlagError as fault:
        hint = f"Run '{path}' without flags." if command.name == "options" else f"See '{path} --help' for usage."
        raise KubectlError(f"{fault}\n{hint}") from None
    call = Call(command, path, values, session, words)
    if values["help"]:
        session.out(helping.of(command, path))
        return 0
    for flag in values.flags.values():
        if flag.deprecated and values.changed(flag.name):
            session.err(f"Flag --{flag.name} has been deprecated, {flag.deprecated}\n")
    if command.name not in LOCAL:
        configured.judge(call)
    if command.run is None:
        return _group(call)
    code = command.run(call)
    if values["warnings-as-errors"] and call.client.warned:
        count = len(call.client.warned)
        raise KubectlError(f"{count} warning{'' if count == 1 else 's'} received")
    return code


def _group(call: Call) -> int:
    if call.command is ROOT:
        call.out(helping.of(ROOT, "kubectl"))
        return 0
    if call.args:
        raise call.usage(f'unknown command "{" ".join(call.args)}"')
    call.err(helping.of(call.command, call.path))
    return 1


def find(words: list[str]) -> tuple[Command, str, list[str]]:
    """The command that the words name, its path, and the words without it."""
    command, path, rest = ROOT, "kubectl", words
    while command.subcommands:
        flags = (*command.flags, *GLOBAL) if command is ROOT else (*command.flags, *GLOBAL, HELP)
        place = _first(rest, flags)
        found = command.find(rest[place]) if place is not None else None
        if found is None or place is None:
            break
        command, path, rest = found, f"{path} {found.name}", rest[:place] + rest[place + 1 :]
    return command, path, rest


def first_argument(words: list[str]) -> str | None:
    """The first word that is no flag, and no flag's value."""
    place = _first(words, GLOBAL)
    return None if place is None else words[place]


def _first(words: list[str], flags: tuple[Flag, ...]) -> int | None:
    alone = {f"--{flag.name}" for flag in flags if flag.stands_alone} | {"--help", "-h"}
    alone |= {f"-{flag.short}" for flag in flags if flag.short and flag.stands_alone}
    place = 0
    while place < len(words):
        word = words[place]
        if word == "--":
            return None
        takes_next = word.startswith("--") or (word.startswith("-") and len(word) == 2)
        if takes_next and "=" not in word and word not in alone:
            place += 2
            continue
        if word and not word.startswith("-"):
            return place
        place += 1
    return None
