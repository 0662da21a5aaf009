"""`manage.py rollout`: the story of a manifest, in words and as JSON; one clear sentence for what cannot be done."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "playground" / "sandbox" / "examples"
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: 'nginx:1.27'}]}
"""
API = (
    WEB.replace("web", "api").replace("nginx", "go").replace("replicas: 4", "replicas: 2\n  strategy: {type: Recreate}")
)
TEAM = WEB.replace("{name: web}", "{name: web, namespace: team}")
INGRESS = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"


@pytest.fixture
def rollout(tmp_path, capsys):
    """Runs the command on a manifest; (stdout, stderr). Raises CommandError."""

    def run(text, *words):
        path = tmp_path / "deploy.yml"
        path.write_text(text)
        call_command("rollout", str(path), *words)
        return tuple(capsys.readouterr())

    return run


@pytest.fixture
def told(rollout):
    """The JSON of a run."""
    return lambda text, *words: json.loads(rollout(text, *words, "--json")[0])


def web_of(told_json, name="default/web"):
    return told_json["summary"]["deployments"][name]


def test_it_tells_when_who_what_and_why(rollout):
    text, _ = rollout(WEB, "--set-image", "nginx=nginx:1.28")
    assert "    0.000s  you                        created Deployment web with 4 replicas\n" in text
    assert "deployment-controller      ReplicaSet web-" in text
    assert "4 wanted + maxSurge 1 = at most 5 pods in all" in text
    assert text.endswith("default/web: complete, rollout revision 2, 4 of 4 pods available\n")
    assert "at most 5 pods at once, never fewer than 3 available" in text


def test_its_json_has_a_story_and_a_summary(told):
    found = told(WEB, "--set-image", "nginx=nginx:1.28")
    assert list(found) == ["story", "summary"]
    figures = {"duration_seconds", "most_pods", "fewest_available", "deployments", "changes", "requests"}
    assert figures == set(found["summary"])
    assert (found["summary"]["most_pods"], found["summary"]["fewest_available"]) == (5, 3)
    assert found["summary"]["changes"] == len(found["story"])
    for line in found["story"]:
        assert all(line[field] != "" for field in ("time", "actor", "what", "why", "kind", "name"))


def test_it_tells_what_became_of_the_clients_requests(told, rollout):
    found = told(WEB + "---\n" + SERVICE, "--set-image", "nginx=nginx:1.28")["summary"]["requests"]
    assert set(found) == {"sent", "answered", "failed", "lost", "first_lost_seconds", "why"}
    assert set(found["answered"]) == {"nginx:1.27", "nginx:1.28"}
    assert found["sent"] == sum(found["answered"].values()) + found["failed"] + found["lost"]
    assert found["first_lost_seconds"] > 0
    assert "had stopped listening" in found["why"]
    text = rollout(WEB + "---\n" + SERVICE, "--set-image", "nginx=nginx:1.28")[0]
    assert f"clients: {found['sent']} requests: " in text


def test_without_a_service_there_are_no_clients(told, rollout):
    assert told(WEB)["summary"]["requests"]["sent"] == 0
    assert "clients" not in rollout(WEB)[0]


def test_its_times_only_grow(told):
    times = [line["time"] for line in told(WEB, "--scale", "6")["story"]]
    assert times == sorted(times)


def test_it_keeps_quiet_about_bookkeeping_unless_asked(rollout):
    short, long = rollout(WEB + "---\n" + SERVICE)[0], rollout(WEB + "---\n" + SERVICE, "--events")[0]
    assert "event Scheduled" not in short
    assert "event Scheduled" in long
    assert "EndpointSlice" in long


@pytest.mark.parametrize(
    ("words", "revision", "pods"),
    [
        (["--scale", "6"], 1, 6),
        (["--scale", "0"], 1, 0),
        (["--set-image", "*=nginx:1.28"], 2, 4),
        (["--restart"], 2, 4),
        (["--set-image", "nginx=nginx:1.28", "--undo"], 3, 4),
        (["--set-image", "nginx=nginx:1.28", "--restart", "--undo", "1"], 4, 4),
        (["--pause", "--set-image", "nginx=nginx:1.28", "--scale", "5", "--resume"], 2, 5),
        (["--set-image", "nginx=nginx:does-not-exist", "--undo"], 3, 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_changes_happen_one_after_another(told, words, revision, pods):
    figures = web_of(told(WEB, *words))
    assert (figures["outcome"], figures["revision"], figures["available"]) == ("complete", revision, pods)


@pytest.mark.parametrize("words", [["--at", "12s", "--scale", "6"], ["--scale", "6", "--at", "12s"]], ids=" ".join)
def test_a_moment_stands_before_or_after_its_change(told, words):
    [line] = [
        line for line in told(WEB, *words)["story"] if "scaled from 4 to 6" in line["what"] and line["actor"] == "you"
    ]
    assert line["time"] == 12


def test_each_change_may_have_its_moment(told):
    words = ["--at", "10s", "--set-image", "nginx=nginx:1.28", "--at", "0.2m", "--scale", "6", "--restart"]
    found = told(WEB, *words)
    times = [line["time"] for line in found["story"] if line["actor"] == "you"][1:]
    assert times[:2] == [10, 12]
    assert times[2] > 13
    assert web_of(found)["revision"] == 3


def test_recreate_leaves_a_gap(told):
    found = told(API, "--set-image", "go=go:2")
    assert (found["summary"]["most_pods"], found["summary"]["fewest_available"]) == (2, 0)


def test_a_change_finds_its_deployment_among_several(told):
    both = TEAM + "---\n" + API
    assert web_of(told(both, "--set-image", "go=go:2"), "default/api")["revision"] == 2
    chosen = told(both, "--deployment", "web", "--scale", "1")
    assert web_of(chosen, "team/web")["available"] == 1
    assert web_of(chosen, "default/api")["available"] == 2


def test_namespaces_come_into_being(told):
    assert told(TEAM)["story"][0]["what"] == "created Namespace team"


def test_kinds_that_are_not_simulated_are_left_out(rollout):
    text, complaint = rollout(WEB + "---\n" + INGRESS)
    assert complaint == "left out: Ingress (networking.k8s.io/v1) is not simulated\n"
    assert "4 of 4 pods available" in text


def test_it_reads_json_and_lists(told):
    items = [yaml.safe_load(text) for text in (WEB, SERVICE)]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    assert web_of(told(text))["available"] == 4


def test_it_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(WEB))
    call_command("rollout", "-", "--json")
    assert web_of(json.loads(capsys.readouterr().out))["available"] == 4


def test_the_same_seed_tells_the_same_story(rollout):
    words = ["--set-image", "nginx=nginx:1.28"]
    assert rollout(WEB, *words) == rollout(WEB, *words)
    assert rollout(WEB, *words, "--seed", "other") != rollout(WEB, *words)


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_every_example_comes_to_its_end(example, capsys):
    call_command("rollout", str(example), "--json")
    figures = json.loads(capsys.readouterr().out)["summary"]["deployments"].values()
    assert {deployment["outcome"] for deployment in figures} == {"complete"}


REFUSED = {
    "not YAML": ("a: [", [], "did not find expected node content"),
    "not an object": ("- 1\n", [], "document 1 is not an object: it needs apiVersion, kind and metadata"),
    "no kind": ("apiVersion: v1\n", [], "document 1: kind not set"),
    "nothing": ("", [], "the manifest has no Deployment"),
    "no Deployment": (SERVICE, [], "the manifest has no Deployment"),
    "invalid": (
        WEB.replace("replicas: 4", "replicas: -1"),
        [],
        'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ),
    "wrong type": (WEB.replace("replicas: 4", "replicas: many"), [], "replicas"),
    "no such container": (WEB, ["--set-image", "x=y:1"], 'unable to find container named "x"'),
    "no image": (WEB, ["--set-image", "nginx"], "--set-image takes CONTAINER=IMAGE, not 'nginx'"),
    "no number": (WEB, ["--scale", "many"], "replicas must be a whole number of at most 10 digits, not 'many'"),
    "negative": (WEB, ["--scale=-3"], "must be greater than or equal to 0"),
    "nothing to undo": (WEB, ["--undo"], 'no rollout history found for deployment "web"'),
    "no such revision": (WEB, ["--undo", "7"], "unable to find specified revision 7 in history"),
    "not paused": (WEB, ["--resume"], 'deployments.apps "web" is not paused'),
    "no moment": (WEB, ["--at", "soon", "--scale", "3"], "--at soon: a time looks like 12s, 1m30s or 1.5s"),
    "a moment of nothing": (
        WEB,
        ["--at", "5s"],
        "--at stands without a change: each one belongs to the change after it",
    ),
    "too few nodes": (WEB, ["--nodes", "0"], "--nodes must be between 1 and 1000"),
    "which one": (WEB + "---\n" + API, ["--restart"], "several Deployments could be meant (web, api)"),
    "another name": (WEB, ["--deployment", "nope"], "the manifest has no Deployment named nope"),
    "twice the same": (WEB.replace("web", "We_b"), [], "Invalid value"),
}


@pytest.mark.parametrize(("text", "words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_in_one_sentence(rollout, text, words, sentence):
    with pytest.raises(CommandError) as refusal:
        rollout(text, *words)
    assert sentence in str(refusal.value)
    assert "Traceback" not in str(refusal.value)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize("name", ["missing.yml", ".", "picture.png"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("rollout", str(tmp_path / name))


def test_as_a_program_it_ends_with_code_1_and_no_traceback():
    command = [sys.executable, "manage.py", "rollout", "missing.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "CommandError: missing.yml cannot be read: No such file or directory\n"
