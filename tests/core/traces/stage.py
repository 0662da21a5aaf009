"""A player with a recorded case at hand: what was typed, what was seen."""

from tests.core.traces import terminal
from tests.core.traces.manifests import deployment
from tests.core.traces.player import Player, plain


class Stage(Player):
    """`firm_sizes`: whether the number of a ReplicaSet's sizes (its generation) is the same whatever the timing."""

    def __init__(self, case, firm_sizes=True, nodes=3):
        super().__init__(nodes=nodes)
        self.case, self.firm_sizes, self.typed = case, firm_sizes, 0

    def start(self, **more):
        """Create the case's Deployment and let it come to its end."""
        self.create(deployment(self.case["given"], **more))
        self.until_complete()

    def update(self, image):
        self.set_image(image)
        self.until_complete()

    def saw(self, moment, name="web"):
        """The state of this moment is the recorded one."""
        found, expected = self.snapshot(name), self.case["expect"][moment]
        for shown in (found, expected):
            self._simplify(shown)
        assert found == expected, moment

    def _simplify(self, shown):
        for condition in shown["deployment"]["conditions"].values():
            condition[2] = plain(condition[2])
        for rs in shown["replica_sets"]:
            rs["image"] = plain(rs["image"])
            if not self.firm_sizes:
                rs["status"].pop("observedGeneration")

    def type(self, commands=1):
        """Type the next recorded commands; the answers are the recorded ones."""
        for _ in range(commands):
            wanted = self.case["expect"]["kubectl"][self.typed]
            self.typed += 1
            found = terminal.answer(self, wanted["args"])
            expected = (wanted["exit"], wanted["stdout"], wanted["stderr"])
            if wanted["args"][1] == "get":
                found, expected = terminal.table(found[1]), terminal.table(expected[1])
            assert found == expected, wanted["args"]

    def skip(self):
        """Leave out a recorded command that needs more than the core."""
        self.typed += 1
