"""Watches: what happens to a collection, as it happens.

`events` decides what a change means to one watch (pure), `tail` follows a cluster's log once for all who watch it,
`frames` writes events down. `cluster.api.watch` puts them together as a response.
"""
