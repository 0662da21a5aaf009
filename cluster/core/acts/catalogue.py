"""The acts that pages and command lines offer: for which kinds, with which fields, and the kubectl command of each.

A command is what one would type for the same effect; a machine going dark has none, and says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from shlex import quote

from cluster.core.acts import deployments, nodes, objects
from cluster.core.errors import BadRequest
from cluster.core.kinds import KINDS, Key
from cluster.core.moves import Move
from cluster.core.state import State

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """One act on one object: `label` for the button, `fields` to be filled in, what to type, what it does.

    `done` follows the object in the answer, in kubectl's words: `deployment.apps/web scaled`. An offer of no kind acts
    on the cluster; its key names what is to be made.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    command: Callable[[Key, Fields], str]
    perform: Callable[[State, Key, Fields], list[Move]]
    fields: tuple[str, ...] = ()
    done: str = "changed"

    def answer(self, key: Key) -> str:
        """What kubectl says when it is done; `kubectl delete` alone has another form (kubectl/pkg/cmd/delete)."""
        if self.name != "delete":
            return f"{objects.title(key)} {self.done}"
        resource = objects.title(key).partition("/")[0]
        return f'{resource} "{key[2]}" deleted' + (f" from {key[1]} namespace" if key[1] else "")


def resource_name(key: Key) -> str:
    """`deployment/web`; what kubectl takes as an argument."""
    return f"{KINDS[key[0]].singular}/{key[2]}"


def in_namespace(key: Key) -> str:
    """` -n team` unless the namespace is the default one or there is none."""
    return f" -n {key[1]}" if key[1] not in {"", "default"} else ""


def number(fields: Fields, name: str, default: int | None = None) -> int:
    """A whole number from a form field. Raises BadRequest with one sentence."""
    text = str(fields.get(name) or "").strip()
    if not text and default is not None:
        return default
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 10:
        raise BadRequest(f"{name} must be a whole number of at most 10 digits, not {text or 'empty'!r}")
    return int(text)


def _word(text: str) -> str:
    """As a shell takes it; the sign for what is yet to be filled in needs no quotes."""
    return text if text == "…" else quote(text)


def _rollout(verb: str, suffix: str = "") -> Callable[[Key, Fields], str]:
    return lambda key, _fields: f"kubectl rollout {verb} {resource_name(key)}{suffix}{in_namespace(key)}"


def _undo_command(key: Key, fields: Fields) -> str:
    revision = str(fields.get("revision") or "").strip()
    return _rollout("undo", f" --to-revision={_word(revision)}" if revision else "")(key, fields)


def _scale_command(key: Key, fields: Fields) -> str:
    return f"kubectl scale {resource_name(key)} --replicas={_word(fields.get('replicas') or 'N')}{in_namespace(key)}"


def _image_command(key: Key, fields: Fields) -> str:
    pair = f"{_word(fields.get('container') or 'CONTAINER')}={_word(fields.get('image') or 'IMAGE')}"
    return f"kubectl set image {resource_name(key)} {pair}{in_namespace(key)}"


def _delete_command(key: Key, _fields: Fields) -> str:
    return f"kubectl delete {resource_name(key)}{in_namespace(key)}"


OFFERS: dict[str, Offer] = {
    offer.name: offer
    for offer in (
        Offer(
            "set-image",
            "Set image",
            ("Deployment",),
            _image_command,
            lambda state, key, fields: deployments.set_image(
                state, key, str(fields.get("container") or ""), str(fields.get("image") or "")
            ),
            ("container", "image"),
            done="image updated",
        ),
        Offer(
            "scale",
            "Scale",
            ("Deployment", "ReplicaSet"),
            _scale_command,
            lambda state, key, fields: deployments.scale(state, key, number(fields, "replicas")),
            ("replicas",),
            done="scaled",
        ),
        Offer(
            "undo",
            "Undo",
            ("Deployment",),
            _undo_command,
            lambda state, key, fields: deployments.undo(state, key, number(fields, "revision", 0)),
            done="rolled back",
        ),
        Offer(
            "restart",
            "Restart",
            ("Deployment",),
            _rollout("restart"),
            lambda s, k, _: deployments.restart(s, k),
            done="restarted",
        ),
        Offer(
            "pause",
            "Pause",
            ("Deployment",),
            _rollout("pause"),
            lambda s, k, _: deployments.pause(s, k),
            done="paused",
        ),
        Offer(
            "resume",
            "Resume",
            ("Deployment",),
            _rollout("resume"),
            lambda s, k, _: deployments.resume(s, k),
            done="resumed",
        ),
        Offer(
            "cordon",
            "Cordon",
            ("Node",),
            lambda k, _: f"kubectl cordon {k[2]}",
            lambda s, k, _: nodes.cordon(s, k),
            done="cordoned",
        ),
        Offer(
            "uncordon",
            "Uncordon",
            ("Node",),
            lambda k, _: f"kubectl uncordon {k[2]}",
            lambda s, k, _: nodes.uncordon(s, k),
            done="uncordoned",
        ),
        Offer(
            "unplug",
            "Pull the plug",
            ("Node",),
            lambda k, _: f"(no kubectl command: the machine {k[2]} goes dark)",
            lambda s, k, _: nodes.unplug(s, k),
            done="has no power",
        ),
        Offer(
            "plug-in",
            "Plug in again",
            ("Node",),
            lambda k, _: f"(no kubectl command: the machine {k[2]} comes back)",
            lambda s, k, _: nodes.plug_in(s, k),
            done="has power again",
        ),
        Offer(
            "add-node",
            "Add a node",
            (),
            lambda k, _: f"(no kubectl command: the machine {k[2] or '…'} joins the cluster)",
            lambda s, k, _: nodes.add(s, k[2]),
            done="joined the cluster",
        ),
        Offer("delete", "Delete", tuple(KINDS), _delete_command, lambda s, k, _: objects.delete(s, k)),
    )
}


def offers_for(kind: str) -> list[Offer]:
    """The acts that a page offers for an object of this kind."""
    return [offer for offer in OFFERS.values() if kind in offer.kinds]
