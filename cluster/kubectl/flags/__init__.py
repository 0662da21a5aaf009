"""Words taken apart into flags and arguments, as cobra and pflag do it.

Flag        what a command takes
parse       words -> Values
common      the flags that many commands share, and kubectl's global ones
"""

from cluster.kubectl.flags.flag import Flag, FlagError
from cluster.kubectl.flags.parsing import Values, parse

__all__ = ["Flag", "FlagError", "Values", "parse"]
