"""Which label each of a few thousand pixels bears, so that what neighbours disagree about is least, by graph cuts.

Alpha-expansion (Boykov, Veksler, Zabih: Fast Approximate Energy Minimization via Graph Cuts, PAMI 2001) with the
maximum flow of Boykov and Kolmogorov (PAMI 2004), whose names of trees, orphans and terminals are kept.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

Labels = NDArray[np.int32]
Neighbours = NDArray[np.int32]

_FREE, _SOURCE, _SINK = 0, 1, 2
_TERMINAL, _ORPHAN, _NONE = 4, 5, 6  # beside the four directions: what a node's parent can be
_EPSILON = np.float32(1e-4)


def expand(labels: Labels, unary: Floats, seen: Floats, neighbours: Neighbours, sweeps: int) -> Labels:
    """Labels (n, in 0 … k - 1) of less energy than the given ones.

    unary: n x k, what a label costs a pixel; seen: n x k x c, what a pixel would show under a label; neighbours: n x 4,
    a pixel's right, left, lower and upper neighbour, -1 where there is none. Where two neighbours' labels differ, it
    costs the Euclidean distance of what each of both would show under one and under the other, which is a metric.
    """
    found = labels.copy()
    _expand(found, unary, seen, neighbours, sweeps)
    return found


@njit(cache=True, fastmath=True)
def _expand(labels, unary, seen, neighbours, sweeps):  # type: ignore[no-untyped-def]
    count, label_count = unary.shape
    capacity = np.zeros((count, 4), np.float32)
    terminal = np.zeros(count, np.float32)
    tree = np.zeros(count, np.uint8)
    for _ in range(sweeps):
        changed = 0
        for label in range(label_count):
            for p in range(count):
                terminal[p] = unary[p, labels[p]] - unary[p, label]
            for p in range(count):
                for side in range(0, 4, 2):  # right and down: each pair once
                    q = neighbours[p, side]
                    if q < 0:
                        continue
                    # a pair that keeps its labels, of which one, the other or both take the new one (A, B, C; 0)
                    keep = _seam(seen, p, q, labels[p], labels[q])
                    second = _seam(seen, p, q, labels[p], label)
                    first = _seam(seen, p, q, label, labels[q])
                    # with x = 1 where the new one is taken: keep + x_p (first - keep) + x_q (-first)
                    #   + (1 - x_p) x_q (second + first - keep), all of x_p's and x_q's below
                    terminal[p] -= first - keep
                    terminal[q] += first
                    capacity[p, side] = 0
                    capacity[q, side + 1] = max(np.float32(0), second + first - keep)
            _cut(capacity, terminal, neighbours, tree)
            for p in range(count):
                if tree[p] == _SOURCE and labels[p] != label:
                    labels[p] = label
                    changed += 1
        if changed == 0:
            break


@njit(cache=True, fastmath=True, inline="always")
def _seam(seen, p, q, one, other):  # type: ignore[no-untyped-def]
    if one == other:
        return np.float32(0)
    at_p, at_q = np.float32(0), np.float32(0)
    for c in range(seen.shape[2]):
        difference = seen[p, one, c] - seen[p, other, c]
        at_p += difference * difference
        difference = seen[q, one, c] - seen[q, other, c]
        at_q += difference * difference
    return np.sqrt(at_p) + np.sqrt(at_q)


@njit(cache=True)
def _cut(capacity, terminal, neighbours, tree):  # type: ignore[no-untyped-def]  # noqa: C901  a kernel
    """The least cut: `tree` becomes _SOURCE where a pixel stays with the source, whose links are terminal > 0.

    Capacities, n x 4 to each neighbour, and terminal are used up.
    """
    count = len(terminal)
    parent = np.full(count, _NONE, np.uint8)
    stamp = np.zeros(count, np.int32)
    far = np.zeros(count, np.int32)
    queue = np.empty(count + 1, np.int32)
    queued = np.zeros(count, np.bool_)
    orphans = np.empty(8 * count + 8, np.int32)
    head, tail, time = 0, 0, 0
    for p in range(count):
        tree[p] = _FREE
        if abs(terminal[p]) > _EPSILON:
            tree[p] = _SOURCE if terminal[p] > 0 else _SINK
            parent[p], far[p] = _TERMINAL, 1
            queue[tail], queued[p] = p, True
            tail += 1
    waiting = tail
    tail %= count + 1
    while waiting > 0:
        p = queue[head]
        meeting = -1
        if tree[p] != _FREE:
            for side in range(4):
                q = neighbours[p, side]
                if q < 0:
                    continue
                left = capacity[p, side] if tree[p] == _SOURCE else capacity[q, side ^ 1]
                if left <= _EPSILON:
                    continue
                if tree[q] == _FREE:
                    tree[q], parent[q] = tree[p], side ^ 1
                    stamp[q], far[q] = stamp[p], far[p] + 1
                    if not queued[q]:
                        queue[tail], queued[q] = q, True
                        tail = (tail + 1) % (count + 1)
                        waiting += 1
                elif tree[q] != tree[p]:
                    meeting = side
                    break
                elif stamp[q] <= stamp[p] and far[q] > far[p]:
                    parent[q], stamp[q], far[q] = side ^ 1, stamp[p], far[p] + 1
        if meeting < 0:
            head = (head + 1) % (count + 1)
            waiting -= 1
            queued[p] = False
            continue
        time += 1
        q = neighbours[p, meeting]
        if tree[p] == _SOURCE:
            from_p, to_q, side = p, q, meeting
        else:
            from_p, to_q, side = q, p, meeting ^ 1
        orphan_count = _augment(capacity, terminal, neighbours, parent, from_p, to_q, side, orphans)
        while orphan_count > 0:
            orphan_count -= 1
            r = orphans[orphan_count]
            best, nearest = -1, 1 << 30
            for side in range(4):
                q = neighbours[r, side]
                if q < 0 or tree[q] != tree[r] or parent[q] == _NONE:
                    continue
                left = capacity[q, side ^ 1] if tree[r] == _SOURCE else capacity[r, side]
                if left <= _EPSILON:
                    continue
                # how far the root is, if there is one
                steps, walker = 0, q
                while True:
                    if stamp[walker] == time:
                        steps += far[walker]
                        break
                    steps += 1
                    if parent[walker] == _TERMINAL:
                        stamp[walker], far[walker] = time, 1
                        break
                    if parent[walker] >= _ORPHAN:
                        steps = 1 << 30
                        break
                    walker = neighbours[walker, parent[walker]]
                if steps < 1 << 30:
                    if steps < nearest:
                        best, nearest = side, steps
                    walker = q
                    while stamp[walker] != time:
                        stamp[walker], far[walker] = time, steps
                        steps -= 1
                        walker = neighbours[walker, parent[walker]]
            if best >= 0:
                parent[r], stamp[r], far[r] = best, time, nearest + 1
                continue
            parent[r] = _NONE
            for side in range(4):
                q = neighbours[r, side]
                if q < 0 or tree[q] != tree[r]:
                    continue
                left = capacity[q, side ^ 1] if tree[r] == _SOURCE else capacity[r, side]
                if left > _EPSILON and not queued[q]:
                    queue[tail], queued[q] = q, True
                    tail = (tail + 1) % (count + 1)
                    waiting += 1
                if parent[q] < _TERMINAL and neighbours[q, parent[q]] == r:
                    parent[q] = _ORPHAN
                    orphans[orphan_count] = q
                    orphan_count += 1
            tree[r] = _FREE


@njit(cache=True)
def _augment(capacity, terminal, neighbours, parent, from_p, to_q, side, orphans):  # type: ignore[no-untyped-def]
    """Send what goes along the path through the link from_p -> to_q; how many nodes lost their parents by that."""
    least = capacity[from_p, side]
    walker = from_p
    while parent[walker] != _TERMINAL:
        up = parent[walker]
        above = neighbours[walker, up]
        least = min(least, capacity[above, up ^ 1])
        walker = above
    least = min(least, terminal[walker])
    walker = to_q
    while parent[walker] != _TERMINAL:
        up = parent[walker]
        least = min(least, capacity[walker, up])
        walker = neighbours[walker, up]
    least = min(least, -terminal[walker])
    orphan_count = 0
    capacity[from_p, side] -= least
    capacity[to_q, side ^ 1] += least
    walker = from_p
    while parent[walker] != _TERMINAL:
        up = parent[walker]
        above = neighbours[walker, up]
        capacity[walker, up] += least
        capacity[above, up ^ 1] -= least
        if capacity[above, up ^ 1] <= _EPSILON:
            parent[walker] = _ORPHAN
            orphans[orphan_count] = walker
            orphan_count += 1
        walker = above
    terminal[walker] -= least
    if terminal[walker] <= _EPSILON:
        parent[walker] = _ORPHAN
        orphans[orphan_count] = walker
        orphan_count += 1
    walker = to_q
    while parent[walker] != _TERMINAL:
        up = parent[walker]
        below = neighbours[walker, up]
        capacity[walker, up] -= least
        capacity[below, up ^ 1] += least
        if capacity[walker, up] <= _EPSILON:
            parent[walker] = _ORPHAN
            orphans[orphan_count] = walker
            orphan_count += 1
        walker = below
    terminal[walker] += least
    if terminal[walker] >= -_EPSILON:
        parent[walker] = _ORPHAN
        orphans[orphan_count] = walker
        orphan_count += 1
    return orphan_count
