"""The terminal of a sandbox: a small bash over the sandbox's files. Nothing of it is a process of the server.

    Shell(...).run(text, io) -> exit code     what was typed, carried out; its output goes where `io` says, as it comes
    is_complete(text)                         whether there is a line to be awaited still (`>`)

Words and grammar are those of the shell inside containers (`cluster.core.shell`). What differs: time is real, output
streams through pipes (each stage but the last has a thread), Ctrl-C ends anything, and errors are worded as bash does.

    shell, redirections    scripts carried out
    source                 here-documents, unfinished lines, bash's words for what cannot be read
    streams                input and output, pipes, Ctrl-C
    files                  the folder that commands see
    commands/              what is installed; kubectl and docker are handed in
    completion, hints      what Tab offers; what is said kindly after a mistake
"""

from cluster.terminal.files import Folder, MemoryStore, Refused
from cluster.terminal.shell import Shell
from cluster.terminal.source import is_complete
from cluster.terminal.streams import Input, Io, Pipe, Stop, Stopped, TextInput

__all__ = [
    "Folder", "Input", "Io", "MemoryStore", "Pipe", "Refused", "Shell", "Stop", "Stopped", "TextInput", "is_complete",
]  # fmt: skip
