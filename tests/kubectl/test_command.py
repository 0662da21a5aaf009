"""`manage.py kubectl`: files are those of the current directory, the editor is the operator's, the context lasts."""

import subprocess
import sys

import pytest

from tests.browser.server import ROOT

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: before}\n"


@pytest.fixture
def kubectl(played, tmp_path):
    """Runs one command in the sandbox `commanded`, in a folder of its own."""
    name = f"commanded-{tmp_path.name.replace('_', '-')}"[:40].rstrip("-").lower()
    kubeconfig = tmp_path / "config.yaml"
    played.sandbox("create", name, f"--server={played.url}", f"--kubeconfig={kubeconfig}")

    def run(*words, **variables):
        command = [sys.executable, ROOT / "manage.py", "kubectl", "--sandbox", name, "--", *words]
        environment = {**played.environment, "KUBECONFIG": str(kubeconfig), "SHELL": "/bin/sh", **variables}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return run


def test_it_reads_the_files_of_the_directory_and_honours_the_editor(kubectl, tmp_path):
    (tmp_path / "map.yml").write_text(MAP % "mine")
    assert kubectl("apply", "-f", "map.yml") == (0, "configmap/mine created\n", "")
    edited = kubectl("edit", "configmap", "mine", KUBE_EDITOR="sed -i s/before/after/")
    assert edited == (0, "configmap/mine edited\n", "")
    assert kubectl("get", "configmap", "mine", "-o", "jsonpath={.data.a}") == (0, "after", "")
    assert kubectl("apply", "-f", "none.yml") == (1, "", 'error: the path "none.yml" does not exist\n')


def test_the_context_lasts_from_one_command_to_the_next(kubectl):
    kubectl("config", "set-context", "--current", "--namespace=kube-system")
    assert kubectl("get", "pods") == (0, "", "No resources found in kube-system namespace.\n")


def test_an_unknown_sandbox_is_said_in_a_sentence(played):
    command = [sys.executable, ROOT / "manage.py", "kubectl", "--sandbox", "nowhere", "--", "get", "pods"]
    done = subprocess.run(command, cwd=ROOT, env=played.environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "CommandError: There is no sandbox 'nowhere'.\n")
