"""A shortest way from one text to another: Myers' search from both ends, in gnulib's order."""

from cluster.core.gnu_diff.sides import Side

MOST_STEPS = 512
"""Differences after which the search between two points takes what is best so far. GNU diff has more patience, 4096."""
_ENDLESS = 1 << 60


def compare(a: Side, b: Side) -> None:
    """Mark what differs, by Myers' search from both ends."""
    x, y = [a.lines[n] for n in a.kept], [b.lines[n] for n in b.kept]
    parts = [(0, len(x), 0, len(y))]
    while parts:
        xoff, xlim, yoff, ylim = parts.pop()
        while xoff < xlim and yoff < ylim and x[xoff] == y[yoff]:
            xoff, yoff = xoff + 1, yoff + 1
        while xoff < xlim and yoff < ylim and x[xlim - 1] == y[ylim - 1]:
            xlim, ylim = xlim - 1, ylim - 1
        if xoff == xlim or yoff == ylim:
            for n in range(yoff, ylim):
                b.changed[b.kept[n]] = True
            for n in range(xoff, xlim):
                a.changed[a.kept[n]] = True
        else:
            xmid, ymid = _middle(x, y, xoff, xlim, yoff, ylim)
            parts += [(xoff, xmid, yoff, ymid), (xmid, xlim, ymid, ylim)]


def _middle(x: list[str], y: list[str], xoff: int, xlim: int, yoff: int, ylim: int) -> tuple[int, int]:
    """A point on a shortest way from (xoff, yoff) to (xlim, ylim)."""
    dmin, dmax, fmid, bmid = xoff - ylim, xlim - yoff, xoff - yoff, xlim - ylim
    forth, back = {fmid: xoff}, {bmid: xlim}
    fmin = fmax = fmid
    bmin = bmax = bmid
    odd = (fmid - bmid) % 2
    steps = 0
    while True:
        fmin, fmax = _wider(forth, fmin, fmax, dmin, dmax, -1)
        for d in range(fmax, fmin - 1, -2):
            low, high = forth[d - 1], forth[d + 1]
            at = high if low < high else low + 1
            while at < xlim and at - d < ylim and x[at] == y[at - d]:
                at += 1
            forth[d] = at
            if odd and bmin <= d <= bmax and back[d] <= at:
                return at, at - d
        bmin, bmax = _wider(back, bmin, bmax, dmin, dmax, _ENDLESS)
        for d in range(bmax, bmin - 1, -2):
            low, high = back[d - 1], back[d + 1]
            at = low if low < high else high - 1
            while xoff < at and yoff < at - d and x[at - 1] == y[at - d - 1]:
                at -= 1
            back[d] = at
            if not odd and fmin <= d <= fmax and at <= forth[d]:
                return at, at - d
        steps += 1
        if steps > MOST_STEPS:
            at, d = max(((min(forth[d], xlim, ylim + d), d) for d in range(fmin, fmax + 1, 2)), key=_reached)
            return at, at - d


def _reached(place: tuple[int, int]) -> int:
    return 2 * place[0] - place[1]


def _wider(found: dict[int, int], low: int, high: int, least: int, most: int, outside: int) -> tuple[int, int]:
    """One more diagonal on each side, or one less where there is none."""
    low = low - 1 if low > least else low + 1
    high = high + 1 if high < most else high - 1
    found.setdefault(low - 1, outside)
    found.setdefault(high + 1, outside)
    return low, high
