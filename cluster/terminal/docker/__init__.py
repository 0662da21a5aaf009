"""docker, at the bottom of the chain: containers by hand on one node of the cluster.

docker(shell, args, io)     made by `Docker(state, act)`: how to read the cluster, how to change it

commands    run, ps, logs, stop, kill, rm, images, pull, exec, context
build       a Dockerfile as an image
words       docker's tables and durations
"""

from cluster.terminal.docker.commands import Docker

__all__ = ["Docker"]
