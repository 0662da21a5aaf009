"""What `-f` names, as texts: files, folders, patterns, stdin.

Upstream: `cli-runtime/pkg/resource/builder.go` (FilenameParam, Path), `visitor.go` (ExpandPathsToFileVisitors).
"""

import fnmatch
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cluster.core.go_text import quote
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.files import Files
from cluster.kubectl.session import Session

EXTENSIONS = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FileNames:
    """`-f`, `-k` and `-R`."""

    names: Sequence[str] = ()
    kustomize: str = ""
    recursive: bool = False

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return bool(self.names or self.kustomize)


@dataclass(slots=True)
class Found:
    """The files to read, in order; `single`: they are one file, named as such. `errors` are told before any is read."""

    paths: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    single: bool = False
    folder: bool = False
    stdin: bool = False


STDIN = "STDIN"
KUSTOMIZE = "kustomize://"


def look_up(wanted: FileNames, files: Files) -> Found:
    """Which files are meant."""
    found = Found()
    if wanted.names and wanted.kustomize:
        found.errors.append(KubectlError("only one of -f or -k can be specified"))
    if wanted.kustomize and wanted.recursive:
        found.errors.append(KubectlError("the -k flag can't be used with -f or -R"))
    for name in wanted.names if not found.errors else ():
        _look_up_one(name, wanted.recursive, files, found)
    if wanted.kustomize:
        found.paths.append(KUSTOMIZE + wanted.kustomize)
    return found


def _look_up_one(name: str, recursive: bool, files: Files, found: Found) -> None:
    if name == "-":
        if found.stdin:
            found.errors.append(KubectlError("standard input cannot be used for multiple arguments"))
        found.stdin = True
        found.paths.append(STDIN)
        return
    if name.startswith(("http://", "https://")):
        place = urlsplit(name).netloc
        text = f"Unable to connect to the server: dial tcp: lookup {place.partition(':')[0]}: no such host"
        found.errors.append(PlainText(text))
        return
    matches = [name] if files.exists(name) else _matching(name, files)
    if not matches:
        found.errors.append(KubectlError(f"the path {quote(name)} does not exist"))
    found.single = found.single or (not recursive and len(matches) == 1)
    for path in matches:
        _add(path, recursive, files, found)


class PlainText(KubectlError):
    """Printed without `error: ` before it."""


def _no_kustomize(folder: str, files: Files) -> KubectlError:
    names = ("kustomization.yaml", "kustomization.yml", "Kustomization")
    path = posixpath.normpath(folder)
    if not files.exists(path):
        return KubectlError(f"evalsymlink failure on '{folder}' : lstat {folder}: no such file or directory")
    if any(files.exists(posixpath.join(path, name)) for name in names):
        return KubectlError(f"kustomize is not available in the playground; apply the files of {quote(folder)} with -f")
    listed = " or ".join((", ".join(f"'{name}'" for name in names[:2]), f"'{names[2]}'"))
    return KubectlError(f"unable to find one of {listed} in directory '{files.absolute(path)}'")


def _matching(pattern: str, files: Files) -> list[str]:
    folder, base = posixpath.split(pattern)
    if not any(char in base for char in "*?["):
        return []
    try:
        names = sorted(files.names(folder or "."))
    except OSError:
        return []
    return [posixpath.join(folder, name) for name in names if fnmatch.fnmatchcase(name, base)]


def _add(path: str, recursive: bool, files: Files, found: Found) -> None:
    paths = list(_walk(path, recursive, files)) if files.is_folder(path) else [path]
    found.folder = found.folder or len(paths) > 1
    found.paths += paths
    if not found.paths and not found.errors:
        shown = f"[{path}]"
        found.errors.append(
            KubectlError(f"error reading {shown}: recognized file extensions are [{' '.join(EXTENSIONS)}]")
        )


def _walk(folder: str, recursive: bool, files: Files) -> Iterator[str]:
    for name in sorted(files.names(folder)):
        path = posixpath.normpath(posixpath.join(folder, name))
        if files.is_folder(path):
            if recursive:
                yield from _walk(path, recursive, files)
        elif name.endswith(EXTENSIONS):
            yield path


def read(path: str, session: Session) -> str:
    """The text of one of them. Raises KubectlError."""
    if path == STDIN:
        return session.stdin()
    if path.startswith(KUSTOMIZE):
        raise _no_kustomize(path.removeprefix(KUSTOMIZE), session.files)
    try:
        return session.files.read(path)
    except OSError as fault:
        words = (fault.strerror or str(fault)).lower()
        verb = "read" if isinstance(fault, IsADirectoryError) else "open"
        raise KubectlError(f"{verb} {path}: {words}") from None
    except UnicodeDecodeError:
        raise KubectlError(f"error parsing {path}: the file is not text") from None
