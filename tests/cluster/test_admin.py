"""The admin shows everything, changes nothing behind the store's back, and does not ask the database row by row."""

import io
import zipfile

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cluster import store
from cluster.models import KIND_MODELS, Change, Cluster, Pod, ReplicaSet
from tests.cluster.samples import lived

pytestmark = pytest.mark.django_db
MODELS = [Cluster, Change, *KIND_MODELS.values()]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def list_of(model):
    return reverse(f"admin:cluster_{model._meta.model_name}_changelist")


def page_of(row):
    return reverse(f"admin:cluster_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def busy(cluster, wall):
    lived(cluster, wall, 5)
    return cluster


@every_model
def test_it_lists_and_shows_everything(admin_client, busy, model):
    assert admin_client.get(list_of(model)).status_code == 200
    row = model.objects.first()
    assert row is None or admin_client.get(page_of(row)).status_code == 200


@every_model
def test_it_asks_the_database_as_often_for_many_rows_as_for_few(admin_client, busy, wall, model):
    with CaptureQueriesContext(connection) as few:
        admin_client.get(list_of(model))
    for number in range(3):
        lived(store.create_cluster(seed=str(number)), wall, 1)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(list_of(model))
    assert len(few) == len(many) < 15


@every_model
def test_it_edits_nothing(admin_client, busy, model):
    row = model.objects.first()
    assert admin_client.get(reverse(f"admin:cluster_{model._meta.model_name}_add")).status_code == 403
    if row is not None:
        assert admin_client.post(page_of(row), {"name": "other"}).status_code == 403
        delete = reverse(f"admin:cluster_{model._meta.model_name}_delete", args=[row.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403


@every_model
def test_it_asks_strangers_to_log_in(client, busy, model):
    assert client.get(list_of(model)).status_code == 302


@pytest.mark.parametrize(
    ("column", "value"),
    [("phase", "Running"), ("node", "node-1"), ("namespace", "default"), ("owner", None), ("cluster", None)],
    ids=lambda value: value or "the first",
)
def test_it_filters_pods(admin_client, busy, column, value):
    other = store.create_cluster()
    value = value or str(getattr(Pod.objects.first(), "cluster_id" if column == "cluster" else column))
    wanted = Pod.objects.filter(**{column: value})
    shown = admin_client.get(list_of(Pod), {column: value}).context["cl"].queryset
    assert set(shown) == set(wanted)
    assert value in admin_client.get(list_of(Pod)).content.decode()
    assert not admin_client.get(list_of(Pod), {"cluster": other.pk}).context["cl"].queryset.exists()


def test_it_finds_by_name(admin_client, busy):
    pod = Pod.objects.first()
    assert list(admin_client.get(list_of(Pod), {"q": pod.name}).context["cl"].queryset) == [pod]


def test_it_shows_an_object_as_yaml_with_its_family_and_history(admin_client, busy):
    pod = Pod.objects.first()
    text = admin_client.get(page_of(pod)).content.decode()
    assert "kind: Pod\n" in text
    assert f'{list_of(ReplicaSet)}?uid={pod.owner_uid}">{pod.owner}</a>' in text
    assert "Scheduled</a>" in text
    assert "kubelet/node-" in text


def test_it_leads_from_owners_to_dependents(admin_client, busy):
    owner = ReplicaSet.objects.get()
    text = admin_client.get(page_of(owner)).content.decode()
    for pod in Pod.objects.all():
        assert f'<a href="{page_of(pod)}">Pod/{pod.name}</a>' in text
    assert list(admin_client.get(list_of(ReplicaSet), {"uid": owner.uid}).context["cl"].queryset) == [owner]


def acted(client, action, *clusters):
    data = {"action": action, admin.helpers.ACTION_CHECKBOX_NAME: [cluster.pk for cluster in clusters]}
    return client.post(list_of(Cluster), data, follow=True)


def test_it_pauses_and_resumes(admin_client, busy):
    assert "1 cluster is paused." in acted(admin_client, "pause", busy).content.decode()
    assert Cluster.objects.get(pk=busy.pk).paused
    acted(admin_client, "resume", busy)
    assert not Cluster.objects.get(pk=busy.pk).paused


def test_it_resets(admin_client, busy):
    acted(admin_client, "reset", busy)
    assert store.load(busy.pk).count("Pod") == 0
    assert Change.objects.filter(cluster=busy, actor="admin admin", verb="delete").exists()


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_it_exports_a_cluster(admin_client, busy, format):
    response = acted(admin_client, f"export_{format}", busy)
    assert response.content.decode() == store.export(busy.pk, format)
    assert response["Content-Disposition"] == f'attachment; filename="classroom-1.{format}"'


def test_it_exports_several_clusters_as_an_archive(admin_client, busy):
    other = store.create_cluster(name="other")
    archive = zipfile.ZipFile(io.BytesIO(acted(admin_client, "export_yaml", busy, other).content))
    assert sorted(archive.namelist()) == ["classroom-1.yaml", "other.yaml"]
    assert archive.read("other.yaml").decode() == store.export(other.pk)


def test_it_lets_only_those_operate_who_may_change_clusters(client, busy, django_user_model):
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_cluster"))
    client.force_login(user)
    acted(client, "reset", busy)
    assert store.load(busy.pk).count("Pod") == 3
    user.user_permissions.add(Permission.objects.get(codename="change_cluster"))
    acted(client, "reset", busy)
    assert store.load(busy.pk).count("Pod") == 0


@pytest.mark.parametrize("state", ["failed", "paused", "running", "at rest"])
def test_it_tells_how_a_cluster_does(admin_client, busy, state):
    for number, name in enumerate(["failed", "paused", "at rest"]):
        store.create_cluster(name=name.replace(" ", "-"), paused=name == "paused", seed=str(number))
    Cluster.objects.filter(name="failed").update(error="boom")
    shown = admin_client.get(list_of(Cluster), {"state": state}).context["cl"].queryset
    assert state.replace(" ", "-").replace("running", "classroom-1") in {cluster.name for cluster in shown}
    assert len(shown) < 4
