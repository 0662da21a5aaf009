"""The simulation: pure functions over a frozen state.

Promise: nothing in this package reads a clock, draws a random number, opens a file or a socket, logs, or imports
Django. Time, identity and luck are arguments (`State.now`, `State.seed`, `State.revision`), so that the same seed and
the same acts give the same log, byte for byte. `tests/test_architecture.py` holds the promise.

Reading order: `kinds` (what exists), `moves` (what can be wished), `state` (what is), `draft` (what the API server
makes of a wish), `engine` (whose turn it is), `controllers` (who wishes what, and why).
"""
