"""`manage.py sandbox`: sandboxes for those who live in a terminal, beside a running server or before it."""

import os
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError
from django.urls import reverse

from cluster import store
from cluster.core.clock import FASTEST, SLOWEST
from cluster.core.names import is_dns1123_label
from playground.sandbox.kubeconfig import default_server, kubeconfig, server_url
from playground.sandbox.models import Sandbox
from playground.sandbox.owning import NOBODY, claim_key, create_unowned, unpack_unowned
from playground.sandbox.parcel import packed

MOST_NODES = 1000
WITHOUT_WEBSOCKETS = "KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false"
"""kubectl from 1.30 on opens WebSockets, but refuses a ws URL that holds a password; over SPDY it works."""


class Command(BaseCommand):
    """Each verb is a method of its own name."""

    help = "Makes, lists, exports, imports and deletes sandboxes; gives out and revokes kubeconfigs for them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        create = _verb(verbs, "create", "make a sandbox and a kubeconfig for it")
        create.add_argument("--nodes", default="3", metavar="N", help=f"how many nodes it has, 1 to {MOST_NODES} (3)")
        create.add_argument(
            "--speed", default="1", metavar="X", help=f"simulated time per real time, {SLOWEST} to {FASTEST:g} (1)"
        )
        for verb in (create, _verb(verbs, "kubeconfig", "give out another kubeconfig")):
            verb.add_argument("--kubeconfig", metavar="FILE", help="where to write it; without, it is printed")
            verb.add_argument("--server", metavar="URL", help="the site's address (http://HOST:PORT)")
        _verb(verbs, "delete", "remove a sandbox with all that is in it")
        _verb(verbs, "revoke", "make all kubeconfigs of a sandbox invalid")
        verbs.add_parser("list", help="name the sandboxes")
        _verb(verbs, "export", "write all of a sandbox into one file").add_argument("file", metavar="FILE")
        taking_in = verbs.add_parser("import", help="make a sandbox of an exported file")
        taking_in.add_argument("file", metavar="FILE")
        taking_in.add_argument("--name", default="", help="how it is called (some name by chance)")
        taking_in.add_argument("--server", metavar="URL", help="the site's address (http://HOST:PORT)")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, {"import": "take_in"}.get(verb, verb))(options)
        except DatabaseError as fault:
            text = f"The database cannot be used ({fault}); if it is new, run `python manage.py migrate` first."
            raise CommandError(text) from None

    def create(self, options: dict[str, Any]) -> None:
        """A new sandbox; nothing is made when anything is wrong with what was asked for."""
        name = options["name"]
        if problems := is_dns1123_label(name):
            raise CommandError(f"{name!r} cannot be a sandbox's name: {problems[0]}.")
        nodes = _between("--nodes", options["nodes"], 1, MOST_NODES, int)
        speed = _between("--speed", options["speed"], SLOWEST, FASTEST, float)
        server = _server(options)
        _check_file(options["kubeconfig"])
        try:
            sandbox = create_unowned(name, int(nodes), speed)
        except IntegrityError:
            raise CommandError(f"There is a sandbox {name!r} already.") from None
        self._give(sandbox.cluster_id, name, server, options["kubeconfig"])
        self._offer(sandbox, server)

    def kubeconfig(self, options: dict[str, Any]) -> None:
        """A further kubeconfig; those given out before stay valid."""
        cluster = _find(options["name"])
        server = _server(options)
        _check_file(options["kubeconfig"])
        self._give(cluster.pk, cluster.name, server, options["kubeconfig"])

    def delete(self, options: dict[str, Any]) -> None:
        """The sandbox is gone, whoever owns it."""
        cluster = _find(options["name"])
        store.delete(cluster.pk, Sandbox.objects.filter(cluster_id=cluster.pk).delete)
        self.stdout.write(f"sandbox {options['name']!r} deleted")

    def revoke(self, options: dict[str, Any]) -> None:
        """Whoever has a kubeconfig of it gets 401 from now on."""
        count = store.credentials.revoke(_find(options["name"]).pk)
        self.stdout.write(f"{count} kubeconfig{'' if count == 1 else 's'} of {options['name']!r} revoked")

    def list(self, options: dict[str, Any]) -> None:
        """One line for each sandbox, by name."""
        found = Sandbox.objects.select_related("cluster").order_by("name")
        rows: list[tuple[str, ...]] = [("NAME", "SPEED", "CLOCK", "REVISION", "KUBECONFIGS", "OWNER")]
        rows += map(_row, found)
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("   ".join(cells).rstrip())

    def export(self, options: dict[str, Any]) -> None:
        """One JSON file, as the page gives it: acts, objects, files."""
        sandbox = Sandbox.objects.filter(name=options["name"]).first()
        if sandbox is None:
            raise CommandError(f"There is no sandbox {options['name']!r}.")
        data = packed(sandbox)
        try:
            Path(options["file"]).write_bytes(data)
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be written: {fault.strerror}.") from None
        self.stdout.write(f"sandbox {sandbox.name!r} written to {options['file']} ({len(data):,} bytes)")

    def take_in(self, options: dict[str, Any]) -> None:
        """The same sandbox again, beside all others."""
        name, server = options["name"], _server(options)
        if name and (problems := is_dns1123_label(name)):
            raise CommandError(f"{name!r} cannot be a sandbox's name: {problems[0]}.")
        try:
            sandbox = unpack_unowned(Path(options["file"]).read_bytes(), name)
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault.strerror}.") from None
        except ValueError as fault:
            raise CommandError(str(fault)) from None
        except IntegrityError:
            raise CommandError(f"There is a sandbox {name!r} already.") from None
        self.stdout.write(f"sandbox {sandbox.name!r} made")
        self._offer(sandbox, server)

    def _offer(self, sandbox: Sandbox, server: str) -> None:
        page = reverse("sandbox:claim", args=[sandbox.name])
        self.stderr.write(f"In a browser, once: {server}{page}?{urlencode({'key': claim_key(sandbox)})}")

    def _give(self, cluster_id: int, name: str, server: str, file: str | None) -> None:
        text = kubeconfig(name, store.credentials.issue(cluster_id, "command"), server)
        if file is None:
            self.stdout.write(text, ending="")
            return
        _write(Path(file), text)
        self.stdout.write(f"export KUBECONFIG={Path(file).absolute()}")
        if server.startswith("http://"):
            self.stdout.write(f"export {WITHOUT_WEBSOCKETS}  # exec and port-forward over http")
        self.stdout.write("kubectl get nodes")


def _verb(verbs: "_SubParsersAction[Any]", name: str, help_: str) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(name, help=help_)
    parser.add_argument("name", metavar="NAME", help="the sandbox's name")
    return parser


def _row(sandbox: Sandbox) -> tuple[str, ...]:
    cluster = sandbox.cluster
    state = "failed" if cluster.error else "paused" if cluster.paused else "running"
    owner = "nobody" if sandbox.owner == NOBODY else "a browser"
    valid = store.credentials.valid(cluster.pk)
    return sandbox.name, f"{cluster.speed:g}", state, str(cluster.revision), str(valid), owner


def _find(name: str) -> store.Cluster:
    cluster = store.Cluster.objects.filter(name=name).first()
    if cluster is None:
        raise CommandError(f"There is no sandbox {name!r}.")
    return cluster


def _between(option: str, text: str, least: float, most: float, type_: type[int] | type[float]) -> float:
    try:
        value = type_(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        kind = "whole number" if type_ is int else "number"
        raise CommandError(f"{option} must be a {kind} between {least:g} and {most:g}, not {text!r}.")
    return value


def _server(options: dict[str, Any]) -> str:
    try:
        return server_url(options["server"] or default_server())
    except ValueError as fault:
        raise CommandError(f"--server: {fault}.") from None


def _check_file(file: str | None) -> None:
    """Refuse a file that cannot be written, and one that holds something else than a sandbox's kubeconfig."""
    if file is None:
        return
    try:
        before = Path(file).read_text("utf-8", "replace") if Path(file).exists() else ""
        with Path(file).open("a", encoding="utf-8"):
            pass
    except OSError as fault:
        raise CommandError(f"{file} cannot be written: {fault.strerror}.") from None
    if before.strip() and not _is_ours(before):
        raise CommandError(f"{file} holds something else than a sandbox's kubeconfig, so it is left as it is.")


def _is_ours(text: str) -> bool:
    try:
        clusters = yaml.safe_load(text)["clusters"]
        return bool(clusters) and all("/k8s/" in cluster["cluster"]["server"] for cluster in clusters)
    except (yaml.YAMLError, KeyError, TypeError):
        return False


def _write(path: Path, text: str) -> None:
    """Readable by its owner alone, for it holds a secret."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
