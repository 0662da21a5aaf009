"""What applying a manifest would do: a copy of the cluster, in memory, lives through it.

    foretell(state, text) -> Foretold    how long, how many pods, whether it completes, who does what in which order

The cluster itself is not touched. The same state and text always give the same answer, and it comes true as long as
nobody does anything else meanwhile.
"""

from cluster.core.foretelling.courses import Course as Course
from cluster.core.foretelling.running import Foretold as Foretold
from cluster.core.foretelling.running import Part as Part
from cluster.core.foretelling.running import foretell as foretell
