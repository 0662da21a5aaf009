"""Reviews: questions about who one is and what one may do. In one's own sandbox everything is allowed.

Upstream: `pkg/registry/authorization`, `pkg/registry/authentication`. Nothing of it is stored.
"""

import base64
import binascii
import json
from typing import Any

from cluster import store
from cluster.api import auth, options
from cluster.api.resource import Answer, Call, Resource
from cluster.api.verbs import bodies
from cluster.core import times, tokens
from cluster.core.errors import Invalid
from cluster.core.field_errors import invalid, required
from cluster.core.kinds import Object

AUTHENTICATION, AUTHORIZATION = "authentication.k8s.io", "authorization.k8s.io"
GROUPS = ["kubeadm:cluster-admins", "system:authenticated"]
ALL = ["*"]


def _asked(call: Call) -> Object:
    wishes = options.write_options(call.request, "CreateOptions")
    return bodies.read(call, wishes)


def _answer(call: Call, body: Object, status: Object) -> Answer:
    kept = {name: body[name] for name in ("metadata", "spec") if name in body}
    row = call.resource
    return Answer({"kind": row.kind, "apiVersion": row.api_version, **kept, "status": status}, code=201, shown=True)


def access(call: Call) -> Answer:
    """`kubectl auth can-i`: yes. Raises Invalid when it is not said for what."""
    body = _asked(call)
    spec = body.get("spec") or {}
    given = [name for name in ("resourceAttributes", "nonResourceAttributes") if spec.get(name) is not None]
    if len(given) != 1:
        why = "exactly one of nonResourceAttributes or resourceAttributes must be specified"
        raise Invalid(call.resource.kind, AUTHORIZATION, "", [invalid("spec.resourceAttributes", None, why)])
    if call.resource.kind != "SelfSubjectAccessReview" and not spec.get("user") and not spec.get("groups"):
        raise Invalid(
            call.resource.kind,
            AUTHORIZATION,
            "",
            [required("spec.user", "at least one of user or group must be specified")],
        )
    return _answer(call, body, {"allowed": True, "reason": "everything is allowed in one's own sandbox"})


def rules(call: Call) -> Answer:
    """`kubectl auth can-i --list`."""
    status = {
        "resourceRules": [{"verbs": ALL, "apiGroups": ALL, "resources": ALL}],
        "nonResourceRules": [{"verbs": ALL, "nonResourceURLs": ALL}],
        "incomplete": False,
    }
    return _answer(call, _asked(call), status)


def oneself(call: Call) -> Answer:
    """`kubectl auth whoami`."""
    body = {**_asked(call), "metadata": {"creationTimestamp": times.to_text(call.wall)}}
    name = store.Cluster.objects.values_list("name", flat=True).get(pk=call.cluster_id)
    return _answer(call, body, {"userInfo": {"username": auth.user_of(name), "groups": GROUPS}})


def token(call: Call) -> Answer:
    """Whether a token is one of this cluster's ServiceAccounts."""
    body = _asked(call)
    given = str((body.get("spec") or {}).get("token") or "")
    claims = _claims(given)
    if claims is None or not _is_ours(call, given, claims):
        return _answer(call, body, {"user": {}, "error": "[invalid bearer token]"})
    namespace = claims["kubernetes.io"]["namespace"]
    groups = ["system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"]
    user = {"username": claims["sub"], "uid": claims["kubernetes.io"]["serviceaccount"]["uid"], "groups": groups}
    return _answer(call, body, {"authenticated": True, "user": user, "audiences": claims["aud"]})


def _claims(given: str) -> dict[str, Any] | None:
    try:
        part = given.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return None
    return found if isinstance(found, dict) else None


def _is_ours(call: Call, given: str, claims: dict[str, Any]) -> bool:
    """Whether the token is the one that would be made of its own claims, and still holds."""
    try:
        about = claims["kubernetes.io"]
        issued, seconds = claims["iat"] * times.SECOND, claims["exp"] - claims["iat"]
        place = about["namespace"], about["serviceaccount"]["name"]
        made = tokens.token(call.state.seed, *place, issued, seconds, tuple(claims["aud"]))
    except (KeyError, TypeError):
        return False
    return made == given and claims["exp"] * times.SECOND > call.wall


def _row(kind: str, group: str, handler: Any, namespaced: bool = False) -> Resource:
    plural = f"{kind.lower()}s"
    return Resource(kind, plural, group, namespaced=namespaced, verbs=("create",), handlers={"create": handler})


ROWS = (
    _row("SelfSubjectAccessReview", AUTHORIZATION, access),
    _row("SubjectAccessReview", AUTHORIZATION, access),
    _row("LocalSubjectAccessReview", AUTHORIZATION, access, namespaced=True),
    _row("SelfSubjectRulesReview", AUTHORIZATION, rules),
    _row("SelfSubjectReview", AUTHENTICATION, oneself),
    _row("TokenReview", AUTHENTICATION, token),
)
