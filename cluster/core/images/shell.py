"""The usual commands of small containers, run in no time: `sleep 5; exit 1`, `touch /tmp/ok; sleep 30; rm /tmp/ok`.

    run(words) -> Run       how long it takes, how it ends, which files come and go meanwhile

A small part of what a shell can do, and only what can be foretold: lists with `;`, `&&`, `||`, `while true`, `exec`,
`trap`, tests of files. A command that is not known counts as the image's own program, which runs until it is stopped.
"""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
ENDS = frozenset({";", "&&", "||", "&", "|"})
SILENT = frozenset(
    {
        ":",
        "true",
        "echo",
        "printf",
        "date",
        "mkdir",
        "chmod",
        "chown",
        "cp",
        "mv",
        "export",
        "set",
        "env",
        "hostname",
        "id",
        "uname",
        "whoami",
        "pwd",
        "cd",
        "ls",
        "sync",
        "unset",
        "umask",
    }
)
"""Commands that succeed at once."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that comes or goes `at` milliseconds after the start."""

    at: int
    path: str
    present: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What becomes of a command: it ends after `exits_ms` (None: never) with `code`.

    `program_ms`: when the image's own program takes over (None: it never does). `handles_term`: the shell has a trap.
    """

    exits_ms: int | None = 0
    code: int = 0
    files: tuple[FileChange, ...] = ()
    program_ms: int | None = None
    output: str = ""
    handles_term: bool = False


@lru_cache(maxsize=1024)
def run(words: tuple[str, ...], files: frozenset[str] = frozenset()) -> Run:
    """Run a command with these files present; files that nobody made do not exist."""
    shell = _Shell(set(files))
    shell.command(list(words))
    if shell.forever or shell.program_ms is not None:
        return shell.result(None)
    return shell.result(shell.elapsed)


@dataclass(slots=True)
class _Shell:
    present: set[str]
    elapsed: int = 0
    code: int = 0
    ended: bool = False
    forever: bool = False
    program_ms: int | None = None
    traps: bool = False
    changes: list[FileChange] = field(default_factory=list)
    output: str = ""

    def result(self, exits_ms: int | None) -> Run:
        return Run(exits_ms, self.code, tuple(self.changes), self.program_ms, self.output, self.traps)

    def script(self, text: str) -> None:
        """Run a script's text; what cannot be read as one counts as the image's own program."""
        try:
            lexer = shlex.shlex(text.replace("\\\n", " ").replace("\n", " ; "), posix=True, punctuation_chars=";&|")
            lexer.whitespace_split = True
            self.tokens(list(lexer))
        except ValueError:
            self.program_ms = self.elapsed

    def tokens(self, tokens: list[str]) -> None:
        """Run commands one after the other, as far as `&&` and `||` let them."""
        skip = False
        while tokens and not self.over():
            if tokens[0] in ENDS:
                operator = tokens.pop(0)
                skip = (operator == "&&" and self.code != 0) or (operator == "||" and self.code == 0)
                continue
            if tokens[0] in {"while", "until"}:
                tokens = self.loop(tokens)
                continue
            words = list(takewhile(lambda token: token not in ENDS, tokens))
            tokens = tokens[len(words) :]
            if not skip:
                self.command(words)

    def over(self) -> bool:
        return self.ended or self.forever or self.program_ms is not None

    def loop(self, tokens: list[str]) -> list[str]:
        """`while true; do BODY; done` ends only by an `exit` in its first pass; other conditions are never met."""
        if "do" not in tokens or "done" not in tokens:
            self.program_ms = self.elapsed
            return []
        body = tokens[tokens.index("do") + 1 : tokens.index("done")]
        if tokens[0] == "while" and tokens[1] in {"true", ":", "[", "1"}:
            self.tokens(body)
            self.forever = not self.ended and self.program_ms is None
        return tokens[tokens.index("done") + 1 :]

    def command(self, words: list[str]) -> None:
        """Run one command; redirections make their file."""
        words = self.redirected(words)
        while words and (words[0] in {"exec", "nohup", "time", "command"} or "=" in words[0].split("/")[0]):
            words = words[1:]
        if not words:
            return
        name, args = words[0].rsplit("/", 1)[-1], words[1:]
        if name in SHELLS:
            self.shell(args)
        elif name in SILENT:
            self.code = 0
        elif name in COMMANDS:
            COMMANDS[name](self, args)
        else:
            self.program_ms = self.elapsed

    def redirected(self, words: list[str]) -> list[str]:
        """Without `> file`; the file is there from now on."""
        kept: list[str] = []
        rest = iter(words)
        for word in rest:
            if word in {">", ">>", "2>", "1>"}:
                self.make(next(rest, ""))
            elif word.startswith(">") and len(word) > 1:
                self.make(word.lstrip(">"))
            elif not word.startswith(("2>", "1>")):
                kept.append(word)
        return kept

    def shell(self, args: list[str]) -> None:
        script = next((i for i, arg in enumerate(args) if arg.startswith("-") and arg.endswith("c")), None)
        if script is not None and script + 1 < len(args):
            self.script(args[script + 1])
        elif args:
            self.program_ms = self.elapsed

    def make(self, path: str) -> None:
        if path and not path.startswith(("/dev/", "&")):
            self.present.add(path)
            self.changes.append(FileChange(self.elapsed, path, True))

    def do_sleep(self, args: list[str]) -> None:
        total = 0.0
        for arg in args:
            if arg.startswith("inf"):
                self.forever = True
                return
            unit = arg[-1] if arg[-1:] in UNITS else ""
            try:
                total += float(arg.removesuffix(unit)) * UNITS[unit]
            except ValueError:
                self.code, self.output = 1, f"sleep: invalid number '{arg}'"
                return
        self.elapsed += round(total * 1000)
        self.code = 0

    def do_false(self, _args: list[str]) -> None:
        self.code = 1

    def do_exit(self, args: list[str]) -> None:
        self.code = int(args[0]) % 256 if args and args[0].isdecimal() else self.code
        self.ended = True

    def do_touch(self, args: list[str]) -> None:
        for path in args:
            self.make(path)
        self.code = 0

    def do_rm(self, args: list[str]) -> None:
        for path in [arg for arg in args if not arg.startswith("-")]:
            self.present.discard(path)
            self.changes.append(FileChange(self.elapsed, path, False))
        self.code = 0

    def do_cat(self, args: list[str]) -> None:
        there = ("/etc/", "/proc/", "/dev/", "/var/run/secrets/")
        missing = [path for path in args if not path.startswith(there) and path not in self.present]
        self.code = 1 if missing else 0
        self.output = f"cat: can't open '{missing[0]}': No such file or directory" if missing else ""

    def do_test(self, args: list[str]) -> None:
        if args[:1] and args[0] in {"-f", "-e", "-s", "-r", "-d"}:
            self.code = 0 if args[1:] and args[1].rstrip("]") in self.present else 1
        elif "=" in args or "==" in args:
            self.code = 0 if args[:1] == args[2:3] else 1

    def do_tail(self, args: list[str]) -> None:
        self.forever = bool({"-f", "-F", "--follow"} & set(args))

    def do_trap(self, args: list[str]) -> None:
        self.traps = self.traps or bool({"TERM", "SIGTERM", "15"} & set(args[1:]))

    def do_wait(self, _args: list[str]) -> None:
        self.code = 0


COMMANDS: dict[str, Callable[[_Shell, list[str]], None]] = {
    "sleep": _Shell.do_sleep,
    "false": _Shell.do_false,
    "exit": _Shell.do_exit,
    "touch": _Shell.do_touch,
    "rm": _Shell.do_rm,
    "cat": _Shell.do_cat,
    "test": _Shell.do_test,
    "[": _Shell.do_test,
    "tail": _Shell.do_tail,
    "trap": _Shell.do_trap,
    "wait": _Shell.do_wait,
}
