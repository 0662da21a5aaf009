"""What somebody wants to see as tables: kinds, a namespace, wide columns, an order; as words that stand in an address.

`pods,services:team:wide:pods.-age` are two tables of the namespace team with the columns of `-o wide`, pods with the
oldest first. `*` stands for all namespaces.
"""

import re
from typing import NamedTuple

from cluster.core.kinds import KINDS

ORDER = (
    "Deployment", "ReplicaSet", "Pod", "Service", "Endpoints", "EndpointSlice", "HorizontalPodAutoscaler",
    "PodDisruptionBudget", "Node", "Namespace", "Event", "ConfigMap", "Secret", "ServiceAccount", "ResourceQuota",
    "LimitRange", "ReplicationController", "PodTemplate", "Lease", "PriorityClass",
)  # fmt: skip
"""All kinds, in the order of their tables: what people ask for most comes first."""
BY_PLURAL = {KINDS[kind].plural: kind for kind in ORDER}
USUAL = ("Deployment", "ReplicaSet", "Pod", "Service")
EVERYWHERE = "*"
HOME = "default"
NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
COLUMN = re.compile(r"-?[a-z0-9-]{1,40}")


class Order(NamedTuple):
    """By which column a table is sorted, and whether the largest comes first."""

    column: str
    is_falling: bool = False

    @property
    def text(self) -> str:
        """`age`, `-age`."""
        return f"-{self.column}" if self.is_falling else self.column


class Choice(NamedTuple):
    """Kinds in the order of ORDER; `sorts` by kind, where somebody sorted."""

    kinds: tuple[str, ...] = USUAL
    namespace: str = HOME
    is_wide: bool = False
    sorts: tuple[tuple[str, Order], ...] = ()

    @property
    def text(self) -> str:
        """The words for it, always the same ones for the same choice; none for the usual choice."""
        kinds = ",".join(KINDS[kind].plural for kind in self.kinds) if self.kinds != USUAL else ""
        namespace = self.namespace if self.namespace != HOME else ""
        sorts = ",".join(f"{KINDS[kind].plural}.{order.text}" for kind, order in self.sorts)
        return ":".join((kinds, namespace, "wide" if self.is_wide else "", sorts)).rstrip(":")

    def order_of(self, kind: str) -> Order | None:
        """How the table of a kind is sorted; None: as kubectl prints it, by namespace and name."""
        return dict(self.sorts).get(kind)

    def toggled(self, kind: str) -> "Choice":
        """With one kind more, or less; the last one stays."""
        kinds = {*self.kinds} ^ {kind} or {kind}
        return self._replace(kinds=tuple(one for one in ORDER if one in kinds))

    def sorted_by(self, kind: str, column: str) -> "Choice":
        """After a click on a column: rising, then falling, then as kubectl prints it."""
        before = self.order_of(kind)
        sorts = dict(self.sorts)
        if before is None or before.column != column:
            sorts[kind] = Order(column)
        elif not before.is_falling:
            sorts[kind] = Order(column, is_falling=True)
        else:
            del sorts[kind]
        return self._replace(sorts=tuple(sorted(sorts.items())))


def parse(text: str) -> Choice:
    """The choice that words stand for; whatever they name that is not there is left out."""
    plurals, namespace, wide, sorts, *_ = [*text[:1000].split(":"), "", "", "", ""]
    named = {BY_PLURAL[plural] for plural in plurals.split(",") if plural in BY_PLURAL}
    is_place = namespace == EVERYWHERE or NAMESPACE.fullmatch(namespace)
    return Choice(
        tuple(kind for kind in ORDER if kind in named) or USUAL,
        namespace if is_place else HOME,
        wide == "wide",
        tuple(sorted(_sorts(sorts).items())),
    )


def _sorts(text: str) -> dict[str, Order]:
    found = {}
    for one in text.split(","):
        plural, _, column = one.partition(".")
        if plural in BY_PLURAL and COLUMN.fullmatch(column):
            found[BY_PLURAL[plural]] = Order(column.removeprefix("-"), column.startswith("-"))
    return found
