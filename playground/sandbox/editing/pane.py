"""What the left pane shows when the page is opened."""

from typing import Any

from playground.sandbox import examples, files
from playground.sandbox.editing.tree import tree
from playground.sandbox.models import Sandbox


def pane(sandbox: Sandbox) -> dict[str, Any]:
    """The tree, the examples, and the file that is open at first: the first example, else any file."""
    files.furnish(sandbox)
    listing = files.listing(sandbox)
    offered = examples.all_examples()
    paths = [path for path, _ in listing if not path.endswith("/")]
    first = f"deploy/{offered[0].slug}.yml"
    opened = files.read(sandbox, first if first in paths else paths[0]) if paths else None
    return {
        "files": tree(listing),
        "examples": offered,
        "opened": opened or files.Kept("", "", ""),
        "longest": files.MOST_CHARACTERS,
    }
