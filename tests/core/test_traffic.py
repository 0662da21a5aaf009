"""What becomes of the clients' requests: who answers, what is lost, and why."""

import pytest

from cluster.core import bootstrap
from cluster.core.containers import is_listening
from cluster.core.traffic import Traffic, lost_sentence, sentence
from cluster.core.traffic.counting import numbers
from cluster.core.traffic.requests import turning_points
from cluster.core.traffic.tallies import total
from tests.worlds import KEY, START, WEB, Noted

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
PROBE = "readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}"
PAUSE = "lifecycle: {preStop: {sleep: {seconds: 5}}}"
RECREATE = WEB.replace("{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "{type: Recreate}")


def with_(*fields):
    """The Deployment with more fields in its container."""
    return WEB.replace('"nginx:1.27"}', ", ".join(['"nginx:1.27"', *fields]) + "}")


class Lived(Noted):
    """A cluster whose clients are followed, and all its changes, each with the state after its step."""

    def __init__(self, text, service=SERVICE, seconds=30):
        self.first = bootstrap.new_state("seed", START, 3)[0]
        self.traffic, self.log = Traffic(), []
        self.traffic.begin(self.first)
        super().__init__(text + "---\n" + service)
        self.passes(seconds)

    def note(self, changes):
        for change in changes:
            self.log.append((change, self.state))
            self.traffic.see(change, self.state)

    def act(self, moves_of):
        self.acted = self.state.now
        return super().act(moves_of)

    def requests(self, since=None):
        return self.traffic.in_all(self.acted if since is None else since, self.state.now)


def updated(*fields, image="nginx:1.28", text=None, seconds=60):
    """What became of the requests during a minute that begins with an update."""
    return Lived(text or with_(*fields)).set_image(image).passes(seconds).requests()


def images(counts):
    return {version.image for version, _ in counts}


def test_an_update_with_a_readiness_probe_and_a_graceful_stop_loses_nothing():
    found = updated(PROBE, PAUSE)
    assert (found.sent, found.count_answered, found.count_lost, found.count_failed) == (600, 600, 0, 0)
    assert images(found.answered) == {"nginx:1.27", "nginx:1.28"}


def test_without_a_readiness_probe_a_slow_start_loses_requests():
    found = updated(PAUSE, image="shop:2-slow")
    assert 0 < found.count_lost < found.sent
    assert "was Ready before it listened, having no readiness probe" in lost_sentence(found)
    assert updated(PROBE, PAUSE, image="shop:2-slow", seconds=180).count_lost == 0


def test_without_a_pause_before_the_stop_requests_are_lost_until_kube_proxy_knows():
    found = updated(PROBE)
    assert 0 < found.count_lost < 15
    assert "had stopped listening while kube-proxy still sent requests to it, having no preStop hook" in sentence(found)


def test_an_image_that_goes_on_after_sigterm_needs_no_pause(monkeypatch):
    def patient(state, pod, *rest):
        alive = {**pod, "metadata": {**pod["metadata"], "deletionTimestamp": None}}
        return is_listening(state, alive, *rest)

    monkeypatch.setattr("cluster.core.containers.is_listening", patient)
    assert updated(PROBE).count_lost == 0


def test_recreate_loses_everything_in_the_gap():
    found = updated(text=RECREATE)
    assert "the Service had no endpoint, for no pod was ready" in lost_sentence(found)
    assert dict(found.lost)["none ready"].number >= 10
    assert images(found.answered) == {"nginx:1.27", "nginx:1.28"}


def test_a_bad_version_answers_errors():
    found = updated(PAUSE, image="shop:2-bad")
    assert images(found.failed) == {"shop:2-bad"}
    assert found.count_lost == 0
    assert "answered with an error by shop:2-bad" in sentence(found)


def test_a_probe_keeps_clients_away_from_a_bad_version():
    assert updated(PROBE, PAUSE, image="shop:2-bad").failed == ()


def test_a_selector_that_matches_nothing_loses_everything():
    found = Lived(WEB, SERVICE.replace("app: web", "app: wob")).requests()
    assert (found.sent, found.count_lost) == (200, 200)
    assert lost_sentence(found) == "no pod has the labels that the Service selects, app=wob"


def test_a_wrong_target_port_is_refused():
    found = Lived(WEB, SERVICE.replace("port: 80", "port: 80, targetPort: 8080")).requests()
    assert found.count_lost == found.sent > 0
    assert "listens on port 8080, to which the Service leads" in lost_sentence(found)


def test_a_target_port_that_no_pod_names_is_told_of():
    found = Lived(WEB, SERVICE.replace("port: 80", "port: 80, targetPort: web")).requests()
    assert lost_sentence(found) == "the pods have no port named 'web', which is the targetPort"


def test_requests_to_a_node_without_power_time_out_until_its_pods_are_not_ready():
    lived = Lived(WEB)
    node = next(lived.state.of_kind("Pod", "default"))["spec"]["nodeName"]
    found = lived.unplug(node).passes(90).requests()
    silent = dict(found.lost)["silent"]
    assert f"{node} has no power" in silent.why
    assert 40_000 < 1000 * silent.number / 10 * 3 < 60_000
    assert lived.passes(30).requests().count_lost == found.count_lost


def test_the_clients_of_a_new_service_wait_until_it_has_an_endpoint():
    lived = Lived(with_(PROBE), seconds=9)
    assert 0 < lived.requests().sent < 90
    assert lived.requests().count_lost == 0


def test_a_page_that_needs_a_database_fails_without_one():
    shop = WEB.replace('"nginx:1.27"', '"vfarcic/go-demo-2:1.0", env: [{name: DB, value: db}]')
    found = Lived(shop, SERVICE.replace("port: 80", "port: 8080")).requests()
    assert abs(found.count_failed - found.count_answered) <= 3
    assert found.count_lost == 0


def test_nobody_calls_a_service_without_selector_or_another_name():
    outside = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ExternalName, externalName: x.org}\n"
    assert Lived(WEB, outside).requests().sent == 0


@pytest.fixture(scope="module")
def eventful():
    """A rollout with a slow version, a node that falls silent, and one that is undone."""
    lived = Lived(with_(PROBE)).set_image("shop:2-slow").passes(20).unplug("node-2").passes(50)
    return lived.set_image("nginx:1.29").passes(40.05)


def test_the_same_log_gives_the_same_requests(eventful):
    again = Traffic()
    again.begin(eventful.first)
    for change, state in eventful.log:
        again.see(change, state)
    assert again.pieces == eventful.traffic.pieces
    assert again.in_all(START, eventful.state.now) == eventful.requests(START)


def test_the_pieces_together_are_what_was_sent(eventful):
    (uid,) = eventful.traffic.pieces
    pieces = [*eventful.traffic.pieces[uid], eventful.traffic.open_pieces(eventful.state.now)[uid]]
    for piece in pieces:
        tally = piece.tally
        assert tally.sent == tally.count_answered + tally.count_failed + tally.count_lost
    assert all(len(numbers(piece.start, piece.end)) == piece.tally.sent for piece in pieces[1:])
    assert total(piece.tally for piece in pieces) == eventful.requests(START)
    assert eventful.requests(START).count_lost > 0


def test_a_moment_between_two_changes_splits_what_was_sent_exactly():
    lived = Lived(with_(PAUSE)).set_image("shop:2-slow").passes(120)
    start = lived.traffic.now
    (known,) = lived.traffic._served.values()
    for change, state in lived.log:
        whole = known.copy().count(state, change.now, change.now + 40_000)
        parts = [known.copy().count(state, change.now + t, change.now + t + 1250) for t in range(0, 40_000, 1250)]
        assert total(parts)[:2] == whole[:2]
        assert total(parts).count_lost == whole.count_lost
    assert start < lived.state.now


def test_programs_turn_at_moments_that_are_known(eventful):
    (known,) = eventful.traffic._served.values()
    assert all(moment > START for target in known.targets for moment in turning_points(eventful.state, target))


def test_a_moment_of_the_past_has_the_figures_it_had(eventful):
    lived, kept = Lived(with_(PROBE)).set_image("nginx:1.28"), []
    (uid,) = lived.traffic.pieces
    for _ in range(20):
        lived.passes(1)
        kept.append((lived.traffic.revision, lived.traffic.tally(uid, lived.traffic.revision, START)))
    assert len({tally for _, tally in kept}) > 5
    assert all(lived.traffic.tally(uid, revision, START) == tally for revision, tally in kept)


def test_a_rollout_ends_when_its_last_old_pod_is_gone():
    lived = Lived(with_(PROBE, PAUSE)).set_image("nginx:1.28").passes(60)
    uid = lived.state.at(KEY)["metadata"]["uid"]
    rollout = lived.traffic.last_rollout(uid, lived.state.revision)
    assert rollout.begun == lived.acted
    assert rollout.begun < rollout.ended < lived.state.now
    first = lived.traffic.last_rollout(uid, rollout.revision - 1)
    assert first.ended is not None
    assert first.ended < rollout.begun


def test_a_rollout_ends_when_its_pods_listen_even_if_they_count_as_available_before():
    lived = Lived(with_(PAUSE)).set_image("shop:2-slow").passes(120)
    uid = lived.state.at(KEY)["metadata"]["uid"]
    rollout = lived.traffic.last_rollout(uid, lived.state.revision)
    assert rollout.ended - rollout.begun > 25_000
    (service,) = lived.traffic.pieces
    until = lived.traffic.tally(service, lived.state.revision, rollout.begun, rollout.ended, lived.state.now)
    assert until.count_lost == lived.requests().count_lost > 0
    assert until.sent == len(numbers(rollout.begun, rollout.ended))


def test_a_rollout_that_cannot_end_goes_on():
    lived = Lived(WEB).set_image("nginx:does-not-exist").passes(60)
    uid = lived.state.at(KEY)["metadata"]["uid"]
    assert lived.traffic.last_rollout(uid, lived.state.revision).ended is None
    assert lived.requests().count_lost == 0
