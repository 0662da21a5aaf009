"""The part of jq's language that people use on `kubectl -o json`.

parser       a filter as a tree of tuples
evaluate     the tree against a value: a generator of results
functions    `select`, `map`, `length`, `keys`, ...
"""

from cluster.terminal.jq.evaluate import results
from cluster.terminal.jq.parser import compiled
from cluster.terminal.jq.tokens import JqError

__all__ = ["JqError", "compiled", "results"]
