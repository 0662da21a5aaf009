"""awk basics: `pattern { print ... }` with fields, NR, NF, -F, comparisons, sums, BEGIN and END.

expressions    tokens and their values
program        rules, and what they do with each line
"""

from cluster.terminal.awk.program import Program

__all__ = ["Program"]
