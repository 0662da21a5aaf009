"""The inside of a container, for `kubectl exec`, probes and logs: a simulated shell with the usual tools.

    run(state, pod, container, argv, stdin)     one command, all at once
    Command(enter(...), argv, stdin)            one command, its output piece by piece with its moments
    Session(state, pod, container, now)         an interactive shell, line by line

    words, grammar, interpreter    a script taken apart, as a tree, carried out
    machine, variables, files      what a command finds in the container
    images, commands/              what is installed
    process, sums                  what a command is given; numbers

Nothing that a command does outlasts it: files that it makes are gone afterwards.
"""

from cluster.core.shell.machine import enter
from cluster.core.shell.running import Command, Result, Session, run

__all__ = ["Command", "Result", "Session", "enter", "run"]
