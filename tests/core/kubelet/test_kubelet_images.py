"""Images that cannot be had, and configuration that is missing."""

from itertools import pairwise

import pytest
from pod_story import KEY, Story, config, container, pod

from cluster.core.moves import Put

MISSING = "nginx:does-not-exist"
NOT_FOUND = (
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:does-not-exist": '
    'failed to resolve reference "docker.io/library/nginx:does-not-exist": '
    "docker.io/library/nginx:does-not-exist: not found"
)


def test_it_tries_a_missing_image_in_a_series_of_back_offs():
    pulls = Story(pod(container(MISSING))).run(1500).times_of("Pulling")
    waits = [b - a for a, b in pairwise(pulls[1:])]
    assert waits[:6] == [20_000, 40_000, 80_000, 160_000, 300_000, 300_000]


def test_it_shows_the_error_and_then_the_back_off():
    story = Story(pod(container(MISSING))).run(12.5)
    assert story.statuses() == ["ContainerCreating", "ErrImagePull", "ImagePullBackOff", "ErrImagePull"]


def test_it_quotes_the_registry():
    story = Story(pod(container(MISSING))).run(2)
    assert story.waiting() == ("ErrImagePull", NOT_FOUND)
    assert story.events("Failed") == [f'Failed to pull image "{MISSING}": {NOT_FOUND}', "Error: ErrImagePull"]
    story.run(5)
    assert story.waiting() == ("ImagePullBackOff", f'Back-off pulling image "{MISSING}": ErrImagePull: {NOT_FOUND}')
    assert story.events("BackOff") == [f'Back-off pulling image "{MISSING}"']
    assert story.events("Failed")[-1] == "Error: ImagePullBackOff"


def test_it_stays_pending_without_an_image():
    assert Story(pod(container(MISSING))).run(100).status["phase"] == "Pending"


def test_it_starts_the_other_containers_beside_one_without_an_image():
    story = Story(pod(container(MISSING), {"name": "db", "image": "redis:7"})).run(20)
    assert story.shown()[-1][1:] == ("1/2", "ImagePullBackOff")
    assert story.status["phase"] == "Pending"


def test_it_pulls_a_corrected_image_at_once():
    story = Story(pod(container(MISSING))).run(40)
    story.update(KEY, lambda p: {**p, "spec": {**p["spec"], "containers": [container()]}})
    assert story.run(45).statuses()[-1] == "Running"


def test_it_refuses_a_name_that_is_none():
    story = Story(pod(container("Nginx:1"))).run(60)
    message = (
        'Failed to apply default image tag "Nginx:1": couldn\'t parse image name "Nginx:1": '
        "invalid reference format: repository name (library/Nginx) must be lowercase"
    )
    assert story.waiting() == ("InvalidImageName", message)
    assert story.events("InspectFailed") == [message]
    assert story.events("Failed") == ["Error: InvalidImageName"]


def test_it_never_pulls_if_told_so():
    story = Story(pod(container(imagePullPolicy="Never"))).run(60)
    message = 'Container image "nginx:1.25" is not present with pull policy of Never'
    assert story.waiting() == ("ErrImageNeverPull", message)
    assert story.events("ErrImageNeverPull") == [message]
    assert story.times_of("Pulling") == []


def test_it_starts_what_must_not_be_pulled_once_another_pod_has_brought_it():
    story = Story(pod(container(imagePullPolicy="Never"))).run(10)
    story.do([Put(pod(name="second"), "")])
    assert story.run(20).statuses()[-1] == "Running"


def environment(source: str, **reference: object) -> dict:
    return container(env=[{"name": "A", "valueFrom": {source: reference}}])


CONFIG_CASES = [
    pytest.param(environment("configMapKeyRef", name="c", key="k"), 'configmap "c" not found', id="no ConfigMap"),
    pytest.param(environment("secretKeyRef", name="s", key="k"), 'secret "s" not found', id="no Secret"),
    pytest.param(
        environment("configMapKeyRef", name="there", key="k"),
        "couldn't find key k in ConfigMap default/there",
        id="no key in the ConfigMap",
    ),
    pytest.param(container(envFrom=[{"configMapRef": {"name": "c"}}]), 'configmap "c" not found', id="envFrom"),
    pytest.param(container(envFrom=[{"secretRef": {"name": "s"}}]), 'secret "s" not found', id="envFrom a Secret"),
]


@pytest.mark.parametrize(("one", "message"), CONFIG_CASES)
def test_it_names_what_the_environment_lacks(one, message):
    story = Story(config("ConfigMap", "there", other="1"), pod(one)).run(10)
    assert story.waiting() == ("CreateContainerConfigError", message)
    assert story.events("Failed") == [f"Error: {message}"]


def test_it_starts_without_what_is_optional():
    optional = environment("configMapKeyRef", name="c", key="k", optional=True)
    assert Story(pod(optional)).run(10).statuses()[-1] == "Running"


def test_it_repeats_the_complaint_every_12_seconds():
    story = Story(pod(CONFIG_CASES[0].values[0])).run(40)
    first, *others = story.times_of("Failed")
    assert [moment - first for moment in others] == [12_000, 24_000, 36_000]


def test_it_starts_as_soon_as_the_config_map_is_there():
    story = Story(pod(CONFIG_CASES[0].values[0])).run(3600)
    story.do([Put(config("ConfigMap", "c", k="1"), "")])
    assert story.run(3601).statuses()[-1] == "Running"


VOLUME_CASES = [
    pytest.param({"configMap": {"name": "c"}}, 'configmap "c" not found', id="ConfigMap"),
    pytest.param({"secret": {"secretName": "s"}}, 'secret "s" not found', id="Secret"),
    pytest.param(
        {"configMap": {"name": "there", "items": [{"key": "k", "path": "k"}]}},
        "references non-existent config key: k",
        id="no key in the ConfigMap",
    ),
    pytest.param({"projected": {"sources": [{"secret": {"name": "s"}}]}}, 'secret "s" not found', id="projected"),
]


@pytest.mark.parametrize(("volume", "message"), VOLUME_CASES)
def test_it_cannot_mount_what_is_missing(volume, message):
    story = Story(config("ConfigMap", "there", other="1"), pod(volumes=[{"name": "v", **volume}])).run(10)
    assert story.statuses() == ["ContainerCreating"]
    assert story.events("FailedMount") == [f'MountVolume.SetUp failed for volume "v" : {message}']
    assert story.condition("PodReadyToStartContainers")[0] == "False"


def test_it_tries_to_mount_in_a_series_of_back_offs():
    times = Story(pod(volumes=[{"name": "v", "configMap": {"name": "c"}}])).run(20).times_of("FailedMount")
    assert [moment - 200 for moment in times] == [0, 500, 1500, 3500, 7500, 15_500]


def test_it_goes_on_when_the_volume_can_be_mounted():
    story = Story(pod(volumes=[{"name": "v", "configMap": {"name": "c"}}])).run(100)
    story.do([Put(config("ConfigMap", "c"), "")])
    assert story.run(100.5).condition("PodReadyToStartContainers")[0] == "True"
    assert story.run(110).statuses()[-1] == "Running"


@pytest.mark.parametrize(
    "volume",
    [
        pytest.param({"emptyDir": {}}, id="emptyDir"),
        pytest.param({"hostPath": {"path": "/"}}, id="hostPath"),
        pytest.param({"configMap": {"name": "c", "optional": True}}, id="optional ConfigMap"),
    ],
)
def test_it_mounts_what_needs_nothing(volume):
    assert Story(pod(volumes=[{"name": "v", **volume}])).run(10).statuses()[-1] == "Running"
