"""What a person can do to a cluster: pure functions from a state to moves, each the twin of a kubectl command.

They raise an `ApiError` when Kubernetes or kubectl would refuse, and then nothing has changed. `catalogue` lists what
pages and command lines offer, each with its kubectl command.
"""
