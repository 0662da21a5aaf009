"""What the server says about itself: its version and its health."""

from cluster.api.resource import Answer
from cluster.core.nodes import VERSION

MAJOR, MINOR = VERSION.removeprefix("v").split(".")[:2]
HEALTHY = frozenset({"healthz", "livez", "readyz"})
PARTS = ("ping", "log", "etcd")
DOCUMENT = {
    "major": MAJOR,
    "minor": MINOR,
    "emulationMajor": MAJOR,
    "emulationMinor": MINOR,
    "minCompatibilityMajor": MAJOR,
    "minCompatibilityMinor": str(int(MINOR) - 1),
    "gitVersion": VERSION,
    "gitCommit": "0" * 40,
    "gitTreeState": "clean",
    "buildDate": "2026-01-01T00:00:00Z",
    "goVersion": "go1.26",
    "compiler": "gc",
    "platform": "linux/amd64",
}


def version() -> Answer:
    """`/version`: the release whose behaviour is simulated."""
    return Answer(DOCUMENT, shown=True)


def healthy(name: str, verbose: bool) -> Answer:
    """`/healthz`, `/livez`, `/readyz`: who answers is well, in all its parts (`apiserver/pkg/server/healthz`)."""
    parts = "".join(f"[+]{part} ok\n" for part in PARTS)
    return Answer(f"{parts}{name} check passed\n" if verbose else "ok", shown=True)
