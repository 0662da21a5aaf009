"""The real kubectl in the namespace of a test, as `test/e2e/framework/kubectl` runs it."""

import os
import subprocess

import yaml

from tests.api.test_kubectl import NEWEST_AND_OLDEST, at_both_ends

__all__ = ["NEWEST_AND_OLDEST", "Kubectl", "at_both_ends"]
SPDY = {"KUBECTL_REMOTE_COMMAND_WEBSOCKETS": "false", "KUBECTL_PORT_FORWARD_WEBSOCKETS": "false"}
PATIENCE = 90


class Kubectl:
    """One kubectl; each call gives what was printed, and fails when the command does."""

    def __init__(self, kubectl, kubeconfig, space):
        self.kubectl, self.kubeconfig, self.space = kubectl, kubeconfig, space
        self.home = kubeconfig.parent / kubectl.name

    def started(self, *words, **variables):
        """The process, with pipes to and from it."""
        known = {"PATH": os.environ["PATH"], "HOME": str(self.home), "KUBECONFIG": str(self.kubeconfig)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        line = [self.kubectl, "--namespace", self.space.name, *words]
        return subprocess.Popen(line, text=True, env={**known, **SPDY, **variables}, **pipes)

    def done(self, *words, given="", **variables):
        """(exit code, output, complaints)"""
        process = self.started(*words, **variables)
        out, err = process.communicate(given, timeout=PATIENCE)
        return process.returncode, out, err

    def __call__(self, *words, given="", **variables):
        code, out, err = self.done(*words, given=given, **variables)
        assert code == 0, err
        return out

    def create(self, *objects):
        """`create -f -`"""
        return self("create", "-f", "-", given=yaml.safe_dump_all(objects))
