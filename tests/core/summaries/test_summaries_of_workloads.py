"""What Deployments and their ReplicaSets say in words: a cluster, one object of it, its sentences."""

import pytest

from tests.core.summaries.cases import (
    CONTROLLER,
    HALVES,
    LOOSE,
    RECREATE,
    Case,
    image_is,
    sentences_of,
    settled,
    updated,
)
from tests.worlds import WEB, World

CASES = {
    "Deployment, applied a moment ago": Case(
        World,
        "Deployment",
        [
            "The deployment controller has not seen the newest change yet.",
            "0 of 3 pods have the newest template, with nginx:1.27; 0 are available in all.",
            "It has no rollout revision yet.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, complete": Case(
        settled,
        "Deployment",
        [
            "3 of 3 pods run nginx:1.27 and are available.",
            "Rollout revision 1, complete since 00:00:03.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, one pod": Case(
        lambda: settled(WEB.replace("replicas: 3", "replicas: 1")),
        "Deployment",
        [
            "1 of 1 pod runs nginx:1.27 and is available.",
            "Rollout revision 1, complete since 00:00:03.",
            "Updates replace pods one by one: at most 2 at once, at least 1 available.",
        ],
    ),
    "Deployment, in the middle": Case(
        lambda: updated("nginx:1.28", 5),
        "Deployment",
        [
            (
                "2 of 3 pods have the newest template, with nginx:1.28; 2 older ones are still there, 3 are available"
                " in all."
            ),
            "Rollout revision 2 is under way; it counts as failed if nothing moves until 00:10:23.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, paused": Case(
        lambda: settled().pause().set_image("nginx:1.28").passes(5),
        "Deployment",
        [
            (
                "0 of 3 pods have the newest template, with nginx:1.28; 3 older ones are still there, 3 are available"
                " in all."
            ),
            "Rollout revision 1 is paused: a changed template starts no pods until it is resumed.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, scaled to 0": Case(
        lambda: settled().scale(0).passes(60),
        "Deployment",
        [
            "No pods are wanted: it is scaled to 0.",
            "Rollout revision 1, complete since 00:00:03.",
        ],
    ),
    "Deployment, crashing": Case(
        lambda: updated("nginx:1.28-crash", 40),
        "Deployment",
        [
            (
                "1 of 3 pods has the newest template, with nginx:1.28-crash; 3 older ones are still there, 3 are "
                "available in all."
            ),
            "Rollout revision 2 is under way; it counts as failed if nothing moves until 00:10:20.",
            "1 pod is in trouble: CrashLoopBackOff.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, given up": Case(
        lambda: updated("nginx:does-not-exist", 700),
        "Deployment",
        [
            (
                "1 of 3 pods has the newest template, with nginx:does-not-exist; 3 older ones are still there, 3 are "
                "available in all."
            ),
            "Rollout revision 2 made no progress for 600 s and counts as failed; nothing is undone.",
            "1 pod is in trouble: ImagePullBackOff.",
            "Updates replace pods one by one: at most 4 at once, at least 3 available.",
        ],
    ),
    "Deployment, Recreate": Case(
        lambda: settled(RECREATE),
        "Deployment",
        [
            "3 of 3 pods run nginx:1.27 and are available.",
            "Rollout revision 1, complete since 00:00:03.",
            "Updates stop all old pods before the first new one starts.",
        ],
    ),
    "Deployment, percentages": Case(
        lambda: settled(HALVES),
        "Deployment",
        [
            "10 of 10 pods run nginx:1.27 and are available.",
            "Rollout revision 1, complete since 00:00:08.",
            "Updates replace pods step by step: at most 15 at once, at least 5 available (ready for 5 s).",
        ],
    ),
    "Deployment, scaled up a moment ago": Case(
        lambda: settled().scale(4).passes(0.5),
        "Deployment",
        [
            "4 of 4 pods have the newest template, with nginx:1.27; 3 are available in all.",
            "Rollout revision 1, complete since 00:00:03, though not every pod is available now.",
            "Updates replace pods one by one: at most 5 at once, at least 4 available.",
        ],
    ),
    "ReplicaSet, the present one": Case(
        settled,
        "ReplicaSet",
        [
            "It holds revision 1 of Deployment web, the present one.",
            "It wants 3 pods of nginx:1.27 and has 3: 3 are ready, 3 available.",
            "Deployment web decides its size, and sets it back if somebody else scales it.",
        ],
    ),
    "ReplicaSet, being replaced": Case(
        lambda: updated("nginx:1.28", 5),
        "ReplicaSet",
        [
            "It holds revision 1 of Deployment web, which is now at revision 2.",
            "It wants 2 pods of nginx:1.27 and has 2: 2 are ready, 2 available.",
            "Deployment web decides its size, and sets it back if somebody else scales it.",
        ],
        pick=image_is("nginx:1.27"),
    ),
    "ReplicaSet, kept at 0": Case(
        lambda: updated("nginx:1.28", 60),
        "ReplicaSet",
        [
            "It holds revision 1 of Deployment web, which is now at revision 2.",
            (
                "It is kept with 0 pods so that one can go back to nginx:1.27: kubectl rollout undo deployment/web "
                "--to-revision=1. The newest 10 such ReplicaSets are kept (revisionHistoryLimit)."
            ),
        ],
        pick=image_is("nginx:1.27"),
    ),
    "ReplicaSet of nobody": Case(
        lambda: settled(LOOSE),
        "ReplicaSet",
        [
            "It wants 3 pods of nginx:1.27 and has 3: 3 are ready, 3 available.",
            "No Deployment owns it: a changed template is for pods that are made later, those that run stay.",
        ],
    ),
    "ReplicationController": Case(
        lambda: settled(CONTROLLER),
        "ReplicationController",
        [
            "It wants 3 pods of nginx:1.27 and has 3: 3 are ready, 3 available.",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_says_what_an_object_is_up_to(case: Case) -> None:
    assert sentences_of(case) == case.sentences
