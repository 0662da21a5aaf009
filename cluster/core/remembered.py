"""Answers remembered for short texts: names, labels and images come again and again, long ones only from mischief."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

MOST_ANSWERS = 4096
LONGEST = 256
"""Longer texts are judged anew each time: 4096 texts of 1 MB each would fill the memory."""


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function of one text, with its last 4096 answers about short texts kept."""
    cached = lru_cache(maxsize=MOST_ANSWERS)(function)

    def answer(text: str) -> T:
        return cached(text) if len(text) <= LONGEST else function(text)

    return answer
