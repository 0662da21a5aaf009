"""A terminal's shell without a terminal: lines in, text out."""

import threading
from typing import NamedTuple

import pytest

from cluster.core.shell.process import Exit
from cluster.terminal import Folder, Io, MemoryStore, Shell, Stop, TextInput
from tests.patient import PATIENCE

FILES = {
    "deploy/web.yml": "kind: Deployment\nname: web\nreplicas: 3\n",
    "deploy/db.yml": "kind: StatefulSet\nname: db\n",
    "pods.json": '{"items":[{"name":"a","ready":true,"restarts":2},{"name":"b","ready":false,"restarts":0}]}',
    "table": "NAME   READY   AGE\nweb-1  1/1     5m\nweb-2  0/1     3m\ndb-1   1/1     9m\n",
}


class Said(NamedTuple):
    """What a line led to."""

    out: str
    err: str
    code: int


class Terminal:
    """Runs lines in one shell, each for at most `seconds`."""

    def __init__(self):
        self.shell = Shell(Folder(MemoryStore(dict(FILES))))
        self.out, self.err, self.stop = [], [], Stop()

    def start(self, line, stdin=""):
        self.out, self.err, self.stop = [], [], Stop()
        io = Io(TextInput(stdin), self.out.append, self.err.append, self.stop)
        self.thread = threading.Thread(target=self._run, args=(line, io), daemon=True)
        self.thread.start()

    def _run(self, line, io):
        try:
            self.code = self.shell.run(line, io)
        except Exit as end:
            self.code = end.code

    def end(self, seconds=PATIENCE):
        self.thread.join(seconds)
        assert not self.thread.is_alive(), "it hangs"
        return Said("".join(self.out), "".join(self.err), self.code)

    def __call__(self, line, stdin="", seconds=PATIENCE):
        self.code = None
        self.start(line, stdin)
        said = self.end(seconds)
        assert said.code is not None, "it raised"
        assert "the fault is ours" not in said.err
        return said


@pytest.fixture
def terminal():
    return Terminal()
