"""Hundreds of command lines, each typed into the real kubectl 1.32 and into ours, in two sandboxes that live alike.

`lines/*.txt` hold the lines. What stands behind ` <<< ` is stdin. `~ ` before a line: it is typed but not compared,
for the reason in the comment above it. `sleep N` lets things settle.
"""

import difflib
import json
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import kubectls
from tests.browser.server import ROOT

HERE = Path(__file__).parent
LINES = sorted((HERE / "lines").glob("*.txt"))
REAL = kubectls.found().get("kubectl.1.32")
SAFE = "bcdfghjklmnpqrstvwxz2456789"
VOLATILE = (
    (r"[0-9a-f]{8}-[0-9a-f-]{27}", "<uid>"),
    (r"\b\d+[smhd](\d+[smh])?\b", "<age>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>"),
    (r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", "<time>"),
    (r"not in \S+\.yaml", "not in <file>"),
    (r"\w{3}, \d\d \w{3} \d{4} [\d:]+ \+0000", "<time>"),
    (r'"?resourceVersion"?: "\d+"', "<version>"),
    (rf"\b([\w-]+-[{SAFE}]{{6,10}})-[{SAFE}]{{5}}\b", r"\1-<pod>"),
    (r"containerd://[0-9a-f]{64}", "<container>"),
    (r"\b1(0|72)\.\d+\.\d+\.\d+\b", "<ip>"),
    (r"\b(real|ours)-\w+\b", "<sandbox>"),
    (r"kubectl\.1\.32", "kubectl"),
    (r"v1\.32\.\d", "<client>"),
    (r"node-\d", "<node>"),
    (r"(:|nodePort: |NodePort: +\S+ +)3\d{4}\b", r"\1<port>"),
    (r"kube-api-access-\w{5}", "<volume>"),
    (r"<age> \(x\d+ over <age>\)", "<age>"),
    (r"eyJ[\w.-]+", "<token>"),
    (r"/tmp/(LIVE|MERGED)-\S+(\t.*)?", "<file>"),
    (r"http://\S+/k8s/<sandbox>", "<server>"),
    (r"\b([IWEF])\d{4} <?[\d:.]+>? +\d+ ", r"\1<log> "),
    (r" {2,}", "  "),
)


def plain(text):
    for pattern, mark in VOLATILE:
        text = re.sub(pattern, mark, text)
    return text


AGAIN = 3
"""Times that a file is typed again, into fresh sandboxes, at most."""
ASKING = frozenset({"get", "describe", "events", "logs", "top", "wait"})


class Pair:
    """The real kubectl in one sandbox, ours in another."""

    def __init__(self, played, name):
        self.kubeconfig = played.folder / f"real-{name}.yaml"
        played.sandbox("create", f"real-{name}", f"--server={played.url}", f"--kubeconfig={self.kubeconfig}")
        played.sandbox("create", f"ours-{name}", f"--server={played.url}", f"--kubeconfig={played.folder}/ours.yaml")
        environment = {**played.environment, "PYTHONPATH": str(ROOT), "KUBECONFIG": f"{played.folder}/ours.yaml"}
        self.driver = subprocess.Popen(
            [sys.executable, HERE / "driver.py", f"ours-{name}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=HERE / "files",
        )  # fmt: skip

    def real(self, words, stdin):
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.kubeconfig.parent), "KUBECONFIG": str(self.kubeconfig)}
        done = subprocess.run(
            [REAL, *words], env=environment, cwd=HERE / "files", input=stdin, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        return [done.returncode, done.stdout, done.stderr]

    def ours(self, words, stdin):
        self.driver.stdin.write(json.dumps({"words": words, "stdin": stdin}) + "\n")
        self.driver.stdin.flush()
        return json.loads(self.driver.stdout.readline())

    def end(self):
        self.driver.stdin.close()
        self.driver.wait(10)


@pytest.fixture
def pairs(played, request):
    """Makes pairs of fresh sandboxes, and ends them."""
    made = []

    def make():
        made.append(Pair(played, f"{request.node.callspec.id}-{len(made)}"))
        return made[-1]

    yield make
    for pair in made:
        pair.end()


def differences(pair, line, patience=3):
    """How the two differ about a line. What only asks is asked again: two clusters are never in the same moment."""
    told = differ(pair, line)
    if told and patience and line.partition(" ")[0] in ASKING:
        time.sleep(2)
        return differences(pair, line, patience - 1)
    return told


def differ(pair, line):
    command, _, stdin = line.removeprefix("~ ").partition(" <<< ")
    words, stdin = shlex.split(command), stdin.encode().decode("unicode_escape")
    wanted, had = pair.real(words, stdin), pair.ours(words, stdin)
    if line.startswith("~ "):
        return []
    told = [] if wanted[0] == had[0] else [f"exit code {wanted[0]}, ours {had[0]}"]
    for real, ours in zip(wanted[1:], had[1:], strict=True):
        told += difflib.unified_diff(plain(real).splitlines(), plain(ours).splitlines(), lineterm="", n=0)
    return [f"kubectl {line}", *told] if told else []


def typed(pair, path):
    """The lines of a file that differ when they are typed into both, with how they do."""
    told = {}
    for line in path.read_text().splitlines():
        if line.startswith("sleep "):
            time.sleep(float(line.split()[1]))
        elif line and not line.startswith("#") and (how := differences(pair, line)):
            told[line] = "\n".join(how)
    return told


def always_told(pairs, path):
    """A line that meets one of the two in the middle of a rollout differs by chance; what is wrong always does."""
    told = typed(pairs(), path)
    for _ in range(AGAIN):
        if told:
            again = typed(pairs(), path)
            told = {line: how for line, how in again.items() if line in told}
    return "\n".join(told.values())


@pytest.mark.timeout(900)
@pytest.mark.skipif(REAL is None, reason="no kubectl 1.32 was found on this machine")
@pytest.mark.parametrize("path", LINES, ids=[path.stem for path in LINES])
def test_it_prints_what_the_real_one_prints(path, pairs):
    told = always_told(pairs, path)
    assert not told, told
