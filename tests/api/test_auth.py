"""Who may ask: credentials in each form, and what strangers are told."""

import base64

import pytest

from cluster import store
from cluster.api import auth
from cluster.api.request import make
from cluster.core.errors import ApiError, Unauthorized
from tests.api.over_http import Client

PODS = "/api/v1/namespaces/default/pods"


def basic(password, user="sandbox"):
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def asked(authorization="", target=PODS, method="GET"):
    return make(method, target, {"Authorization": authorization} if authorization else {})


def refusal(*words, sandbox="classroom-1"):
    with pytest.raises(ApiError) as caught:
        auth.authenticate(asked(*words), sandbox)
    return caught.value.status()


@pytest.fixture
def secret(cluster):
    return store.credentials.issue(cluster.id)


@pytest.fixture
def foreign(db, wall):
    return store.credentials.issue(store.create_cluster(name="classroom-2").id)


@pytest.mark.parametrize("form", ["Bearer {}", "bearer  {} ", "BEARER {}"])
def test_it_takes_a_bearer_token(cluster, secret, form):
    assert auth.authenticate(asked(form.format(secret)), "classroom-1") == cluster.id


@pytest.mark.parametrize("user", ["sandbox", "", "somebody else", "ümläut"])
def test_it_takes_the_secret_as_a_password_of_any_user(cluster, secret, user):
    assert auth.authenticate(asked(basic(secret, user)), "classroom-1") == cluster.id


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Basic", "Basic %%%", "Basic /w==", "Digest x", basic(""), basic("no")],
)
def test_it_knows_nobody_without_a_fitting_secret(secret, authorization):
    assert refusal(authorization) == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": "Unauthorized",
        "reason": "Unauthorized",
        "code": 401,
    }


def test_it_knows_nobody_by_a_revoked_secret(cluster, secret):
    store.credentials.revoke(cluster.id)
    with pytest.raises(Unauthorized):
        auth.authenticate(asked(basic(secret)), "classroom-1")


@pytest.mark.parametrize("authorization", ["", basic("wrong")])
def test_it_does_not_tell_strangers_which_sandboxes_there_are(secret, authorization):
    assert refusal(authorization, sandbox="nowhere") == refusal(authorization, sandbox="classroom-1")


def test_it_does_not_tell_owners_which_other_sandboxes_there_are(secret, foreign):
    assert refusal(basic(foreign), sandbox="nowhere") == refusal(basic(foreign), sandbox="classroom-1")


SCALE = "/apis/apps/v1/namespaces/a/deployments/web/scale"
IN_DEFAULT = 'in the namespace "default"'
IN_A = 'in the namespace "a"'
EVERYWHERE = "at the cluster scope"


def cannot(verb, resource, group, where):
    return (
        f'is forbidden: User "sandbox:classroom-2" cannot {verb} resource "{resource}" in API group "{group}" {where}'
    )


@pytest.mark.parametrize(
    ("method", "target", "text"),
    [
        ("GET", PODS, f"pods {cannot('list', 'pods', '', IN_DEFAULT)}"),
        ("GET", f"{PODS}?watch=1", f"pods {cannot('watch', 'pods', '', IN_DEFAULT)}"),
        ("PATCH", SCALE, f'deployments.apps "web" {cannot("patch", "deployments/scale", "apps", IN_A)}'),
        ("POST", "/api/v1/nodes", f"nodes {cannot('create', 'nodes', '', EVERYWHERE)}"),
        ("GET", "/api/v1/namespaces/a", f'namespaces "a" {cannot("get", "namespaces", "", IN_A)}'),
        ("GET", "/openapi/v3", 'forbidden: User "sandbox:classroom-2" cannot get path "/openapi/v3"'),
    ],
    ids=["list", "watch", "subresource", "cluster scope", "a namespace", "a document"],
)
def test_it_refuses_the_owner_of_another_sandbox_in_kubernetes_words(secret, foreign, method, target, text):
    found = refusal(basic(foreign), target, method)
    assert (found["code"], found["reason"], found["message"]) == (403, "Forbidden", text)


def test_it_names_what_was_asked_for_in_the_details(secret, foreign):
    assert refusal(basic(foreign), SCALE)["details"] == {"name": "web", "group": "apps", "kind": "deployments"}


@pytest.mark.django_db(transaction=True)  # the application asks from another thread
@pytest.mark.parametrize(("authorization", "code"), [(None, 401), ("wrong", 401), ("foreign", 403), ("own", 200)])
async def test_it_guards_every_sandbox_over_http(secret, foreign, authorization, code):
    password = {"foreign": foreign, "own": secret}.get(authorization, authorization)
    answer = await Client(basic(password) if password else "").get("/k8s/classroom-1/api")
    assert answer.status == code
    assert answer.json()["kind"] == ("APIVersions" if code == 200 else "Status")
