"""A rollout command that cannot be done."""


class RolloutRefused(Exception):
    """The message is kubectl's, without its leading `error: `."""
