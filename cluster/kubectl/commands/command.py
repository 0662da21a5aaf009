"""What a command is, and what it is given when it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cluster.kubectl import builder, client
from cluster.kubectl.errors import KubectlError, usage_error
from cluster.kubectl.flags import Flag, Values
from cluster.kubectl.session import Session
from cluster.kubectl.sources import FileNames


@dataclass(frozen=True)
class Command:
    """One command or subcommand. `use` is what follows `kubectl` in the usage line; `names`: its aliases.

    `run` None: it only has subcommands. `group` is the heading under which kubectl's own help lists it.
    """

    name: str
    use: str
    short: str
    run: Callable[["Call"], int | None] | None = None
    flags: tuple[Flag, ...] = ()
    about: str = ""
    examples: str = ""
    names: tuple[str, ...] = ()
    suggested_for: tuple[str, ...] = ()
    subcommands: tuple["Command", ...] = ()
    group: str = ""
    hidden: bool = False

    def find(self, word: str) -> "Command | None":
        """The subcommand of this name."""
        return next((sub for sub in self.subcommands if word == sub.name or word in sub.names), None)


@dataclass
class Call:
    """One run of a command: its flags and arguments, and the session."""

    command: Command
    path: str
    values: Values
    session: Session
    words: list[str] = field(default_factory=list)
    """All words after `kubectl`, as they were typed."""

    def __getitem__(self, flag: str) -> Any:
        return self.values[flag]

    @property
    def args(self) -> list[str]:
        """What is no flag."""
        return self.values.arguments

    def out(self, text: str) -> None:
        """Print."""
        self.session.out(text)

    def err(self, text: str) -> None:
        """Print to stderr."""
        self.session.err(text)

    @cached_property
    def client(self) -> client.Client:
        """The API."""
        return client.Client(self.session.vantage, lambda text: self.session.err(f"Warning: {text}\n"))

    @property
    def enforced(self) -> bool:
        """Whether the user named the namespace."""
        return bool(self["namespace"])

    @property
    def namespace(self) -> str:
        """The namespace of this request."""
        return str(self["namespace"] or self.session.kubeconfig.namespace(self["context"]))

    def files(self) -> FileNames:
        """`-f`, `-k` and `-R`."""
        values = self.values
        return FileNames(self["filename"], values.get("kustomize", ""), values.get("recursive", False))

    def usage(self, text: str) -> KubectlError:
        """A refusal of the words, with a hint at the help."""
        return usage_error(self.path, text)

    def find(self, **wanted: Any) -> builder.Result:
        """What the words mean; see `builder.Wanted`. Raises KubectlError."""
        known: dict[str, Any] = {"namespace": self.namespace, "enforce": self.enforced}
        for option, flag in (
            ("labels", "selector"),
            ("fields", "field-selector"),
            ("chunk", "chunk-size"),
            ("all", "all"),
        ):
            known |= {option: self[flag]} if flag in self.values.flags else {}
        known |= {"files": self.files()} if "filename" in self.values.flags else {}
        return builder.Result(builder.Wanted(**{**known, **wanted}), self.session, self.client)
