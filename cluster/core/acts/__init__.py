"""What a person can do to a cluster: pure functions from a state to moves, each the twin of a kubectl command.

They raise an `ApiError` when Kubernetes or kubectl would refuse, and then nothing has changed. `acts.commands` tells the
kubectl command that a page's button stands for.
"""
