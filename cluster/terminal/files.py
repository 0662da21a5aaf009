"""The files that commands see: one home folder, whose contents somebody stores.

Paths in the store are relative to the home: `deploy/web.yml`; a folder without files is stored as `deploy/`.
"""

import posixpath
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Protocol

HOME = "/home/learner"
NULL = "/dev/null"


class Refused(OSError):
    """A file cannot be stored; `strerror` is the reason, as `No space left on device`."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(1, reason, name)


class Store(Protocol):
    """Keeps texts by path."""

    def paths(self) -> Iterable[str]:
        """All paths, folders with a `/` at their end."""

    def read(self, path: str) -> str:
        """The text of a path that is there."""

    def write(self, path: str, text: str) -> None:
        """Make or replace. Raises Refused."""

    def remove(self, path: str) -> None:
        """Forget a path."""


class MemoryStore:
    """A store in a dict."""

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self.texts = texts if texts is not None else {}

    def paths(self) -> list[str]:
        return list(self.texts)

    def read(self, path: str) -> str:
        return self.texts[path]

    def write(self, path: str, text: str) -> None:
        self.texts[path] = text

    def remove(self, path: str) -> None:
        self.texts.pop(path, None)


class Folder:
    """A store as one sees it from a directory. Errors are OSErrors with `strerror` as C libraries word it."""

    def __init__(self, store: Store, cwd: str = HOME) -> None:
        self.store, self.cwd = store, cwd

    def path(self, name: str) -> str:
        """A name made absolute: `..` and `~` taken away."""
        if name == "~" or name.startswith("~/"):
            name = HOME + name[1:]
        return posixpath.normpath(posixpath.join(self.cwd, name)).replace("//", "/")

    def absolute(self, name: str) -> str:
        """The whole path."""
        return self.path(name)

    def inner(self, name: str) -> str | None:
        """The path in the store, '' for the home itself, None for what lies outside."""
        path = self.path(name)
        if path == HOME:
            return ""
        return path.removeprefix(HOME + "/") if path.startswith(HOME + "/") else None

    def __iter__(self) -> Iterator[str]:
        """All absolute paths."""
        return iter([f"{HOME}/", *(f"{HOME}/{path}" for path in self.store.paths())])

    def is_folder(self, name: str) -> bool:
        """Whether it is a folder."""
        inner = self.inner(name)
        if inner is None:
            return HOME.startswith(self.path(name).rstrip("/") + "/")
        return not inner or any(path.startswith(inner + "/") for path in self.store.paths())

    def is_file(self, name: str) -> bool:
        """Whether it is a file."""
        return (self.inner(name) or "") in self.store.paths()

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder."""
        return self.is_file(name) or self.is_folder(name) or self.path(name) == NULL

    def read(self, name: str) -> str:
        """The text of a file. Raises OSError."""
        if self.path(name) == NULL:
            return ""
        inner = self.inner(name)
        if inner and inner in self.store.paths() and not name.endswith("/"):
            return self.store.read(inner)
        if self.is_folder(name):
            raise IsADirectoryError(21, "Is a directory", name)
        raise _missing(name)

    def write(self, name: str, text: str) -> None:
        """Make or replace a file. Raises OSError."""
        path, inner = self.path(name), self.inner(name)
        if path == NULL:
            return
        if not name or not self.is_folder(posixpath.dirname(path)):
            raise _missing(name)
        if self.is_folder(name) or name.endswith("/"):
            raise IsADirectoryError(21, "Is a directory", name)
        if inner is None:
            raise PermissionError(13, "Permission denied", name)
        self.store.write(inner, text)
        self._forget_marker(inner)

    def make_folder(self, name: str) -> None:
        """An empty folder. Raises OSError."""
        inner = self.inner(name)
        if self.exists(name):
            raise FileExistsError(17, "File exists", name)
        if not self.is_folder(posixpath.dirname(self.path(name))):
            raise _missing(name)
        if inner is None:
            raise PermissionError(13, "Permission denied", name)
        self.store.write(inner + "/", "")
        self._forget_marker(inner)

    def remove(self, name: str) -> None:
        """A file, or a folder with all that is in it, is gone. Raises OSError."""
        inner = self.inner(name)
        if inner is None or not self.exists(name):
            raise _missing(name) if not self.exists(name) else PermissionError(13, "Permission denied", name)
        for path in list(self.store.paths()):
            if path == inner or path.startswith(inner + "/") or not inner:
                self.store.remove(path)
        self._keep_parent(inner)

    def names(self, folder: str) -> list[str]:
        """The names in a folder. Raises OSError."""
        if not self.is_folder(folder):
            raise NotADirectoryError(20, "Not a directory", folder) if self.exists(folder) else _missing(folder)
        base = self.path(folder).rstrip("/") + "/"
        return sorted({path[len(base) :].split("/")[0] for path in self if path.startswith(base)} - {""})

    def below(self, folder: str) -> list[str]:
        """The files below a folder, as paths relative to it."""
        base = self.path(folder).rstrip("/") + "/"
        return sorted(path[len(base) :] for path in self if path.startswith(base) and not path.endswith("/"))

    def matching(self, pattern: str) -> list[str]:
        """The names that a pattern with `*`, `?` or `[` in any of its parts stands for."""
        found = ["/"] if pattern.startswith("/") else [""]
        for part in pattern.strip("/").split("/"):
            step = []
            for base in found:
                names = self.names(base or ".") if self.is_folder(base or ".") else []
                hits = [name for name in names if fnmatchcase(name, part) and (name[0] != "." or part[:1] == ".")]
                step += [f"{base}{name}/" for name in hits]
            found = step
        return [name[:-1] for name in found if self.exists(name[:-1])]

    def shown(self) -> str:
        """The present directory as the prompt shows it."""
        return "~" + self.cwd.removeprefix(HOME) if (self.cwd + "/").startswith(HOME + "/") else self.cwd

    def _forget_marker(self, inner: str) -> None:
        marker = posixpath.dirname(inner) + "/"
        if marker != "/" and marker in self.store.paths():
            self.store.remove(marker)

    def _keep_parent(self, inner: str) -> None:
        parent = posixpath.dirname(inner)
        if parent and not any(path.startswith(parent + "/") for path in self.store.paths()):
            self.store.write(parent + "/", "")


def _missing(name: str) -> FileNotFoundError:
    return FileNotFoundError(2, "No such file or directory", name)
