"""docker's commands over the notes of a node."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from cluster.core import hand_containers as hand
from cluster.core import images, logs
from cluster.core.containers import program_of
from cluster.core.errors import ApiError
from cluster.core.images import InvalidImageName
from cluster.core.kinds import Object
from cluster.core.shell import run as run_in
from cluster.core.shell.images import family_of
from cluster.terminal.docker import words
from cluster.terminal.docker.images import Images
from cluster.terminal.docker.options import Call, DockerError, names_of, options_of
from cluster.terminal.streams import Io, Stopped

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

LOOK = 0.3
"""Seconds between two looks at a container whose output is followed."""
MOST = 50
"""Containers by hand on one node."""


class Docker(Images):
    """Called as a command of the terminal. `state` gives the cluster as it is now, `act` changes it."""

    def __call__(self, shell: "Shell", args: list[str], io: Io) -> int:
        """`docker ARGS`; its exit code."""
        commands = {
            "run": self.run, "ps": self.ps, "logs": self.logs, "exec": self.exec, "stop": self.stop, "kill": self.stop,
            "rm": self.rm, "images": self.images, "pull": self.pull, "build": self.build, "context": self.context,
        }  # fmt: skip
        args = args[1:] if args[:1] == ["container"] else args
        if not args or args[0] in {"--help", "-h", "help"}:
            io.out(words.USAGE)
            return 0
        if args[0] not in commands:
            io.err(f"docker: unknown command: docker {args[0]}\n\nRun 'docker --help' for more information\n")
            return 1
        try:
            return commands[args[0]](Call(shell, args, io, self.node(shell, args[0])))
        except DockerError as fault:
            io.err(f"{fault}\n")
            return fault.code
        except (ApiError, InvalidImageName) as fault:
            io.err(f"Error response from daemon: {getattr(fault, 'message', '') or fault}\n")
            return 1

    def context(self, call: Call) -> int:
        """`docker context ls`, `show`, `use NODE`."""
        names = sorted(node["metadata"]["name"] for node in self.state().of_kind("Node"))
        if call.args[1:2] == ["use"] and len(call.args) == 3:
            if call.args[2] not in names:
                raise DockerError(f'context "{call.args[2]}" does not exist')
            call.shell.env["DOCKER_CONTEXT"] = call.args[2]
            call.io.out(f'{call.args[2]}\nCurrent context is now "{call.args[2]}"\n')
        elif call.args[1:2] == ["show"]:
            call.io.out(call.node + "\n")
        else:
            lines = [[f"{name} *" if name == call.node else name, f"ssh://{name}"] for name in names]
            call.io.out(words.rows([["NAME", "DOCKER ENDPOINT"], *lines]))
        return 0

    def run(self, call: Call) -> int:
        """`docker run [-d] [--name N] [-e K=V] [-p A:B] [--rm] IMAGE [COMMAND...]`."""
        options, rest = options_of(call.args[1:])
        image, command = rest[0], rest[1:]
        if options.get("tty"):
            told = "docker: a container cannot take over this terminal; leave out -it, or use -d and docker exec"
            raise DockerError(told, 125)
        state = self.state()
        node = hand.node_of(state, call.node)
        made = sha256(f"{state.seed} {state.now} {call.node} {image} {len(hand.notes(node))}".encode()).hexdigest()
        name = options.get("name") or f"{images.parse(image).repository.rsplit('/', 1)[-1]}_{made[:6]}"
        self.judge(node, name)
        self.fetch(call, image, "Unable to find image '{}' locally")
        env = dict(pair.partition("=")[::2] for pair in options.get("env", "").split("\0") if pair)
        ports = [port for port in options.get("ports", "").split("\0") if port]
        note = {"id": made, "image": image, "command": [], "args": command, "env": env, "ports": ports}
        self.act(lambda found: hand.run(found, call.node, name, note))
        if options.get("detach"):
            call.io.out(made + "\n")
            return 0
        try:
            return self.follow(call, name, True)
        except Stopped:
            self.act(lambda found: hand.stop(found, call.node, name, 130))
            raise
        finally:
            if options.get("rm"):
                self.act(lambda found: hand.remove(found, call.node, name))

    def judge(self, node: Object, name: str) -> None:
        """Raises DockerError when a container may not be called so, or is one too many."""
        hint = "\n\nRun 'docker run --help' for more information"
        if not words.is_name(name):
            told = f"docker: Error response from daemon: Invalid container name ({name})"
            raise DockerError(f"{told}, only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed{hint}", 125)
        if name in hand.notes(node):
            other = hand.notes(node)[name]["id"]
            told = f'Conflict. The container name "/{name}" is already in use by container "{other}".'
            rest = "You have to remove (or rename) that container to be able to reuse that name."
            raise DockerError(f"docker: Error response from daemon: {told} {rest}{hint}", 125)
        if len(hand.notes(node)) >= MOST:
            raise DockerError(f"docker: Error response from daemon: a node holds {MOST} containers by hand", 125)

    def ps(self, call: Call) -> int:
        """`docker ps [-a] [-q]`."""
        state, flags = self.state(), "".join(arg for arg in call.args[1:] if arg.startswith("-"))
        table = [["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"]]
        every = sorted(hand.notes(hand.node_of(state, call.node)).items(), key=lambda item: -item[1]["at"])
        for name, note in every:
            lived = hand.life(state, note, state.now)
            if lived.ended is not None and "a" not in flags:
                continue
            status = f"Up {words.duration(state.now - lived.began)}"
            if lived.ended is not None:
                status = f"Exited ({lived.code}) {words.duration(state.now - lived.ended)} ago"
            ports = ", ".join(
                f"0.0.0.0:{a}->{b or a}/tcp" for a, _, b in (port.partition(":") for port in note["ports"])
            )
            shown = words.command_text(note, family_of(note["image"]).processes[0])
            created = f"{words.duration(state.now - lived.began)} ago"
            table.append(
                [note["id"][:12], note["image"], shown, created, status, ports if lived.ended is None else "", name]
            )
        call.io.out("".join(f"{row[0]}\n" for row in table[1:]) if "q" in flags else words.rows(table))
        return 0

    def find(self, call: Call, wanted: str) -> tuple[str, hand.Note]:
        """A container by its name or the beginning of its id. Raises DockerError."""
        for name, note in hand.notes(hand.node_of(self.state(), call.node)).items():
            if name == wanted or (wanted and note["id"].startswith(wanted)):
                return name, note
        raise DockerError(f"Error response from daemon: No such container: {wanted}")

    def logs(self, call: Call) -> int:
        """`docker logs [-f] [--tail N] CONTAINER`."""
        name, _ = self.find(call, names_of(call, "logs")[0])
        return self.follow(call, name, bool({"-f", "--follow"} & set(call.args)), False)

    def follow(self, call: Call, name: str, follows: bool, ends: bool = True) -> int:
        """Tell what a container writes; while it runs, if `follows`. `ends`: with its exit code."""
        told = 0
        while True:
            call.io.stop.check()
            state = self.state()
            note = hand.notes(hand.node_of(state, call.node)).get(name)
            if note is None:
                return 0
            pod = hand.as_pod(state, call.node, name, note, state.now)
            lines = list(logs.lines(state, pod, "main", False, state.now))
            call.io.out("".join(f"{line.text}\n" for line in lines[told:]))
            told = len(lines)
            lived = hand.life(state, note, state.now)
            if lived.ended is not None or not follows:
                return lived.code if ends else 0
            call.io.stop.wait(LOOK)

    def exec(self, call: Call) -> int:
        """`docker exec CONTAINER COMMAND...`."""
        rest = call.args[1:]
        while rest and rest[0].startswith("-"):
            rest = rest[1:]
        if len(rest) < 2:
            raise DockerError(
                "docker: 'docker exec' requires at least 2 arguments\n\nUsage:  docker exec CONTAINER COMMAND [ARG...]"
            )
        name, note = self.find(call, rest[0])
        state = self.state()
        if hand.life(state, note, state.now).ended is not None:
            raise DockerError(f"Error response from daemon: container {note['id']} is not running")
        pod = hand.as_pod(state, call.node, name, note, state.now)
        done = run_in(state, pod, pod["spec"]["containers"][0], rest[1:], "")
        call.io.out(done.stdout)
        call.io.err(done.stderr or (f"{done.failure}\n" if done.failure else ""))
        return done.exit

    def stop(self, call: Call) -> int:
        """`docker stop` and `docker kill`."""
        return self.each(call, names_of(call, call.args[0]), self.stop_one)

    def each(self, call: Call, wanted: list[str], act: Callable[[Call, str], None]) -> int:
        """Do something with each container. One with which it fails is told of, and keeps it from none."""
        code = 0
        for one in wanted:
            try:
                act(call, one)
                call.io.out(one + "\n")
            except DockerError as fault:
                call.io.err(f"{fault}\n")
                code = fault.code
        return code

    def stop_one(self, call: Call, wanted: str) -> None:
        """One of them. Raises DockerError."""
        name, note = self.find(call, wanted)
        lived = hand.life(self.state(), note, self.state().now)
        if call.args[0] == "kill" and lived.ended is not None:
            told = f"cannot kill container: {wanted}: container {note['id']} is not running"
            raise DockerError(f"Error response from daemon: {told}")
        code = hand.KILLED if call.args[0] == "kill" else self.stop_code(note)
        self.act(partial(hand.stop, node=call.node, name=name, code=code))

    def stop_code(self, note: hand.Note) -> int:
        """How a container ends that is asked to: a program that ignores it is killed in the end."""
        program = program_of(self.state(), hand.as_container(note))
        return hand.KILLED if program.stop_ms is None else program.stop_code

    def rm(self, call: Call) -> int:
        """`docker rm [-f] CONTAINER...`."""
        return self.each(call, names_of(call, "rm"), self.rm_one)

    def rm_one(self, call: Call, wanted: str) -> None:
        """One of them. Raises DockerError."""
        name, note = self.find(call, wanted)
        running = hand.life(self.state(), note, self.state().now).ended is None
        if running and not {"-f", "--force"} & set(call.args):
            told = f'cannot remove container "/{name}": container is running'
            hint = "stop the container before removing or force remove"
            raise DockerError(f"Error response from daemon: {told}: {hint}")
        self.act(partial(hand.remove, node=call.node, name=name))
