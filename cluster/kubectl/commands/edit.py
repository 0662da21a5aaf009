"""`kubectl edit`. Upstream: `kubectl/pkg/cmd/edit/edit.go`."""

from cluster.kubectl.commands import editing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import RECORD, SAVE_CONFIG, SUBRESOURCE, TEMPLATES, VALIDATE, files, manager


def run(call: Call) -> None:
    """Fetch objects, let the user change them, send what was changed."""
    writing.validation(call)
    result = call.find(words=call.args, empty=True, latest=True, subresource=call["subresource"])
    infos = result.all()
    if not infos:
        raise KubectlError("edit cancelled, no objects found")
    editing.edit(call, infos, editing.patch_edited(call, infos, bool(call["output-patch"])))


COMMAND = Command(
    name="edit",
    use="edit (RESOURCE/NAME | -f FILENAME)",
    short="Edit a resource on the server",
    about="""
        Opens an object in an editor (KUBE_EDITOR, EDITOR or vi) and sends what was changed when the file is saved.

        What the server refuses is opened again, with the reasons on top.
    """,
    examples="""
        # A Deployment
        kubectl edit deployment web

        # With another editor
        KUBE_EDITOR=nano kubectl edit deployment web
    """,
    run=run,
    group="Basic Commands (Intermediate)",
    flags=(
        RECORD,
        SAVE_CONFIG,
        SUBRESOURCE,
        VALIDATE,
        manager("kubectl-edit"),
        *TEMPLATES,
        *files(),
        Flag("output-patch", "bool", False, help="print the patch that is sent"),
        Flag("windows-line-endings", "bool", False, help="end lines as Windows does"),
    ),
)
