"""Traffic that is followed along the log: whoever goes on pays only for what is new."""

from bisect import bisect_right
from dataclasses import dataclass, field

from cluster.core.actors import is_act
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change
from cluster.core.network import SERVICE_NAME
from cluster.core.objects import labels_of, uid_of
from cluster.core.state import State
from cluster.core.traffic.counting import numbers
from cluster.core.traffic.requests import has_clients, targets_of
from cluster.core.traffic.rollouts import Rollout, Rollouts
from cluster.core.traffic.serving import Served, Stretch, Targets, served
from cluster.core.traffic.tallies import Piece, Tally, total

SYSTEM = frozenset({"kube-system", "kube-public", "kube-node-lease"})
"""Namespaces whose Services have no clients."""


@dataclass(slots=True)
class Traffic:
    """All requests since `begin`: `pieces` of each Service by its uid; `acts` of people (revision, moment)."""

    now: int = 0
    revision: int = 0
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    acts: list[tuple[int, int]] = field(default_factory=list)
    rollouts: Rollouts = field(default_factory=lambda: Rollouts([], {}, {}))
    state: State = field(default_factory=lambda: State("", 0))
    _served: dict[Key, Served] = field(default_factory=dict)

    def begin(self, state: State) -> None:
        """From this state on clients send."""
        self.state, self.now, self.revision = state, state.now, state.revision
        self.rollouts.begin(state)
        for service in state.of_kind("Service"):
            self._serve(key_of(service), service, targets_of(state, service) if has_clients(service) else ())

    def see(self, change: Change, state: State) -> None:
        """Take in one change, with the state after it; those of one step may all come with the state after the step."""
        self.pass_to(change.now, change.revision)
        self.state, self.revision = state, change.revision
        kind, gone = change.key[0], change.verb == "delete"
        if is_act(change.actor) and (not self.acts or self.acts[-1] != (change.step, change.now)):
            self.acts.append((change.step, change.now))
        if kind == "Service":
            self._serve(change.key, None if gone else change.object)
        elif kind == "EndpointSlice":
            key = "Service", change.key[1], labels_of(change.object).get(SERVICE_NAME, "")
            if key in self._served:
                self._served[key].will_know(state, change.now)
        elif kind == "Deployment" or (kind == "Pod" and gone):
            self.rollouts.see(change.key, change.object, state, change.revision, gone=gone)

    def _serve(self, key: Key, service: Object | None, targets: Targets = ()) -> None:
        known = self._served.pop(key, None)
        if service is None or not has_clients(service) or key[1] in SYSTEM:
            return
        if known is None or uid_of(known.service) != uid_of(service):
            known = served(service, targets, self.now)
        known.service = service
        known.will_know(self.state, self.now)
        self._served[key] = known

    def pass_to(self, now: int, revision: int) -> None:
        """Let time pass up to a change of this revision; what was sent until then is counted."""
        if numbers(self.now, now):
            for end in [*self.rollouts.ends_within(self.now, now), now]:
                self._pass(end, revision)
        self.now = max(self.now, now)

    def _pass(self, end: int, revision: int) -> None:
        for one in self._served.values():
            tally = one.count(self.state, self.now, end)
            if tally.sent:
                self.pieces.setdefault(uid_of(one.service), []).append(Piece(self.now, end, revision, tally))
        self.now = end

    def open_pieces(self, until: int) -> dict[str, Piece]:
        """What was sent since the last change, up to a moment, by the Service's uid: it is counted, but not kept."""
        if not numbers(self.now, until):
            return {}
        return {
            uid_of(one.service): Piece(self.now, until, self.revision, one.copy().count(self.state, self.now, until))
            for one in self._served.values()
        }

    def pieces_of(self, uid: str, revision: int, since: int = 0) -> list[Piece]:
        """A Service's pieces that ended by a revision, and after a moment (ms)."""
        found = self.pieces.get(uid, [])
        last = bisect_right(found, revision, key=lambda piece: piece.revision)
        first = bisect_right(found, since, hi=last, key=lambda piece: piece.end)
        return found[first:last]

    def course(self, uid: str, revision: int, now: int) -> list[Stretch]:
        """What comes of a Service's requests from a revision and its moment on: what came, where that is known."""
        found = self.pieces.get(uid, [])
        after = bisect_right(found, revision, key=lambda piece: piece.revision)
        if after < len(found):
            piece = found[after]
            return [Stretch(now, piece.tally.sent, piece.tally)]
        known = next((one for one in self._served.values() if uid_of(one.service) == uid), None)
        return known.course(self.state, now) if known is not None else []

    def tally(self, uid: str, revision: int, since: int, until: int | None = None, now: int | None = None) -> Tally:
        """What became of the requests to a Service from `since` on, as it was known at a revision.

        `until` ends it earlier; `now` is the present moment, if the revision is the newest one seen.
        """
        pieces = [piece for piece in self.pieces_of(uid, revision, since) if until is None or piece.end <= until]
        if now is not None and revision >= self.revision:
            still = self.open_pieces(now if until is None else min(now, until))
            pieces += [still[uid]] if uid in still else []
        return total(piece.tally for piece in pieces)

    def in_all(self, since: int, now: int) -> Tally:
        """What became of the requests to all Services since a moment, up to `now`: those that are gone count too."""
        return total(
            self.tally(uid, self.revision, since, now=now) for uid in self.pieces.keys() | self.open_pieces(now)
        )

    def last_act(self, revision: int) -> int | None:
        """The moment of the last act by a revision (ms)."""
        found = bisect_right(self.acts, revision, key=lambda act: act[0])
        return self.acts[found - 1][1] if found else None

    def last_rollout(self, deployment: str, revision: int) -> Rollout | None:
        """A Deployment's last rollout that had begun by a revision; its end may have come later."""
        return self.rollouts.newest(deployment, revision)
