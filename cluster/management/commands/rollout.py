"""`manage.py rollout deploy.yml --set-image postgres=postgres:12.2`: a rollout from its file to its end, in memory."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cluster.core import manifests, rehearsal, story, traffic
from cluster.core.acts import rollouts
from cluster.core.errors import ApiError
from cluster.core.kinds import KINDS, Object
from cluster.core.moves import Change
from cluster.core.rehearsal import Act, Rehearsal
from cluster.core.state import State

UNITS = {"": 1, "ms": 0.001, "s": 1, "m": 60, "h": 3600}


class Word(NamedTuple):
    """One change or moment of the command line, in the order in which they were given."""

    option: str
    value: str


class InOrder(argparse.Action):
    """Collects changes and moments into one list, because their order matters."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        words = [*(getattr(namespace, "words", None) or []), Word(self.dest, str(values or ""))]
        namespace.words = words


class Command(BaseCommand):
    help = (
        "Simulates a manifest, and the changes given after it, in a cluster in memory, and prints the story: when, "
        "who, what and why. A change happens when the rollout before it is over, or at the moment that --at gives it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("manifest", help="a YAML or JSON file, several documents allowed; - for standard input")
        changes = parser.add_argument_group("changes, in order")
        changes.add_argument("--set-image", action=InOrder, metavar="CONTAINER=IMAGE", help="kubectl set image")
        changes.add_argument("--scale", action=InOrder, metavar="N", help="kubectl scale --replicas=N")
        changes.add_argument(
            "--undo", action=InOrder, nargs="?", const="", metavar="REVISION", help="kubectl rollout undo"
        )
        for name in ("restart", "pause", "resume"):
            changes.add_argument(f"--{name}", action=InOrder, nargs=0, help=f"kubectl rollout {name}")
        changes.add_argument(
            "--at",
            action=InOrder,
            metavar="TIME",
            help="moment of the next change (after the last one: of that), such as 12s or 1m30s after the start",
        )
        parser.add_argument(
            "--deployment", metavar="NAME", help="the Deployment to change, if the manifest has several"
        )
        parser.add_argument("--nodes", type=int, default=3, help="how many nodes the cluster has (default 3)")
        parser.add_argument("--seed", default="rehearsal", help="another seed gives other names and placements")
        parser.add_argument("--events", action="store_true", help="tell of Events and Endpoints as well")
        parser.add_argument("--json", action="store_true", help="print the story and the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        objects = [obj for obj in self._read(options["manifest"]) if self._is_served(obj)]
        if not 1 <= options["nodes"] <= 1000:
            raise CommandError("--nodes must be between 1 and 1000")
        try:
            target = rollouts.choose(objects, options["deployment"])
            acts = [_act(target, word, at) for word, at in _timed(options.get("words") or [])]
            run = rehearsal.rehearse(rollouts.applications(objects), acts, options["nodes"], options["seed"])
        except ApiError as fault:
            raise CommandError(fault.message.removeprefix("error: ")) from None
        self._print(run, options)

    def _read(self, name: str) -> list[Object]:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
            return manifests.read(text)
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{name} cannot be read: {getattr(fault, 'strerror', None) or fault}") from None
        except ApiError as fault:
            raise CommandError(fault.message.removeprefix("error: ")) from None

    def _is_served(self, obj: Object) -> bool:
        kind = KINDS.get(obj["kind"])
        if kind is not None and kind.api_version == obj["apiVersion"]:
            return True
        self.stderr.write(f"left out: {obj['kind']} ({obj['apiVersion']}) is not simulated")
        return False

    def _print(self, run: Rehearsal, options: dict[str, Any]) -> None:
        lines = [_line(change, run.started) for change in run.changes]
        if options["json"]:
            self.stdout.write(json.dumps({"story": lines, "summary": run.summary()}, indent=2))
            return
        for line in lines:
            if line["quiet"] and not options["events"]:
                continue
            self.stdout.write(f"{line['time']:>9.3f}s  {line['actor']:<26} {line['what']}\n{'':13}{line['why']}")
        self.stdout.write(_summary_text(run))


def _line(change: Change, started: int) -> dict[str, Any]:
    what, quiet = story.tell(change)
    return {
        "time": (change.now - started) / 1000,
        "actor": change.actor,
        "what": what,
        "why": change.reason,
        "verb": change.verb,
        "kind": change.key[0],
        "name": change.key[2],
        "revision": change.revision,
        "quiet": quiet,
    }


def _summary_text(run: Rehearsal) -> str:
    figures = run.summary()
    fewest = figures["fewest_available"]
    lines = ["", f"{figures['duration_seconds']:g} s, at most {figures['most_pods']} pods at once"]
    if fewest is not None:
        lines[-1] += f", never fewer than {fewest} available"
    for name, counts in figures["deployments"].items():
        lines.append(
            f"{name}: {counts['outcome']}, rollout revision {counts['revision']}, "
            f"{counts['available']} of {counts['replicas']} pods available"
        )
    requests = run.requests()
    if requests.sent:
        lines.append(f"clients: {traffic.sentence(requests)}{_since(figures['requests']['first_lost_seconds'])}")
    return "\n".join(lines)


def _since(first_lost: float | None) -> str:
    return "" if first_lost is None else f" (the first one after {first_lost:g} s)"


def _timed(words: list[Word]) -> list[tuple[Word, int | None]]:
    """Each change with its moment: `--at` belongs to the change after it; in a list that ends with one, before it."""
    trailing = bool(words) and words[-1].option == "at" and words[0].option != "at"
    ordered = list(reversed(words)) if trailing else words
    timed: list[tuple[Word, int | None]] = []
    at: int | None = None
    for word in ordered:
        if word.option == "at" and at is None:
            at = _milliseconds(word.value)
        elif word.option == "at":
            break
        else:
            timed.append((word, at))
            at = None
    if at is not None:
        raise CommandError("--at stands without a change: each one belongs to the change after it")
    return list(reversed(timed)) if trailing else timed


def _milliseconds(text: str) -> int:
    if not re.fullmatch(r"(\d+(\.\d+)?(ms|s|m|h)?)+", text):
        raise CommandError(f"--at {text}: a time looks like 12s, 1m30s or 1.5s")
    return round(sum(float(n) * UNITS[unit] for n, unit in re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", text)) * 1000)


def _act(target: rollouts.Target, word: Word, at: int | None) -> Act:
    def perform(state: State) -> list[Any]:
        return rollouts.perform(state, target, word.option, word.value)

    return Act(rollouts.command(target, word.option, word.value), perform, at)
