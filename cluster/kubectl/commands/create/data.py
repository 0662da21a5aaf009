"""Keys and values for ConfigMaps and Secrets: `--from-literal`, `--from-file`, `--from-env-file`.

Upstream: `kubectl/pkg/util/util.go` (ParseFileSource, ParseLiteralSource), `kubectl/pkg/cmd/util/env_file.go`.
"""

import posixpath
from collections.abc import Callable, Iterator

from cluster.core import names
from cluster.core.go_text import quote
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

FLAGS = (
    Flag("append-hash", "bool", False, help="add a hash of what is in it to the name"),
    Flag("from-env-file", "slice", (), help="file with lines NAME=value"),
    Flag("from-file", "slice", (), help="file, or KEY=file; a folder gives a key for each of its files"),
    Flag("from-literal", "array", (), help="KEY=value"),
)
Pair = tuple[str, str]


def pairs(call: Call, what: str) -> Iterator[Pair]:
    """What the flags give, in the order in which kubectl reads them. Raises KubectlError. `what`: config or secret."""
    literals = [_literal(text) for text in call["from-literal"]]
    files = [pair for text in call["from-file"] for pair in _of_file(call, text)]
    yield from [*literals, *files] if what == "secret" else [*files, *literals]
    for name in call["from-env-file"]:
        yield from _of_env_file(call, name, what)


def _literal(text: str) -> Pair:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise KubectlError(f"invalid literal source {text}, expected key=value")
    return key, value


def file_source(text: str) -> Pair:
    """(key, path) of `path` or `key=path`. Raises KubectlError."""
    count = text.count("=")
    if not count:
        return posixpath.basename(text.rstrip("/")) or text, text
    if count > 1:
        raise KubectlError("key names or file paths cannot contain '='")
    if text.startswith("="):
        raise KubectlError(f"key name for file path {text[1:]} missing")
    if text.endswith("="):
        raise KubectlError(f"file path for key name {text[:-1]} missing")
    key, _, path = text.partition("=")
    return key, path


def _of_file(call: Call, text: str) -> list[Pair]:
    key, path = file_source(text)
    files = call.session.files
    if not files.exists(path):
        raise KubectlError(f"error reading {path}: no such file or directory")
    if not files.is_folder(path):
        return [(key, read(call, path))]
    if "=" in text:
        raise KubectlError("cannot give a key name for a directory path")
    inside = [(name, posixpath.join(path, name)) for name in sorted(files.names(path))]
    return [(name, read(call, where)) for name, where in inside if not files.is_folder(where)]


def read(call: Call, path: str) -> str:
    """The text of a file. Raises KubectlError."""
    try:
        return call.session.files.read(path)
    except OSError as fault:
        raise KubectlError(f"open {path}: {(fault.strerror or str(fault)).lower()}") from None
    except UnicodeDecodeError:
        raise KubectlError(f"{path} is no text, and only texts can be kept here") from None


def _of_env_file(call: Call, path: str, what: str) -> Iterator[Pair]:
    files = call.session.files
    if not files.exists(path):
        raise KubectlError(f"error reading {path}: no such file or directory")
    if files.is_folder(path):
        raise KubectlError(f"env {what} file cannot be a directory")
    for line in read(call, path).removeprefix("\ufeff").splitlines():
        text = line.lstrip()
        if not text or text.startswith("#"):
            continue
        key, equals, value = text.partition("=")
        if faults := names.is_relaxed_env_var_name(key):
            raise KubectlError(f"{quote(key)} is not a valid key name: {';'.join(faults)}")
        yield key, value if equals else call.session.environment.get(key, "")


def collected(found: Iterator[Pair], judge: Callable[[str, bool], None]) -> dict[str, str]:
    """All pairs as a map. `judge(key, known)` raises KubectlError."""
    data: dict[str, str] = {}
    for key, value in found:
        judge(key, key in data)
        data[key] = value
    return data
