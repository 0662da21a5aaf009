"""What is foretold comes true; and a look ahead changes nothing."""

import pytest

from cluster.core import dry_run, endings, engine, foretelling
from cluster.core.errors import BadRequest
from cluster.core.pods import is_active, is_available
from tests.worlds import KEY, WEB, World

NEW = WEB.replace("1.27", "1.28")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
QUOTA = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: '4'}}\n---\n"


@pytest.fixture(scope="module")
def web():
    return World().passes(60).state


def course(state, text):
    (found,) = foretelling.foretell(state, text).courses
    return found


def lived_through(state, text):
    """(duration, most pods, fewest available) of the same manifest in the cluster itself, counted after each step."""
    started = state.now
    state = dry_run.dry_run(state, text).state
    most, fewest = 0, 1000
    while True:
        pods = [pod for pod in state.of_kind("Pod") if is_active(pod)]
        most, fewest = max(most, len(pods)), min(fewest, sum(is_available(pod, 0, state.now) for pod in pods))
        if endings.is_over(state, started):
            return state.now - started, most, fewest
        state, _ = engine.step(state)


CHANGES = {
    "a new image": NEW,
    "another size": WEB.replace("replicas: 3", "replicas: 7"),
    "smaller": WEB.replace("replicas: 3", "replicas: 1"),
    "all at once": NEW.replace("rollingUpdate: {maxSurge: 1, maxUnavailable: 0}", "type: Recreate"),
    "no pod more": NEW.replace("maxSurge: 1, maxUnavailable: 0", "maxSurge: 0, maxUnavailable: 2"),
}


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES)
def test_it_comes_true(web, text):
    found = course(web, text)
    assert found.verdict == "complete"
    assert (found.ended, found.most_pods, found.fewest_available) == lived_through(web, text)


STUCK = {
    "an image that is not there": (WEB.replace("1.27", "does-not-exist"), "nginx:does-not-exist is never pulled"),
    "a crash": (WEB.replace("1.27", "1.28-crash"), "the container nginx does not stay up"),
    "too much cpu": (
        WEB.replace('nginx:1.27"', 'nginx:1.27", resources: {requests: {cpu: 100}}'),
        "1 pod: cannot be scheduled, 0/3 nodes are available: 3 Insufficient cpu.",
    ),
}


@pytest.mark.parametrize(("text", "why"), STUCK.values(), ids=STUCK)
def test_it_says_why_a_rollout_would_be_stuck(web, text, why):
    found = course(web, text)
    assert (found.verdict, found.ended, found.fewest_available) == ("deadline exceeded", 601_000, 3)
    assert why in found.hindrances[0]


def test_it_says_that_a_quota_is_in_the_way():
    state = World(QUOTA + WEB).passes(30).state
    told = foretelling.foretell(state, WEB.replace("replicas: 3", "replicas: 6"))
    assert "exceeded quota: q" in told.courses[0].hindrances[0]
    assert told.cut == "After 30 simulated minutes it is still not over."


def test_it_tells_who_does_what_in_order(web):
    parts = foretelling.foretell(web, NEW).parts
    assert [part.actor for part in parts[:4]] == [
        "you", "deployment-controller", "replicaset-controller", "deployment-controller",
    ]  # fmt: skip
    assert [part.at for part in parts] == sorted(part.at for part in parts)
    assert all(part.why for part in parts)


def test_it_tells_many_of_one_moment_in_one(web):
    parts = foretelling.foretell(web, WEB.replace("replicas: 3", "replicas: 90")).parts
    assert [part.more for part in parts if part.actor == "default-scheduler"] == [86]


def test_it_leaves_the_cluster_alone(web):
    before = web.revision, web.now, dict(web.objects)
    foretelling.foretell(web, NEW)
    assert (web.revision, web.now, dict(web.objects)) == before


def test_it_knows_when_nothing_would_happen(web):
    told = foretelling.foretell(web, WEB)
    assert told.is_idle
    assert [outcome.text for outcome in told.outcomes] == ["deployment.apps/web unchanged"]


def test_it_ends_early_without_a_deployment(web):
    told = foretelling.foretell(web, SERVICE)
    assert (told.courses, told.duration, told.cut) == ([], 0, "")


def test_it_stops_when_it_is_told_to(web):
    told = foretelling.foretell(web, WEB.replace("replicas: 3", "replicas: 300"), may_go_on=lambda: False)
    assert "more computing" in told.cut
    assert told.courses[0].verdict == "progressing"


def test_it_asks_soon_even_where_each_step_makes_many_changes(web):
    large = WEB.replace("replicas: 3", "replicas: 100")
    text = "\n---\n".join(large.replace("name: web", f"name: web-{number}") for number in range(30))
    told = foretelling.foretell(web, text, may_go_on=lambda: False)
    assert len(told.courses) == 30
    assert told.changes < 500


def test_one_refusal_stops_no_other(web):
    text = f"{NEW}---\n{SERVICE.replace('port: 80', 'port: 0')}---\n{SERVICE}"
    run = dry_run.dry_run(web, text)
    assert [outcome.verdict for outcome in run.outcomes] == ["configured", "", "created"]
    assert "must be between 1 and 65535" in run.outcomes[1].text


def test_a_namespace_comes_before_what_is_in_it(web):
    text = SERVICE.replace("name: web", "name: web, namespace: shop") + "---\napiVersion: v1\nkind: Namespace\n"
    outcomes = dry_run.dry_run(web, text + "metadata: {name: shop}").outcomes
    assert [outcome.text for outcome in outcomes] == ["namespace/shop created", "service/web created"]


def test_a_text_that_cannot_be_read_is_refused(web):
    with pytest.raises(BadRequest):
        dry_run.dry_run(web, "a: {")


def difference(state, text):
    return dry_run.difference(dry_run.dry_run(state, text).outcomes[0])


def test_the_difference_is_what_kubectl_diff_shows(web):
    changed = [line for line in difference(web, NEW) if line[:1] in "+-"]
    assert changed == [
        "-  generation: 1",
        "+  generation: 2",
        "-      - image: nginx:1.27",
        "+      - image: nginx:1.28",
    ]
    assert difference(web, WEB) == []
    assert dry_run.file_name(KEY) == "apps.v1.Deployment.default.web"


def test_what_is_new_is_all_difference(web):
    lines = difference(web, SERVICE)
    assert {line[:1] for line in lines} == {"@", "+"}
    assert not any("last-applied" in line for line in lines)


def test_the_values_of_secrets_stay_hidden(web):
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: %s, b: Yg==}\n"
    state = dry_run.dry_run(web, secret % "YQ==").state
    changed = [line.strip() for line in difference(state, secret % "Yw==") if line[:1] in "+-"]
    assert changed == ["-  a: '*** (before)'", "+  a: '*** (after)'"]
