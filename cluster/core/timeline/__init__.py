"""A rollout over time: each pod as a bar of phases, the counts of each version with their bounds, and what stands out.

    line = Timeline(); line.begin(objects, now, revision); line.see(row); line.pass_to(now)
    line.bars, line.counts, line.marks, line.versions, line.workloads

Everything carries the revision at which it came to be so, so that a reader may ask for what is new to it.
"""

from cluster.core.timeline.growing import Timeline as Timeline
from cluster.core.timeline.marks import Mark as Mark
from cluster.core.timeline.phases import PHASES as PHASES
from cluster.core.timeline.values import ALONE as ALONE
from cluster.core.timeline.values import Bar as Bar
from cluster.core.timeline.values import Count as Count
from cluster.core.timeline.values import Segment as Segment
from cluster.core.timeline.values import Version as Version
from cluster.core.timeline.values import Workload as Workload
