"""`manage.py sandbox export` and `import`: a sandbox as a file, and the same sandbox again."""

import io

import pytest
from django.core.management import CommandError, call_command

from cluster import store
from playground.sandbox.models import Sandbox, SandboxFile
from tests.cluster.samples import deployment, putting

pytestmark = pytest.mark.django_db


def sandbox(*words):
    """What a call prints and says."""
    out = io.StringIO()
    call_command("sandbox", *map(str, words), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def exported(tmp_path):
    """The file of a sandbox `one` with a Deployment and a file."""
    sandbox("create", "one", "--kubeconfig", tmp_path / "one.yaml")
    made = Sandbox.objects.get(name="one")
    store.act(made.cluster_id, putting(deployment()))
    store.skip_until(made.cluster_id)
    SandboxFile.objects.create(sandbox=made, path="web.yaml", text="kind: Deployment")
    assert "sandbox 'one' written to" in sandbox("export", "one", tmp_path / "one.json")
    return tmp_path / "one.json"


def test_it_makes_the_same_sandbox_again(exported):
    said = sandbox("import", exported, "--name", "two")
    one, two = (Sandbox.objects.get(name=name) for name in ("one", "two"))
    assert store.load(two.cluster_id).objects == store.load(one.cluster_id).objects
    assert SandboxFile.objects.get(sandbox=two).text == "kind: Deployment"
    assert "sandbox 'two' made" in said
    assert "/two/" in said


def test_it_takes_a_name_by_chance(exported):
    sandbox("import", exported)
    assert Sandbox.objects.exclude(name="one").count() == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("export", "none", "x.json"), "There is no sandbox 'none'."),
        (("import", "/nowhere/x.json"), "/nowhere/x.json cannot be read: No such file or directory."),
        (("import", __file__), "This file is not an exported sandbox: it is not JSON."),
        (("import", __file__, "--name", "A b"), "'A b' cannot be a sandbox's name: "),
    ],
    ids=["no sandbox", "no file", "another file", "no name"],
)
def test_it_says_what_is_wrong(words, message):
    with pytest.raises(CommandError) as caught:
        sandbox(*words)
    assert str(caught.value).startswith(message)


def test_it_refuses_a_name_that_is_taken(exported):
    with pytest.raises(CommandError, match="There is a sandbox 'one' already"):
        sandbox("import", exported, "--name", "one")
    assert store.Cluster.objects.count() == 1


def test_it_refuses_a_file_that_was_changed(exported):
    exported.write_bytes(exported.read_bytes().replace(b"nginx:1.27", b"nginx:1.26", 1))
    with pytest.raises(CommandError, match="lived through again, it leads elsewhere"):
        sandbox("import", exported)
