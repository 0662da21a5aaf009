"""`manage.py runworker cluster`: Channels' own command, with a worker that begins before the first message."""

from channels.management.commands.runworker import Command as ChannelsCommand

from cluster.worker import EagerWorker


class Command(ChannelsCommand):
    """Works for all clusters until it is stopped; any number may run, on many machines."""

    worker_class = EagerWorker
