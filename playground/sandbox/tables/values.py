"""What "As a table" is made of: plain frozen values, so that templates only place them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """A column's title; `word` is the view sorted by it, `sorted` the value of aria-sort, "" where it is not."""

    text: str
    slug: str
    word: str
    sorted: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell; `born` is the moment (ms) of which it tells the age, `is_bad` where it tells of trouble."""

    text: str
    born: int | None = None
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One object; `path` opens it, `hue` is the colour of its version, None where it has none."""

    id: str
    path: str
    name: str
    hue: int | None
    before: tuple[CellView, ...]
    after: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All objects of one kind in one namespace, or in all."""

    plural: str
    kind: str
    command: str
    titles: list[Title]
    rows: list[Row]
    more: int
    nothing: str

    @property
    def count(self) -> str:
        """How many there are: `3 pods`, `1 pod`."""
        number = len(self.rows) + self.more
        return f"{number} {self.kind.lower() if number == 1 else self.plural}"


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to choose: its name, how many objects there are, whether it is chosen, and the view after a click."""

    name: str
    count: int
    is_chosen: bool
    word: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the view draws of one moment."""

    revision: int
    word: str
    tables: list[Table]
    kinds: list[Pick]
    namespaces: list[Pick]
    wide: Pick

    @property
    def summary(self) -> str:
        """The view in one sentence, for who hears it: counts alone, for more would be said at every change."""
        return f"Tables of {', '.join(table.count for table in self.tables)}."
