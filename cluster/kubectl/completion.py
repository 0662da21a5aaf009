"""Words that may complete a line; see `complete`."""

from cluster.kubectl.session import Session


def complete(words: list[str], session: Session) -> list[str]:
    """What the last word of `words` (after `kubectl`) may become."""
    return []
