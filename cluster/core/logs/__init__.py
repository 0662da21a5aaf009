"""What containers write: derived from what runs in them, since when, and how it ended. Nothing of it is stored.

lines(state, pod, name, previous, now)    every line with its moment
shown(lines, ...)                         the lines as `kubectl logs` wants them
refusal(pod, name, previous)              why there is no log yet

runs            which run of a container is meant
applications    what the programs of images write
output          what a container's own command writes
"""

from cluster.core.logs.applications import Line
from cluster.core.logs.lines import lines, shown
from cluster.core.logs.runs import refusal, run_of

__all__ = ["Line", "lines", "refusal", "run_of", "shown"]
