"""The only door to stored clusters: create them, read them, act on them, let their time pass.

    create_cluster, reset, delete, export, copy   a cluster's life; `sweep` removes what was left half made
    export_file, import_file                      one file that is a whole cluster, and the other way round
    load, hold, changes_after, state_at           reading: now (and its clock), from a cursor on, at a revision
    act                                           what people do to objects
    pause, resume, set_speed, step_once, skip_to_next, skip_until    what people do to the clock
    advance, due                                  what time does
    fork_at, return_to, undo                      going back in time, and returning
    branches, rename_branch, lineage, steps_after which courses events took, and which one leads here
    credentials                                   who may come in by a secret

Everything here is synchronous and blocks for the database: call it from threads, never from an event loop.
Reading order: `held`, `reading`, `committing`, `advancing`, `acting`, `due`; `rows` and `waiting` say how things are
written down. Time travel: `log`, `restoring`, `looking_back`, `ancestry`, `returning`, `branching`; files: `exporting`,
`reliving`. What takes long is written in `pieces`: `making`, `copying`, `importing`, `removing`.
"""

from cluster.announce import group as group
from cluster.announce import tell as tell
from cluster.models import Cluster as Cluster
from cluster.store import credentials as credentials
from cluster.store.acting import act as act
from cluster.store.acting import advance as advance
from cluster.store.acting import pause as pause
from cluster.store.acting import resume as resume
from cluster.store.acting import set_speed as set_speed
from cluster.store.acting import skip_to_next as skip_to_next
from cluster.store.acting import step_once as step_once
from cluster.store.along import changes_along as changes_along
from cluster.store.ancestry import StepMark as StepMark
from cluster.store.ancestry import lineage as lineage
from cluster.store.ancestry import steps_after as steps_after
from cluster.store.ancestry import tell_act as tell_act
from cluster.store.branching import BranchView as BranchView
from cluster.store.branching import branches as branches
from cluster.store.branching import rename_branch as rename_branch
from cluster.store.copying import copy as copy
from cluster.store.exporting import export_file as export_file
from cluster.store.held import Held as Held
from cluster.store.held import Lost as Lost
from cluster.store.held import wall_now as wall_now
from cluster.store.importing import import_file as import_file
from cluster.store.lifecycle import create_cluster as create_cluster
from cluster.store.lifecycle import export as export
from cluster.store.lifecycle import reset as reset
from cluster.store.lifecycle import to_yaml as to_yaml
from cluster.store.log import Compacted as Compacted
from cluster.store.log import Entry as Entry
from cluster.store.log import changes_after as changes_after
from cluster.store.log import changes_of as changes_of
from cluster.store.log import newest_changes as newest_changes
from cluster.store.looking_back import state_at as state_at
from cluster.store.reading import clock as clock
from cluster.store.reading import hold as hold
from cluster.store.reading import load as load
from cluster.store.removing import delete as delete
from cluster.store.removing import sweep as sweep
from cluster.store.returning import NothingToUndo as NothingToUndo
from cluster.store.returning import Undone as Undone
from cluster.store.returning import fork_at as fork_at
from cluster.store.returning import return_to as return_to
from cluster.store.returning import undo as undo
from cluster.store.skipping import Skipped as Skipped
from cluster.store.skipping import skip_until as skip_until
