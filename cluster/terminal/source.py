"""Typed text before it is a script: here-documents, lines that are not finished, what bash says of bad ones."""

import re
from collections.abc import Iterator
from itertools import pairwise

from cluster.core.shell.grammar import For, If, Loop, Sequence, Simple
from cluster.core.shell.words import BadSyntax, split
from cluster.terminal.grammar import BashNode, Braces, Case, Counting, Function, Redirecting, parse

RESERVED = frozenset({"done", "fi", "then", "do", "else", "elif", "}", "esac", "in"})
MAX_LINE = 1 << 16
_HERE = re.compile(r"<<(-?)[ \t]*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(\\?[^\s;&|<>()'\"]+))")
_UNEXPECTED = re.compile(r'unexpected "(.*?)"(?: \(expecting .*\))?', re.DOTALL)


class Unfinished(ValueError):
    """There has to come another line; the message is bash's, should none come."""


class Refusal(ValueError):
    """The text is no script; the message is bash's, with `bash: ` in front of each line."""


def is_complete(text: str) -> bool:
    """Whether a text can be carried out, or refused, as it stands."""
    try:
        read(text)
    except Unfinished:
        return False
    except Refusal:
        return True
    return True


def read(text: str) -> Sequence:
    """The script of a text. Raises Unfinished, Refusal."""
    if len(text) > MAX_LINE:
        raise Refusal("line too long: at most 64 KB")
    if "\0" in text:
        raise Refusal("cannot execute binary input")
    plain = with_documents(text)
    if plain.endswith("\\") and not plain.endswith("\\\\"):
        raise Unfinished("syntax error: unexpected end of file")
    try:
        words = split(plain)
        tree = parse(plain)
    except BadSyntax as fault:
        raise _worded(str(fault), plain) from fault
    except (RecursionError, IndexError) as fault:
        raise Refusal("maximum nesting exceeded") from fault
    meant = [word for word in words if word.operator != "\n"]
    if meant and meant[-1].operator in {"&&", "||", "|"}:
        raise Unfinished("syntax error: unexpected end of file")
    for first, second in pairwise(words):
        if first.operator in {"&&", "||", "|"} and second.operator in {";", "&", "|", "&&", "||"}:
            raise Refusal(f"syntax error near unexpected token `{second.operator}'")
    misplaced = next((word for word in _first_words(tree) if word in RESERVED), "")
    if misplaced:
        raise Refusal(f"syntax error near unexpected token `{misplaced}'")
    return tree


def _first_words(node: BashNode) -> Iterator[str]:
    """What commands begin with: none may begin with a word that ends or continues something."""
    if isinstance(node, Simple):
        yield node.words[0].plain if node.words else ""
    else:
        for inner in _inside(node):
            yield from _first_words(inner)


def _inside(node: BashNode) -> Iterator[BashNode]:
    match node:
        case Sequence(items=items):
            for _, pipeline in items:
                yield from pipeline.commands
        case Loop(condition=condition, body=body):
            yield from (condition, body)
        case For(body=body) | Counting(body=body):
            yield body
        case If(branches=branches):
            yield from (part for branch in branches for part in branch if part is not None)
        case Function(body=inner) | Braces(body=inner) | Redirecting(node=inner):
            yield inner
        case Case(branches=cases):
            yield from (body for _, body in cases)


def _worded(message: str, text: str) -> ValueError:
    if message == "unterminated quoted string":
        return Unfinished(f"unexpected EOF while looking for matching `{_open_quote(text)}'")
    if message == "unterminated substitution":
        return Unfinished("unexpected EOF while looking for matching `)'")
    found = _UNEXPECTED.fullmatch(message)
    token = found.group(1) if found else ""
    if token == "end of file":
        return Unfinished("syntax error: unexpected end of file")
    return Refusal(f"syntax error near unexpected token `{'newline' if token == chr(10) else token}'")


def _open_quote(text: str) -> str:
    quote = ""
    skip = False
    for char in text:
        if skip:
            skip = False
        elif char == "\\" and quote != "'":
            skip = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"`":
            quote = char
    return quote or "}"


def with_documents(text: str) -> str:
    """Here-documents (`<<EOF`) as here-strings (`<<<`), which the grammar knows. Raises Unfinished."""
    if "<<" not in text:
        return text
    lines = text.split("\n")
    found: list[str] = []
    while lines:
        line = lines.pop(0)
        while (match := _document(line)) is not None and line[match.start() :][:3] != "<<<":
            body = _body(match, lines)
            line = f"{line[: match.start()]}{body}{line[match.end() :]}"
        found.append(line)
    return "\n".join(found)


def _document(line: str) -> re.Match[str] | None:
    """The first `<<` of a line that is neither quoted nor a comment nor part of a sum."""
    quote, at = "", 0
    while at < len(line):
        char = line[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "#" and (at == 0 or line[at - 1] in " \t;"):
            return None
        elif line.startswith("$((", at):
            at = max(line.find("))", at), at)
        elif line.startswith("<<<", at):
            at += 2
        elif line.startswith("<<", at) and (match := _HERE.match(line, at)):
            return match
        at += 1
    return None


def _body(match: re.Match[str], lines: list[str]) -> str:
    dash, single, double, plain = match.groups()
    end = single if single is not None else double if double is not None else plain.removeprefix("\\")
    literal = plain is None or plain.startswith("\\")
    body: list[str] = []
    while lines:
        line = lines.pop(0)
        line = line.lstrip("\t") if dash else line
        if line == end:
            return _quoted(body, literal) if body else f"< {'/dev/null'}"
        body.append(line)
    raise Unfinished(f"here-document delimited by end-of-file (wanted `{end}')")


def _quoted(body: list[str], literal: bool) -> str:
    text = "\n".join(body)
    if literal:
        return "<<< '" + text.replace("'", "'\\''") + "'"
    return '<<< "' + text.replace('"', '\\"') + '"'
