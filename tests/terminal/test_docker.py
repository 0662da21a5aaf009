"""Containers by hand: on a node of one's choice, restarted by nobody, in no Service."""

import pytest

from cluster.core import bootstrap, containers, engine
from cluster.terminal.docker import Docker


class World:
    """A cluster in memory whose clock the test turns."""

    def __init__(self):
        self.state, _ = bootstrap.new_state("seed", 1_767_225_600_000, nodes=2)

    def act(self, decide):
        self.state, self.changes = engine.commit(self.state, decide(self.state), "you")

    def later(self, seconds):
        self.state, _ = engine.run(self.state, self.state.now + seconds * 1000)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def docker(terminal, world):
    terminal.shell.externals["docker"] = Docker(lambda: world.state, world.act)
    return terminal


def test_a_container_runs_on_the_chosen_node_and_nobody_restarts_it(docker, world):
    assert len(docker("docker context use node-2 >/dev/null; docker run -d --name web nginx:1.27").out) == 65
    assert "started the container web (nginx:1.27) by hand on node-2" in world.changes[-1].reason
    world.later(5)
    assert "Up 5 seconds" in docker("docker ps").out
    assert docker("docker stop web").out == "web\n"
    world.later(60)
    assert "web" not in docker("docker ps").out
    assert "Exited (0) About a minute ago" in docker("docker ps -a").out
    assert list(world.state.of_kind("Pod")) == []
    assert "node-1" not in docker("DOCKER_HOST=ssh://node-1 docker ps -a").out


def test_a_container_that_ends_by_itself_stays_ended(docker, world):
    docker("docker run -d --name once busybox:1.36 sh -c 'echo hi; sleep 3; exit 4'")
    world.later(10)
    assert "Exited (4) 7 seconds ago" in docker("docker ps -a").out
    assert docker("docker logs once").out == "hi\n"


def test_an_image_that_was_built_behaves_as_its_dockerfile_says(docker, world):
    docker('mkdir app; printf \'FROM busybox:1.36\\nCMD ["sh", "-c", "exit 3"]\\n\' > app/Dockerfile')
    assert "naming to docker.io/library/mine:1" in docker("docker build -t mine:1 app").err
    assert containers.image_behaviour(world.state, "mine:1").exit_code == 3
    assert containers.image_behaviour(world.state, "busybox:1.36") == containers.images.behaviour("busybox:1.36")
    assert "mine" in docker("docker images").out


FAULTS = {
    "an unknown command": ("docker foo", "docker: unknown command: docker foo", 1),
    "an unknown container": ("docker stop x", "Error response from daemon: No such container: x\n", 1),
    "an unknown node": ("docker context use mars", 'context "mars" does not exist\n', 1),
    "an unknown image": ("docker pull nginx:404", "Error response from daemon: manifest for nginx:404 not found", 1),
    "no file": ("docker build -t a .", "ERROR: failed to read dockerfile: open ./Dockerfile:", 1),
    "no daemon": ("DOCKER_HOST=ssh://x docker ps", "Cannot connect to the Docker daemon at ssh://x.", 1),
}


@pytest.mark.parametrize(("line", "err", "code"), FAULTS.values(), ids=FAULTS)
def test_it_refuses_as_docker_does(docker, line, err, code):
    said = docker(line)
    assert said.err.startswith(err)
    assert said.code == code


def test_names_are_taken_and_running_containers_stay(docker):
    docker("docker run -d --name web nginx")
    assert 'The container name "/web" is already in use' in docker("docker run -d --name web nginx").err
    assert "stop the container before removing" in docker("docker rm web").err
    assert docker("docker rm -f web; docker ps -aq").out == "web\n"
    assert "cannot take over this terminal" in docker("docker run -it busybox").err
