"""kubectl, as the browser's terminal and `manage.py kubectl` have it: words in, API calls in this process, text out.

    run(words, session) -> exit code      one command: `run(["get", "pods"], session)`
    complete(words, session)              what the last, unfinished word may become
    Session                               who runs it: which cluster, which files, where the text goes
    Vantage                               from where a session looks: the present, or a moment of the past

It prints, letter for letter, what kubectl 1.32 prints. It never starts a process and knows no clock of its own: files,
the editor, waiting and Ctrl-C come with the session. It blocks (for the database, and in streams): call it in a thread.

    session, files      what a command is given
    flags/              words taken apart, as pflag does it
    commands/           one module a command, and the table of them
    resources, builder  which kind a word means, which objects the arguments mean
    client, watching    the API
    output/             what is printed
    errors, help        refusals and explanations
"""

from cluster.api.vantage import Vantage
from cluster.kubectl.completion import complete
from cluster.kubectl.files import Files, MemoryFiles
from cluster.kubectl.kubeconfig import Kubeconfig
from cluster.kubectl.running import run
from cluster.kubectl.session import EditorFailed, NoEditor, Session

__all__ = ["EditorFailed", "Files", "Kubeconfig", "MemoryFiles", "NoEditor", "Session", "Vantage", "complete", "run"]
