"""What the subcommands share that change a pod template: objects in, patches out, told one by one."""

from collections.abc import Callable, Sequence

from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError
from cluster.kubectl.flags.common import ALL, DRY_RUN, LOCAL, RECORD, SELECTOR, TEMPLATES, files, manager
from cluster.kubectl.infos import Info
from cluster.kubectl.output.typed import typed

FLAGS = (ALL, DRY_RUN, LOCAL, SELECTOR, *TEMPLATES, *files(), manager("kubectl-set"))
RECORDING = (*FLAGS, RECORD)
Change = Callable[[Info], Object | None]
"""What becomes of an object; None: it has no pods, and nothing to change."""


def infos_of(call: Call, words: Sequence[str]) -> list[Info]:
    """The objects. Raises KubectlError, ApiRefused."""
    if call["local"] and words:
        raise KubectlError(changing.LOCAL_RESOURCES)
    return changing.found(call, words).all()


def apply(call: Call, infos: Sequence[Info], change: Change, done: str, failed: str, errors: list[Exception]) -> None:
    """Change all of them. `done` is what is told, `failed` how a refusal begins. Raises what was refused."""
    dry = writing.dry_run(call)
    write = writing.printed(call, done, dry)
    for info in infos:
        try:
            after = change(info)
        except KubectlError as refusal:
            errors.append(KubectlError(f"error: {info.named} {refusal}\n"))
            continue
        if after is None:
            continue
        patch = changing.two_way(info, writing.recorded(call, after))
        if not patch:
            continue
        if changing.is_local(call, dry):
            call.out(write(typed(after)))
            continue
        try:
            call.out(write(typed(changing.send(call, info, patch, "strategic", dry))))
        except ApiRefused as refusal:
            errors.append(KubectlError(f"{failed} {refusal}"))
    if errors:
        raise Aggregate(errors)


def no_template(info: Info) -> KubectlError:
    """The refusal for objects without pods."""
    return KubectlError(f"the object is not a pod or does not have a pod template: {type_of(info)}")


def type_of(info: Info) -> str:
    """Go's type of the object: `*v1.Service`."""
    return f"*{info.kind.version}.{info.kind.kind}"
