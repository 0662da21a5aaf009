"""Drawings are kept as long as they are used, within a bound on their size."""

from playground.sandbox.drawing import _Kept
from playground.sandbox.parts import Drawing


def kept(*sizes, most=100):
    found = _Kept(most)
    for revision, size in enumerate(sizes):
        found.put((1, revision, "chain"), Drawing(revision, "x" * size))
    return found


def there(found, revisions):
    return [revision for revision in revisions if found.get((1, revision, "chain"))]


def test_it_keeps_what_fits():
    assert there(kept(40, 40, 20), range(3)) == [0, 1, 2]


def test_it_lets_go_of_the_oldest():
    assert there(kept(40, 40, 40), range(3)) == [1, 2]


def test_it_keeps_what_is_used():
    found = kept(40, 40)
    found.get((1, 0, "chain"))
    found.put((1, 2, "chain"), Drawing(2, "x" * 40))
    assert there(found, range(3)) == [0, 2]


def test_it_keeps_the_newest_however_large_it_is():
    assert there(kept(40, 400), range(2)) == [1]


def test_it_counts_a_drawing_once():
    found = kept(40)
    found.put((1, 0, "chain"), Drawing(0, "x" * 40))
    assert found.size == 40
