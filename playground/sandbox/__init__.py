"""Sandboxes: the workspace page, its files, its sockets."""
