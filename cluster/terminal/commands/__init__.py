"""What is installed in the terminal: commands as functions (shell, arguments, io) -> exit code."""

from cluster.terminal.commands.awk import COMMANDS as AWK
from cluster.terminal.commands.builtins import COMMANDS as BUILTINS
from cluster.terminal.commands.comparing import COMMANDS as COMPARING
from cluster.terminal.commands.control import COMMANDS as CONTROL
from cluster.terminal.commands.files import COMMANDS as FILES
from cluster.terminal.commands.functions import COMMANDS as FUNCTIONS
from cluster.terminal.commands.grep import COMMANDS as GREP
from cluster.terminal.commands.jq import COMMANDS as JQ
from cluster.terminal.commands.options import Command
from cluster.terminal.commands.reading import COMMANDS as READING
from cluster.terminal.commands.scripts import COMMANDS as SCRIPTS
from cluster.terminal.commands.sed import COMMANDS as SED
from cluster.terminal.commands.sorting import COMMANDS as SORTING
from cluster.terminal.commands.writing import COMMANDS as WRITING

COMMANDS: dict[str, Command] = {
    **BUILTINS, **CONTROL, **FILES, **READING, **WRITING, **SORTING, **GREP, **SED, **AWK, **JQ, **COMPARING,
    **FUNCTIONS, **SCRIPTS,
}  # fmt: skip
