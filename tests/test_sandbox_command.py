"""`manage.py sandbox`: makes, lists and deletes sandboxes; gives out and revokes kubeconfigs; says what is wrong."""

import io
import re
import stat

import pytest
import yaml
from django.core.management import CommandError, call_command

from cluster import store
from cluster.models import Cluster
from playground.sandbox.models import Sandbox
from tests import kubectls

pytestmark = pytest.mark.django_db


def sandbox(*words):
    """(what it prints, what it says beside) of a call."""
    out, err = io.StringIO(), io.StringIO()
    call_command("sandbox", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refusal(*words):
    with pytest.raises(CommandError) as caught:
        sandbox(*words)
    return str(caught.value)


def secret_in(config):
    return config["users"][0]["user"]["token"]


@pytest.fixture
def made(tmp_path):
    """The kubeconfig of the sandbox `one`."""
    sandbox("create", "one", "--kubeconfig", str(tmp_path / "one.yaml"))
    return tmp_path / "one.yaml"


def test_it_prints_a_kubeconfig_that_opens_the_new_sandbox():
    config = yaml.safe_load(sandbox("create", "one")[0])
    secret = secret_in(config)
    assert store.credentials.check("one", secret) == Cluster.objects.get(name="one").pk
    assert config["clusters"][0]["cluster"]["server"] == f"http://sandbox:{secret}@localhost:8000/k8s/one"
    assert config["contexts"][0]["context"] == {"cluster": "one", "user": "one", "namespace": "default"}
    assert config["current-context"] == "one"


def test_it_keeps_the_secret_out_of_an_address_that_is_encrypted():
    config = yaml.safe_load(sandbox("create", "one", "--server", "https://play.example.org/")[0])
    assert config["clusters"][0]["cluster"]["server"] == "https://play.example.org/k8s/one"
    assert store.credentials.check("one", secret_in(config))


@pytest.mark.parametrize(
    ("host", "port", "server"),
    [
        ("0.0.0.0", "9000", "localhost:9000"),
        ("::1", "", "localhost:8000"),
        ("play.example", "80", "play.example:80"),
        ("fd00::1", "80", "[fd00::1]:80"),
    ],
)
def test_it_takes_the_address_at_which_the_site_listens(monkeypatch, host, port, server):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", port)
    assert f"@{server}/k8s/one" in sandbox("create", "one")[0]


def test_it_writes_a_file_that_only_its_owner_may_read(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert store.credentials.check("one", secret_in(yaml.safe_load(made.read_text())))


def test_it_says_what_to_type_next(tmp_path):
    file = tmp_path / "one.yaml"
    first, *_, last = sandbox("create", "one", "--kubeconfig", str(file))[0].splitlines()
    assert (first, last) == (f"export KUBECONFIG={file}", "kubectl get nodes")


@pytest.mark.parametrize(("server", "lines"), [("http://here", 3), ("https://here", 2)])
def test_it_tells_how_exec_works_over_plain_http(tmp_path, server, lines):
    told = sandbox("create", "one", "--kubeconfig", str(tmp_path / "one.yaml"), "--server", server)[0]
    assert len(told.splitlines()) == lines


def test_it_makes_as_many_nodes_and_the_speed_that_are_asked_for():
    sandbox("create", "one", "--nodes", "5", "--speed", "50")
    cluster = Cluster.objects.get(name="one")
    assert store.load(cluster.pk).count("Node") == 5
    assert cluster.speed == 50


BETWEEN_NODES = "--nodes must be a whole number between 1 and 1000"
BETWEEN_SPEEDS = "--speed must be a number between 0.1 and 50"
WRONG = [
    (("Web",), "'Web' cannot be a sandbox's name: a lowercase RFC 1123 label"),
    (("a.b",), "'a.b' cannot be a sandbox's name: must not contain dots"),
    (("a" * 64,), "cannot be a sandbox's name: must be no more than 63 "),
    (("one", "--nodes", "0"), BETWEEN_NODES),
    (("one", "--nodes", "1001"), BETWEEN_NODES),
    (("one", "--nodes", "many"), BETWEEN_NODES),
    (("one", "--speed", "0"), BETWEEN_SPEEDS),
    (("one", "--speed", "50.1"), BETWEEN_SPEEDS),
    (("one", "--speed", "nan"), BETWEEN_SPEEDS),
    (("one", "--server", "ftp://x"), "--server: a server's address looks like"),
    (("one", "--server", "http://u:p@x"), "--server: a server's address looks like"),
    (("one", "--kubeconfig", "/nowhere/at/all"), "/nowhere/at/all cannot be written: No such file or directory."),
    (("one", "--kubeconfig", "/"), "/ cannot be written: Is a directory."),
]


@pytest.mark.parametrize(("words", "text"), WRONG, ids=[" ".join(words)[:30] for words, _ in WRONG])
def test_it_says_in_a_sentence_what_is_wrong_and_makes_nothing(words, text):
    found = refusal("create", *words)
    assert text in found
    assert "\n" not in found
    assert not Cluster.objects.exists()


def test_it_makes_no_two_of_a_name(made):
    assert refusal("create", "one") == "There is a sandbox 'one' already."


def test_it_leaves_other_files_as_they_are(tmp_path):
    file = tmp_path / "config"
    file.write_text("clusters: [{cluster: {server: 'https://earnest:6443'}}]")
    assert refusal("create", "one", "--kubeconfig", str(file)).startswith(f"{file} holds something else")
    assert "earnest" in file.read_text()


def test_it_writes_over_a_kubeconfig_of_its_own(made):
    before = made.read_text()
    sandbox("kubeconfig", "one", "--kubeconfig", str(made))
    assert secret_in(yaml.safe_load(made.read_text())) != secret_in(yaml.safe_load(before))


def test_it_gives_out_another_kubeconfig_beside_the_first(made):
    second = yaml.safe_load(sandbox("kubeconfig", "one")[0])
    first = yaml.safe_load(made.read_text())
    assert store.credentials.check("one", secret_in(second)) == store.credentials.check("one", secret_in(first))


def test_it_revokes_all_kubeconfigs(made):
    sandbox("kubeconfig", "one")
    assert sandbox("revoke", "one")[0] == "2 kubeconfigs of 'one' revoked\n"
    assert store.credentials.check("one", secret_in(yaml.safe_load(made.read_text()))) is None


def test_it_lists_sandboxes_by_name(made):
    sandbox("create", "another", "--speed", "2.5")
    rows = [re.split(r"\s{3,}", line) for line in sandbox("list")[0].splitlines()]
    assert rows[0] == ["NAME", "SPEED", "CLOCK", "REVISION", "KUBECONFIGS", "OWNER"]
    assert [(row[0], row[1], row[5]) for row in rows[1:]] == [("another", "2.5", "nobody"), ("one", "1", "nobody")]


def test_it_deletes_a_sandbox_with_all_that_is_in_it(made):
    assert sandbox("delete", "one")[0] == "sandbox 'one' deleted\n"
    assert not Sandbox.objects.exists()
    assert not Cluster.objects.exists()


@pytest.mark.parametrize("verb", ["delete", "kubeconfig", "revoke"])
def test_it_says_when_there_is_no_such_sandbox(verb):
    assert refusal(verb, "one") == "There is no sandbox 'one'."


def test_it_gives_the_sandbox_to_the_first_browser_that_opens_its_link(client, async_client):
    link = sandbox("create", "one")[1].split()[-1].removeprefix("http://localhost:8000")
    answer = client.get(link)
    assert (answer.status_code, answer.url) == (302, "/s/one/")
    assert client.get(answer.url).status_code == 200
    assert client.get(link).status_code == 302


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1], lambda link: link.replace("/one/", "/two/"), lambda link: link]
)
def test_it_gives_it_to_nobody_else(client, change):
    link = sandbox("create", "one")[1].split()[-1].removeprefix("http://localhost:8000")
    Sandbox.objects.update(owner="somebody")
    assert client.get(change(link)).status_code == 404


@kubectls.each
def test_it_lets_the_real_kubectl_in_at_once(played, kubectl):
    nodes = kubectls.run(kubectl, played.kubeconfig, "get", "nodes", "--output=name")
    assert (nodes.stdout.split(), nodes.stderr) == (["node/node-1", "node/node-2", "node/node-3"], "")
