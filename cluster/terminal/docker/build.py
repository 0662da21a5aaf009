"""A Dockerfile as an image: FROM, CMD, ENTRYPOINT, ENV, EXPOSE; others change nothing that is simulated."""

import json
import re
from typing import NamedTuple

KNOWN = frozenset({
    "FROM", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "COPY", "ADD", "RUN", "WORKDIR", "USER", "LABEL", "ARG", "VOLUME",
    "HEALTHCHECK", "STOPSIGNAL", "SHELL", "MAINTAINER", "ONBUILD",
})  # fmt: skip


class BadDockerfile(ValueError):
    """It cannot be built; the message is docker's."""


class Recipe(NamedTuple):
    """What a Dockerfile says; `sources` are the files that it copies."""

    base: str
    command: list[str]
    env: dict[str, str]
    ports: list[int]
    steps: list[str]
    sources: list[str]


def read(text: str) -> Recipe:
    """The recipe. Raises BadDockerfile."""
    recipe = Recipe("", [], {}, [], [], [])
    entry: list[str] = []
    lines = re.sub(r"\\\s*\n", " ", text).splitlines()
    for number, line in enumerate(lines, 1):
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        name, rest = word.upper(), rest.strip()
        if name not in KNOWN:
            raise BadDockerfile(f"dockerfile parse error on line {number}: unknown instruction: {word}")
        if not rest:
            raise BadDockerfile(f"dockerfile parse error on line {number}: {name} requires at least one argument")
        if not recipe.base and name not in {"FROM", "ARG"}:
            raise BadDockerfile(f"dockerfile parse error on line {number}: no build stage in current context")
        recipe.steps.append(f"{name} {rest}")
        if name == "FROM":
            recipe, entry = Recipe(rest.split()[0], [], {}, [], recipe.steps, []), []
        elif name == "CMD":
            recipe.command[:] = _words(rest)
        elif name == "ENTRYPOINT":
            entry = _words(rest)
        else:
            _note(recipe, name, rest)
    if not recipe.base:
        raise BadDockerfile("the Dockerfile cannot be empty")
    return recipe._replace(command=[*entry, *recipe.command])


def _note(recipe: Recipe, name: str, rest: str) -> None:
    if name == "ENV":
        pairs = re.findall(r'(\w+)=("[^"]*"|\S*)', rest) or [tuple(rest.partition(" ")[::2])]
        recipe.env.update({key: value.strip('"') for key, value in pairs})
    elif name == "EXPOSE":
        recipe.ports.extend(int(port) for port in re.findall(r"\b\d{1,5}\b", rest))
    elif name in {"COPY", "ADD"} and "--from" not in rest:
        recipe.sources.extend([word for word in rest.split() if not word.startswith("--")][:-1])


def _words(text: str) -> list[str]:
    """`["a", "b"]`, or a line for the shell."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = None
        if isinstance(found, list) and all(isinstance(word, str) for word in found):
            return found
    return ["/bin/sh", "-c", text]
