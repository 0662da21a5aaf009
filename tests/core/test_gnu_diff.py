"""Differences between texts are those that GNU diff prints, where several are equally short."""

import random
import subprocess

import pytest

from cluster.core.gnu_diff import hunks, unified

CASES = {
    "an insertion goes as far down as it can": ("a x b x c", "a x b x b x c", ["@@ -2,4 +2,6 @@", "+b", "+x"]),
    "the same": ("a b", "a b", []),
    "from nothing": ("", "a b", ["@@ -0,0 +1,2 @@", "+a", "+b"]),
    "to nothing": ("a", "", ["@@ -1 +0,0 @@", "-a"]),
    "far apart": (
        "a 1 2 3 4 5 6 7 z",
        "b 1 2 3 4 5 6 7 y",
        ["@@ -1,4 +1,4 @@", "-a", "+b", "@@ -6,4 +6,4 @@", "-z", "+y"],
    ),
}


@pytest.mark.parametrize(("before", "after", "lines"), CASES.values(), ids=CASES)
def test_it_finds(before, after, lines):
    assert [line for line in unified(before.split(), after.split()) if line[0] != " "] == lines


def changed(lines, rng):
    made = list(lines)
    for _ in range(rng.randrange(1, 8)):
        place = rng.randrange(len(made) + 1)
        made[place : place + rng.randrange(6)] = [f"l{rng.randrange(12)}" for _ in range(rng.randrange(6))]
    return made


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_diff(tmp_path, seed):
    rng = random.Random(seed)
    size, kinds = rng.choice([(8, 3), (60, 10), (200, 9), (400, 100)])
    before = [f"l{rng.randrange(kinds)}" for _ in range(size)]
    after = changed(before, rng)
    for name, lines in (("a", before), ("b", after)):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines))
    said = subprocess.run(["diff", "-u", "a", "b"], cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert unified(before, after) == said.splitlines()[2:]


@pytest.mark.parametrize("shuffled", [True, False], ids=["shuffled", "two kinds of lines"])
def test_what_is_all_different_takes_no_age(shuffled):
    rng = random.Random(1)
    before = [str(n if shuffled else rng.randrange(2)) for n in range(3000)]
    after = before[:]
    rng.shuffle(after)
    made, at = [], 0
    for hunk in hunks(before, after):
        made += before[at : hunk.i] + after[hunk.j : hunk.j_end]
        at = hunk.i_end
    assert made + before[at:] == after
