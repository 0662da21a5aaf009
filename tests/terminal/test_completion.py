"""What Tab offers."""

import pytest

from cluster.terminal.completion import complete

CASES = {
    "a command": ("gre", 0, ["grep "]),
    "a file": ("cat dep", 4, ["deploy/"]),
    "in a folder": ("cat deploy/w", 4, ["deploy/web.yml "]),
    "after a pipe": ("ls | unal", 5, ["unalias "]),
    "after a redirection": ("echo > ta", 7, ["table "]),
    "a variable": ("echo $HO", 5, ["$HOME"]),
    "kubectl": ("kubectl get po", 12, ["pods "]),
    "an alias of kubectl": ("k get po", 6, ["pods "]),
    "kubectl's file": ("k apply -f deploy/d", 11, ["deploy/db.yml "]),
    "nothing": ("zzz", 0, []),
}


@pytest.mark.parametrize(("line", "start", "words"), CASES.values(), ids=CASES)
def test_it_offers(terminal, line, start, words):
    terminal.shell.externals["kubectl"] = lambda *_: 0
    asked = {("get", "po"): ["pods"]}
    assert complete(terminal.shell, line, lambda typed: asked.get(tuple(typed), [])) == (start, words)
