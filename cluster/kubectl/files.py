"""The files that commands read and write: an interface, and the simplest that has it."""

import posixpath
from collections.abc import Iterable
from typing import Protocol


class Files(Protocol):
    """A folder of files. Names are as the user wrote them; a missing one is a FileNotFoundError."""

    def read(self, name: str) -> str:
        """The text of a file. Raises OSError."""

    def write(self, name: str, text: str) -> None:
        """Make or replace a file. Raises OSError."""

    def is_folder(self, name: str) -> bool:
        """Whether it is a folder."""

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of this name."""

    def names(self, folder: str) -> Iterable[str]:
        """The names in a folder, without their path. Raises OSError."""

    def absolute(self, name: str) -> str:
        """The whole path of a file, as it is told."""


class MemoryFiles:
    """Files in a dict, by their path without a leading `./`."""

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self.texts = texts if texts is not None else {}

    def read(self, name: str) -> str:
        path = _path(name)
        if path not in self.texts:
            raise IsADirectoryError(21, "is a directory", name) if self.is_folder(name) else _missing(name)
        return self.texts[path]

    def write(self, name: str, text: str) -> None:
        self.texts[_path(name)] = text

    def is_folder(self, name: str) -> bool:
        path = _path(name)
        return path in {".", "/"} or any(one.startswith(path + "/") for one in self.texts)

    def exists(self, name: str) -> bool:
        return _path(name) in self.texts or self.is_folder(name)

    def names(self, folder: str) -> list[str]:
        path = _path(folder)
        if not self.is_folder(folder):
            raise _missing(folder)
        start = "" if path == "." else path + "/"
        return sorted({one[len(start) :].split("/")[0] for one in self.texts if one.startswith(start)})

    def absolute(self, name: str) -> str:
        return posixpath.join("/", _path(name))


def _path(name: str) -> str:
    return posixpath.normpath(name)


def _missing(name: str) -> FileNotFoundError:
    return FileNotFoundError(2, "no such file or directory", name)
