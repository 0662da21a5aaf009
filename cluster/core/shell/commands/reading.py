"""Text in, text out."""

import re

from cluster.core.shell.commands.builtins import unescaped
from cluster.core.shell.process import Command, Endless, Process

LINES = 10
_SUBSTITUTION = re.compile(r"s(.)(.*?)(?<!\\)\1(.*?)(?<!\\)\1([gi]*)")
_PRINT = re.compile(r"(?:/(.*?)/)?\s*\{\s*print\s*(.*?)\s*\}")


def cat(process: Process) -> int:
    """Files one after the other."""
    _, paths = process.flags()
    found = 0
    for _, text in process.texts(paths):
        process.out.append(text)
        found += 1
    return int(found < len(paths))


def _count(options: dict[str, str]) -> tuple[int, bool]:
    """The number of `-n`, and whether it counts from the other end."""
    text = options.get("n", str(LINES))
    return (int(text.lstrip("+-")) if text.lstrip("+-").isdecimal() else LINES), text.startswith(("-", "+"))


def head(process: Process) -> int:
    """The first lines."""
    options, paths = process.flags("nc")
    count, other = _count(options)
    for _, text in process.texts(paths):
        if options.get("c", "").isdecimal():
            process.out.append(text[: int(options["c"])])
            continue
        lines = text.splitlines(keepends=True)
        process.out += lines[: len(lines) - count] if other else lines[:count]
    return int(bool(process.err))


def tail(process: Process) -> int:
    """The last lines; `-f` waits for more, which never come."""
    options, paths = process.flags("nc")
    count, other = _count(options)
    for _, text in process.texts(paths):
        lines = text.splitlines(keepends=True)
        process.out += lines[count - 1 :] if other else lines[len(lines) - min(count, len(lines)) :]
    if {"f", "F", "follow"} & set(options):
        raise Endless
    return int(bool(process.err))


def wc(process: Process) -> int:
    """Lines, words, bytes."""
    options, paths = process.flags()
    wanted = [letter for letter in "lwc" if letter in options] or list("lwc")
    for path, text in process.texts(paths):
        counts = {"l": text.count("\n"), "w": len(text.split()), "c": len(text.encode())}
        numbers = " ".join(str(counts[letter]) for letter in wanted)
        process.say(numbers if path == "-" else f"{numbers} {path}")
    return int(bool(process.err))


def grep(process: Process) -> int:
    """Lines that match."""
    options, rest = process.flags("eABCm")
    pattern = options["e"] if "e" in options else rest.pop(0) if rest else None
    if pattern is None:
        return process.fail("usage: grep PATTERN [FILE]...", 2)
    text = re.escape(pattern) if "F" in options else pattern if "E" in options else _basic(pattern)
    try:
        wanted = re.compile(rf"\b(?:{text})\b" if "w" in options else text, re.IGNORECASE if "i" in options else 0)
    except re.error:
        return process.fail(f"bad regex '{pattern}'", 2)
    found: list[str] = []
    for path, contents in process.texts(rest):
        prefix = f"{path}:" if len(rest) > 1 else ""
        for number, line in enumerate(contents.splitlines(), 1):
            if bool(wanted.search(line)) != ("v" in options):
                found.append(f"{prefix}{number}:{line}" if "n" in options else f"{prefix}{line}")
    if "c" in options:
        process.say(str(len(found)))
    elif not {"q", "quiet"} & set(options):
        process.say(*found)
    return int(not found)


def _basic(pattern: str) -> str:
    """A basic regular expression as Python's: `\\|` means or, `|` itself."""
    swapped = re.sub(r"\\([|+?(){}])|([|+?(){}])", lambda m: m.group(1) or f"\\{m.group(2)}", pattern)
    return swapped


def sort(process: Process) -> int:
    """Lines in order."""
    options, paths = process.flags("kt")
    lines = [line for _, text in process.texts(paths) for line in text.splitlines()]
    if "u" in options:
        lines = list(dict.fromkeys(lines))

    ordered = sorted(lines, key=_number) if "n" in options else sorted(lines)
    return process.say(*(reversed(ordered) if "r" in options else ordered))


def _number(line: str) -> tuple[float, str]:
    found = re.match(r"\s*-?\d+(?:\.\d+)?", line)
    return (float(found.group()) if found else 0.0), line


def uniq(process: Process) -> int:
    """Without repetitions that follow each other."""
    options, paths = process.flags()
    groups: list[tuple[str, int]] = []
    for _, text in process.texts(paths):
        for line in text.splitlines():
            if groups and groups[-1][0] == line:
                groups[-1] = (line, groups[-1][1] + 1)
            else:
                groups.append((line, 1))
    return process.say(*(f"{count:7} {line}" if "c" in options else line for line, count in groups))


def cut(process: Process) -> int:
    """Fields of lines."""
    options, paths = process.flags("dfc")
    delimiter, fields = options.get("d") or "\t", options.get("f") or options.get("c") or "1"
    for _, text in process.texts(paths):
        for line in text.splitlines():
            parts = list(line) if "c" in options else line.split(delimiter)
            if len(parts) == 1 and "c" not in options:
                process.say(line)
                continue
            process.say(("" if "c" in options else delimiter).join(parts[i] for i in _chosen(fields, len(parts))))
    return 0


def _chosen(fields: str, total: int) -> list[int]:
    found: list[int] = []
    for part in fields.split(","):
        first, dash, last = part.partition("-")
        low = int(first) if first.isdecimal() else 1
        high = int(last) if last.isdecimal() else total if dash else low
        found += range(low - 1, min(high, total))
    return found


def tr(process: Process) -> int:
    """Characters exchanged, or deleted."""
    options, sets = process.flags()
    text = process.stdin.all()
    sources = _characters(sets[0] if sets else "")
    if "d" in options:
        process.out.append("".join(char for char in text if char not in sources))
        return 0
    targets = _characters(sets[1] if len(sets) > 1 else "")
    table = {a: targets[min(i, len(targets) - 1)] for i, a in enumerate(sources)} if targets else {}
    process.out.append("".join(table.get(char, char) for char in text))
    return 0


def _characters(text: str) -> str:
    text = unescaped(text.replace("[:upper:]", "A-Z").replace("[:lower:]", "a-z").replace("[:digit:]", "0-9"))
    return re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m.group(1)), ord(m.group(2)) + 1))), text)


def sed(process: Process) -> int:
    """Substitutions `s/a/b/g`, `Nd` and `-n Np`."""
    options, rest = process.flags("e")
    script = options.get("e") or (rest.pop(0) if rest else "")
    for _, text in process.texts(rest):
        lines = text.splitlines()
        match = _SUBSTITUTION.fullmatch(script)
        if match:
            flags = re.IGNORECASE if "i" in match.group(4) else 0
            replacement = re.sub(r"\\(\d)|&", lambda m: rf"\g<{m.group(1) or 0}>", match.group(3))
            count = 0 if "g" in match.group(4) else 1
            process.say(*(re.sub(match.group(2), replacement, line, count=count, flags=flags) for line in lines))
        elif re.fullmatch(r"\d+(,\d+)?[pd]", script):
            first, _, last = script[:-1].partition(",")
            inside = set(range(int(first), int(last or first) + 1))
            process.say(*(line for i, line in enumerate(lines, 1) if (i in inside) == (script[-1] == "p")))
        else:
            return process.fail(f"unsupported command {script}")
    return 0


def awk(process: Process) -> int:
    """`/pattern/ {print $1, $2}`."""
    options, rest = process.flags("F")
    match = _PRINT.fullmatch(rest[0].strip()) if rest else None
    if match is None:
        return process.fail("only {print ...} is simulated", 2)
    pattern, fields = match.groups()
    for _, text in process.texts(rest[1:]):
        for number, line in enumerate(text.splitlines(), 1):
            if not pattern or re.search(pattern, line):
                parts = line.split(options.get("F") or None)
                process.say(" ".join(_field(field.strip(), line, parts, number) for field in fields.split(",")))
    return 0


def _field(field: str, line: str, parts: list[str], number: int) -> str:
    if field in {"", "$0"}:
        return line
    if field in {"NF", "NR"}:
        return str(len(parts) if field == "NF" else number)
    at = len(parts) if field == "$NF" else int(field[1:]) if field[1:].isdecimal() else 0
    if field.startswith("$"):
        return parts[at - 1] if 0 < at <= len(parts) else ""
    return field.strip('"')


def seq(process: Process) -> int:
    """Numbers."""
    numbers = [int(arg) for arg in process.args if arg.lstrip("-").isdecimal()]
    if not numbers:
        return process.fail("missing operand")
    first, step, last = (
        (1, 1, *numbers)
        if len(numbers) == 1
        else ((numbers[0], 1, numbers[1]) if len(numbers) == 2 else (numbers[0], numbers[1] or 1, numbers[2]))
    )
    return process.say(*map(str, list(range(first, last + (1 if step > 0 else -1), step))[:10_000]))


def yes(_process: Process) -> int:
    """Never ends."""
    raise Endless


COMMANDS: dict[str, Command] = {
    "cat": cat, "head": head, "tail": tail, "wc": wc, "grep": grep, "egrep": grep, "sort": sort, "uniq": uniq,
    "cut": cut, "tr": tr, "sed": sed, "awk": awk, "seq": seq, "yes": yes, "less": cat, "more": cat,
}  # fmt: skip
