"""`kubectl run -i` and `exec -i`: what is typed goes to the container, what it says comes back."""

import pytest

from cluster import kubectl, store

RUN = ["run", "box", "-i", "--rm", "--image=busybox", "--restart=Never"]
CASES = {
    "a shell": ([*RUN, "--", "sh"], "hostname\necho hi\n", "box\nhi\n"),
    "the image's shell": (RUN, "hostname\n", "box\n"),
    "a filter": ([*RUN, "--", "tr", "a-z", "A-Z"], "abc\n", "ABC\n"),
    "what does not read": ([*RUN, "--", "echo", "yes"], "", "yes\n"),
    "with a prompt nowhere to be shown": ([*RUN, "-t", "-q", "--", "sh"], "echo hi\n", "hi\n"),
}


class Talk:
    """A session whose waiting lets simulated time pass."""

    def __init__(self):
        self.told, self.stdin = [], ""
        cluster = store.create_cluster(name="talking", seed="seed")
        self.session = kubectl.Session(
            cluster.pk, kubectl.Kubeconfig.of("talking"), self.told.append, lambda text: None,
            stdin=lambda: self.stdin, news=lambda seconds: store.skip_to_next(cluster.pk),
        )  # fmt: skip

    def __call__(self, *words, stdin=""):
        self.told.clear()
        self.stdin = stdin
        return kubectl.run(list(words), self.session), "".join(self.told)


@pytest.fixture
def talk(db):
    return Talk()


@pytest.mark.parametrize(("words", "typed", "said"), CASES.values(), ids=CASES)
def test_run_talks_with_its_pod_and_deletes_it(talk, words, typed, said):
    assert talk(*words, stdin=typed) == (0, said + 'pod "box" deleted\n')


def test_exec_ends_with_the_code_of_its_shell(talk):
    talk("run", "box", "--image=busybox", "--command", "--", "sleep", "1000")
    talk("wait", "--for=condition=Ready", "pod/box")
    assert talk("exec", "-i", "box", "--", "sh", stdin="cd /tmp\npwd\nexit 3\necho never\n") == (3, "/tmp\n")
