"""Every kubectl of the machine reads the documents: to explain, and before it lets the server validate."""

from cluster.api import resources
from cluster.core import schema
from tests import kubectls

STRATEGY = """\
  rollingUpdate	<RollingUpdateDeployment>
    maxSurge	<IntOrString>
    maxUnavailable	<IntOrString>
  type	<string>
"""
MERGED = """\
FIELDS:
   rollingUpdate	<Object>
      maxSurge	<string>
      maxUnavailable	<string>
   type	<string>
"""


@kubectls.each
def test_it_lets_kubectl_explain(played, kubectl):
    told = kubectls.run(kubectl, played.kubeconfig, "explain", "deployment.spec.strategy", "--recursive")
    assert told.stderr == ""
    assert "FIELD: strategy <DeploymentStrategy>" in told.stdout
    assert STRATEGY in told.stdout


@kubectls.each
def test_it_lets_kubectl_explain_by_swagger(played, kubectl):
    words = ("explain", "deployment.spec.strategy", "--recursive", "--output=plaintext-openapiv2")
    told = kubectls.run(kubectl, played.kubeconfig, *words)
    assert told.stderr == ""
    assert MERGED in told.stdout


@kubectls.each
def test_it_lets_kubectl_explain_a_resource_of_each_version(played, kubectl):
    listed = kubectls.run(kubectl, played.kubeconfig, "api-resources", "--verbs=get", "--output=name").stdout.split()
    assert "deployments.apps" in listed
    known = {kind_of(name): name for name in listed if schema.name_of(*kind_of(name))}
    for api_version, name in {api_version: name for (api_version, _), name in known.items()}.items():
        told = kubectls.run(kubectl, played.kubeconfig, "explain", name.split(".")[0], f"--api-version={api_version}")
        assert told.stderr == "", name


def kind_of(name):
    """("apps/v1", "Deployment") of `deployments.apps`."""
    plural, _, group = name.partition(".")
    rows = [row for row in resources.TABLE if row.plural == plural and row.group == group]
    return rows[0].api_version, rows[0].kind


@kubectls.each
def test_it_lets_the_server_validate_for_kubectl(played, kubectl, tmp_path):
    manifest = tmp_path / "settings.yaml"
    manifest.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndatum: {a: b}\n")
    words = ("--validate=true", "--dry-run=server", f"--filename={manifest}")
    made = kubectls.run(kubectl, played.kubeconfig, "create", *words)
    assert made.returncode == 1
    assert 'strict decoding error: unknown field "datum"' in made.stderr
