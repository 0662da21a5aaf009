"""What an unknown command may have meant. Upstream: `cobra/command.go` (SuggestionsFor, findSuggestions)."""

from cluster.core.go_text import quote
from cluster.kubectl.commands.command import Command

NEAR = 2


def unknown_command(root: Command, word: str) -> str:
    """`unknown command "foo" for "kubectl"`, with what is near."""
    text = f"unknown command {quote(word)} for {quote(root.name)}"
    near = suggestions(root, word)
    return text + "\n\nDid you mean this?\n" + "".join(f"\t{name}\n" for name in near) if near else text


def suggestions(root: Command, word: str) -> list[str]:
    """Names of subcommands that begin so, are at most two edits away, or are known under this word elsewhere."""
    return [
        sub.name
        for sub in root.subcommands
        if not sub.hidden
        and (
            distance(word.lower(), sub.name.lower()) <= NEAR
            or sub.name.lower().startswith(word.lower())
            or word.lower() in sub.suggested_for
        )
    ]


def distance(one: str, other: str) -> int:
    """The Levenshtein distance, or more than NEAR when the lengths tell already."""
    if abs(len(one) - len(other)) > NEAR:
        return NEAR + 1
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, letter in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != letter))
    return row[-1]
