"""The panel of one object: what it is, what can be done with it, its YAML, its description and history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cluster import store
from cluster.core import describe, manifests, printers
from cluster.core.acts.catalogue import offers_for
from cluster.core.kinds import KINDS, Key, Object, key_of, public
from cluster.core.objects import controller_of, namespace_of, uid_of
from cluster.core.state import State
from playground.sandbox import picture
from playground.sandbox.log import log_steps
from playground.sandbox.moment import get_moment
from playground.sandbox.templatetags.sandbox import CLUSTER_SCOPED

CHILDREN_SHOWN = 100


@require_GET
def show(request: HttpRequest, name: str, kind: str, namespace: str, object_name: str) -> HttpResponse:
    """One object, as a panel of the page; as a page of its own for who opens the address itself."""
    moment = get_moment(request, name)
    sandbox, state = moment.sandbox, moment.state
    # PostgreSQL cannot even be asked for a text with a zero byte.
    if kind not in KINDS or "\0" in namespace + object_name:
        raise Http404("There is no such object.")
    key = kind, "" if namespace == CLUSTER_SCOPED else namespace, object_name
    obj = state.at(key)
    context: dict[str, Any] = {"sandbox": sandbox, "key": key, "object": obj, "moment": moment}
    context["history"] = log_steps(store.changes_of(sandbox.cluster_id, key)[::-1])
    if obj is not None:
        context |= _facts(state, obj) | _acts(state, obj)
    in_page = request.headers.get("HX-Request") == "true"
    return render(request, "sandbox/_panel.html" if in_page else "sandbox/object.html", context)


def _facts(state: State, obj: Object) -> dict[str, Any]:
    return {
        "row": _row(state, obj),
        "owner": _owner(obj),
        "children": _children(state, obj),
        "yaml": manifests.dump(public(obj)),
        "description": describe.describe(public(obj), describe.gather(state, obj)),
    }


def _acts(state: State, obj: Object) -> dict[str, Any]:
    """What the buttons need: Deployments and nodes have the same ones here as in the picture."""
    match obj["kind"]:
        case "Deployment":
            return {"deployment": picture.deployment_view(state, obj, picture.hues_of(state))}
        case "Node":
            return {"node": picture.node_view(state, obj, {})}
        case kind:
            # Of these only ReplicaSets have an offer with a field: how many replicas.
            replicas = str(obj.get("spec", {}).get("replicas", ""))
            return {"offers": [(offer, offer.command(key_of(obj), {})) for offer in offers_for(kind)], "now": replicas}


def _row(state: State, obj: Object) -> list[tuple[str, str]]:
    """What `kubectl get` shows of the object: titles and cells."""
    titles, cells = printers.table([public(obj)], state.now, wide=True)
    return list(zip(titles, cells, strict=True))


def _owner(obj: Object) -> Key | None:
    owner = controller_of(obj)
    return (owner["kind"], namespace_of(obj), owner["name"]) if owner and owner["kind"] in KINDS else None


def _children(state: State, obj: Object) -> list[Key]:
    if obj["kind"] == "Node":
        found = [key_of(pod) for pod in state.pods_on(obj["metadata"]["name"])]
    else:
        found = [key_of(child) for child in state.dependents(uid_of(obj))]
    return sorted(found)[:CHILDREN_SHOWN]
