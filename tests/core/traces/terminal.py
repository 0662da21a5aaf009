"""As much of kubectl as the recorded stories type: words to acts, answers to texts."""

import re

from cluster.core import printers, rollout, tabwriter
from cluster.core.acts import deployments as acts
from cluster.core.errors import ApiError
from tests.core.traces.player import IMAGES, plain

KINDS = {"deploy": "Deployment", "rs": "ReplicaSet", "pods": "Pod", "nodes": "Node", "svc": "Service"}
KINDS |= {"endpointslices": "EndpointSlice"}
PREFIXES = {"Deployment": "deployment.apps/", "ReplicaSet": "replicaset.apps/", "Pod": "pod/", "Service": "service/"}
PREFIXES |= {"EndpointSlice": "endpointslice.discovery.k8s.io/"}
DRAWN = re.compile(r"\b\d+[smh]\d*s?(?=\s|$)|\b10[.][\d.,+ more]*|(?<=/web)-\w{5}\b")
"""Ages, addresses and a slice's suffix."""
WEB = ("Deployment", "default", "web")
TITLE = "deployment.apps/web"


def table(text):
    """A printed table as rows of cells, without ages, addresses and names drawn by lot; sorted."""
    rows = [DRAWN.sub("", line.replace("node-", "n")).split() for line in plain(text).splitlines() if line.strip()]
    return sorted(row for row in rows)


def answer(player, args):
    """(exit code, stdout, stderr) of a command."""
    verb, *rest = args[1:]
    words = [word for word in rest if not word.startswith("-")]
    flags = dict(word.split("=", 1) for word in rest if word.startswith("-"))
    try:
        return 0, VERBS[verb](player, words, flags), ""
    except (ApiError, rollout.RolloutRefused) as fault:
        text = fault.message if isinstance(fault, ApiError) else f"error: {fault}"
        # To kubectl a rollback that is not needed is no error.
        return (0, f"{text}\n", "") if "skipped rollback" in text else (1, "", f"{text}\n")


def get(player, words, _flags):
    found = []
    for kind in (KINDS[word] for word in words[0].split(",")):
        objects = player.of_kind(kind) if kind != "Node" else list(player.state.of_kind("Node"))
        rows = printers.table([obj for obj in objects if obj["metadata"]["name"] != "kubernetes"], player.state.now)
        if "," in words[0]:
            rows[1:] = [[PREFIXES[kind] + row[0], *row[1:]] for row in rows[1:]]
        found.append(tabwriter.table(sorted(rows[:1]) + sorted(rows[1:])))
    return "\n".join(found)


def status(player, _words, flags):
    """Without a watch the line of this moment; with it only the last one, since all the others depend on timing."""
    line, done = rollout.rollout_status(player.get())
    if "--watch" not in flags:
        assert done
    return line


def of_rollout(player, words, flags):
    verb = words[0]
    if verb == "status":
        return status(player, words, flags)
    if verb == "history":
        replica_sets = acts.replica_sets_of(player.state, player.get())
        return rollout.history_report(TITLE, player.get(), replica_sets, int(flags.get("--revision", 0)))
    done = {"undo": "rolled back", "pause": "paused", "resume": "resumed", "restart": "restarted"}[verb]
    options = [int(flags.get("--to-revision", 0))] if verb == "undo" else []
    player.commit(getattr(acts, verb)(player.state, WEB, *options))
    return f"{TITLE} {done}\n"


def set_image(player, words, _flags):
    name, _, image = words[2].partition("=")
    moves = acts.set_image(player.state, WEB, name, IMAGES.get(image, image))
    before = player.state.revision
    player.commit(moves)
    return f"{TITLE} image updated\n" if player.state.revision > before else ""


def scale(player, _words, flags):
    player.commit(acts.scale(player.state, WEB, int(flags["--replicas"])))
    return f"{TITLE} scaled\n"


def annotate(player, words, _flags):
    player.annotate(player.get(), **dict([words[1].split("=")]))
    return f"{TITLE} annotated\n"


VERBS = {"get": get, "rollout": of_rollout, "set": set_image, "scale": scale, "annotate": annotate}
