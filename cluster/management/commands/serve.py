"""`manage.py serve`: pages, sockets and the worker in one process, with no other service."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from channels.routing import get_default_application
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """Daphne with the worker inside its event loop; ends in good order on SIGINT and SIGTERM."""

    help = "Serves the playground, with the worker that lets clusters live inside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        self._refuse_an_old_database()
        # Imported here, for it installs Twisted's reactor, which no other command wants.
        from daphne.server import Server, reactor  # noqa: PLC0415

        from cluster.api.streaming.daphne import install  # noqa: PLC0415

        install()
        application = get_default_application()
        interface = host.replace(":", r"\:")
        server = Server(
            application=application,
            endpoints=[f"tcp:port={port}:interface={interface}"],
            ready_callable=lambda: self._ready(application, reactor, host, port),
            server_name="playground",
        )
        server.run()
        if not server.listening_addresses:
            raise CommandError(f"Port {port} of {host} cannot be used; is the playground running already?")

    def _refuse_an_old_database(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as fault:
            raise CommandError(f"The database cannot be used: {fault}") from None
        finally:
            connection.close()
        if behind:
            raise CommandError("The database is new or older than this version; run `python manage.py migrate` first.")

    def _ready(self, application: Any, reactor: Any, host: str, port: int) -> None:
        from twisted.internet.defer import Deferred  # noqa: PLC0415

        loop = asyncio.get_event_loop()
        application.start(loop)
        reactor.addSystemEventTrigger("before", "shutdown", lambda: Deferred.fromFuture(_stopped(application, loop)))
        # Not before the reactor runs, for until then a signal ends the process in disorder.
        reactor.callLater(0, self._say, "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host, port)

    def _say(self, place: str, port: int) -> None:
        self.stdout.write(f"The playground is at http://{place}:{port} (Ctrl-C ends it).")
        self.stdout.flush()


def _stopped(application: Any, loop: asyncio.AbstractEventLoop) -> "asyncio.Task[None]":
    return loop.create_task(application.stop())
