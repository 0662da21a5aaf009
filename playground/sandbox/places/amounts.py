"""CPU and memory of a node: what it can give, what its pods ask for, what is really in use; in numbers and in words."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from cluster.core import pods
from cluster.core.controllers.scheduler.resources import in_words
from cluster.core.kinds import Object
from cluster.core.load import Use
from cluster.core.pod_resources import Request, request_of
from cluster.core.usage import Candidate
from playground.sandbox.places.values import Bar, Part

WIDTH = 1000
"""Units of a bar: a pod that asks for a thousandth of a node can still be seen as a line."""
Asked = list[tuple[int, Request]]
"""(hue, request) of each pod that counts, in the order in which the pods are drawn."""


def asked_of(found: Iterable[tuple[int, Object]]) -> Asked:
    """What pods, each with its hue, ask for. Finished ones have given back what they had."""
    return [(hue, request_of(pod)) for hue, pod in found if not pods.is_terminal(pod)]


def bars(node: Candidate, asked: Asked, use: Use | None) -> list[Bar]:
    """The bars of a node: CPU and memory. `use` is None where nobody knows it."""
    can = node.allocatable
    cpu = [(hue, request.cpu) for hue, request in asked]
    memory = [(hue, request.memory) for hue, request in asked]
    return [
        _bar("CPU", "cpu", can.cpu, cpu, use.cpu if use else None),
        _bar("Memory", "memory", can.memory, memory, use.memory if use else None),
    ]


def _bar(title: str, resource: str, whole: int, asked: list[tuple[int, int]], used: int | None) -> Bar:
    total = sum(amount for _, amount in asked)
    scale = max(whole, total, used or 0, 1)
    return Bar(
        title,
        WIDTH,
        _parts(asked, scale),
        None if used is None else used * WIDTH // scale,
        f"{amount(resource, total)} of {amount(resource, whole)}{' cores' if resource == 'cpu' else ''} asked for",
        amount(resource, abs(whole - total)) + (" free" if total <= whole else " too much"),
        "" if used is None else f"{measured(resource, used)} in use",
    )


def _parts(asked: list[tuple[int, int]], scale: int) -> list[Part]:
    """Neighbours of one hue are one part: 20 pods of 100m on 4 cores -> one part of 500 units."""
    parts, start = [], 0
    for hue, group in groupby(asked, key=itemgetter(0)):
        end = start + sum(amount for _, amount in group)
        if end > start:
            first = start * WIDTH // scale
            parts.append(Part(first, max(1, end * WIDTH // scale - first), hue))
        start = end
    return parts


def amount(resource: str, value: int) -> str:
    """For people: `("cpu", 1500)` -> `1.5`, `("memory", 3 * 2**29)` -> `1.5Gi`, and below 1Gi whole mebibytes."""
    if resource != "memory":
        return in_words(resource, value)
    if value < 2**30:
        return f"{value >> 20}Mi" if value else "0"
    return f"{value / 2**30:.1f}".removesuffix(".0") + "Gi"


def measured(resource: str, value: int) -> str:
    """What is measured is not told to the last digit: 0.121 cores -> `0.12`."""
    return amount(resource, round(value, -1) if resource == "cpu" else value)


def totals(nodes: Iterable[Candidate]) -> str:
    """`4.5 of 12 cores, 3Gi of 24Gi of memory asked for.`"""
    found = [(node.allocatable, node.taken) for node in nodes]
    cpu, all_cpu = sum(taken.cpu for _, taken in found), sum(can.cpu for can, _ in found)
    memory, all_memory = sum(taken.memory for _, taken in found), sum(can.memory for can, _ in found)
    cores = f"{amount('cpu', cpu)} of {amount('cpu', all_cpu)} cores"
    return f"{cores}, {amount('memory', memory)} of {amount('memory', all_memory)} of memory asked for."
