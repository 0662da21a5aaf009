"""`python -m benchmarks`: measures on a database of its own, thrown away afterwards, and prints tables."""

import argparse
import os
import tempfile
from pathlib import Path


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="10,100,500,2000", help="replicas of the rolling updates")
    parser.add_argument("--sandboxes", type=int, default=10_000, help="sandboxes at rest")
    parser.add_argument("--seconds", type=float, default=20, help="how long to look at them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
        measure([int(size) for size in options.sizes.split(",")], options.sandboxes, options.seconds)


def measure(sizes: list[int], sandboxes: int, seconds: float) -> None:
    """Print one table after the other."""
    import django  # noqa: PLC0415 - settings read the environment that was just set
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import (  # noqa: PLC0415
        latency,
        looking_back,
        moments,
        page,
        panels,
        requests,
        rollouts,
        terminals,
        watches,
        writing,
    )
    from benchmarks import sandboxes as many  # noqa: PLC0415

    print(rollouts.report(sizes), flush=True)
    print(many.report_new(), flush=True)
    print(latency.report(), flush=True)
    print(writing.report(), flush=True)
    print(requests.report(), flush=True)
    print(watches.report(), flush=True)
    print(terminals.report(), flush=True)
    print(looking_back.report(), flush=True)
    print(moments.report(), flush=True)
    print(panels.report(), flush=True)
    print(page.report(), flush=True)
    print(many.report_resting(sandboxes, seconds), flush=True)


if __name__ == "__main__":
    main()
