"""How docker tells of things."""

import re
from typing import Any

from cluster.core import tabwriter

USAGE = """
Usage:  docker COMMAND

A simulated docker: containers by hand, on one node of this cluster.

Commands:
  run         Create and run a new container from an image (-d, --name, -e, -p, --rm)
  ps          List containers (-a: also those that are over)
  logs        Fetch the logs of a container (-f)
  exec        Execute a command in a running container
  stop, kill  Stop running containers
  rm          Remove containers (-f)
  images      List images
  pull        Download an image
  build       Build an image from a Dockerfile (-t NAME DIRECTORY)
  context     Show or choose the node: docker context use node-2 (or DOCKER_HOST=ssh://node-2)
"""
_REFUSED = re.compile(r"[^a-zA-Z0-9_.-]")


def duration(ms: int) -> str:
    """As docker rounds it (`go-units`, HumanDuration)."""
    seconds = max(ms, 0) // 1000
    if seconds < 1:
        return "Less than a second"
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = seconds // 60
    if minutes < 60:
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    hours = (minutes + 30) // 60
    if hours < 48:
        return "About an hour" if hours == 1 else f"{hours} hours"
    return f"{hours // 24} days" if hours < 24 * 7 * 2 else f"{hours // 24 // 7} weeks"


def rows(table: list[list[str]]) -> str:
    """Columns, as docker aligns them."""
    return tabwriter.align("".join("\t".join(row) + "\n" for row in table), min_width=10, padding=3)


def command_text(note: dict[str, Any], default: str) -> str:
    """The command in quotes, cut after 20 characters."""
    text = " ".join([*note["command"], *note["args"]]) or default
    return f'"{text if len(text) <= 20 else text[:19] + "…"}"'


def is_name(text: str) -> bool:
    """Whether a container may be called so."""
    return len(text) > 1 and not _REFUSED.search(text) and text[0].isalnum()
