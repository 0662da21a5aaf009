"""Subresources: each module offers `HANDLERS`, its verbs."""
