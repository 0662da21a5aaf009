"""What is installed in the terminal: commands as functions (shell, arguments, io) -> exit code."""

from cluster.terminal.commands import awk, builtins, comparing, control, files, grep, jq, reading, sed, sorting, writing
from cluster.terminal.commands.options import Command

COMMANDS: dict[str, Command] = {
    **builtins.COMMANDS,
    **control.COMMANDS,
    **files.COMMANDS,
    **reading.COMMANDS,
    **writing.COMMANDS,
    **sorting.COMMANDS,
    **grep.COMMANDS,
    **sed.COMMANDS,
    **awk.COMMANDS,
    **jq.COMMANDS,
    **comparing.COMMANDS,
}
