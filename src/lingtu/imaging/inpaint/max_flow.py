"""The least cut of a grid's graph, by the maximum flow of Boykov and Kolmogorov (PAMI 2004).

Their names of trees, orphans and terminals are kept.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_FREE, SOURCE, _SINK = 0, 1, 2
_TERMINAL, _ORPHAN, _NONE = 4, 5, 6  # beside the four directions: what a node's parent can be
_EPSILON = np.float32(1e-4)
_NO_ROOT = 1 << 30  # steps


@njit(cache=True)
def cut(capacity, terminal, neighbours, tree):  # type: ignore[no-untyped-def]  # noqa: C901  a kernel
    """The least cut: `tree` becomes SOURCE where a pixel stays with the source, whose links are terminal > 0.

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
            tree[p] = SOURCE if terminal[p] > 0 else _SINK
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
                left = capacity[p, side] if tree[p] == SOURCE else capacity[q, side ^ 1]
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
        if tree[p] == SOURCE:
            from_p, to_q, side = p, q, meeting
        else:
            from_p, to_q, side = q, p, meeting ^ 1
        orphan_count = _augment(capacity, terminal, neighbours, parent, from_p, to_q, side, orphans)
        tail, waiting = _adopt(
            capacity, neighbours, tree, parent, stamp, far, queue, queued, orphans, orphan_count, tail, waiting, time
        )


@njit(cache=True)
def _adopt(  # type: ignore[no-untyped-def]
    capacity, neighbours, tree, parent, stamp, far, queue, queued, orphans, orphan_count, tail, waiting, time
):
    """Give the orphans new parents, or set them free with what hangs on them; the queue's end and length then."""
    while orphan_count > 0:
        orphan_count -= 1
        r = orphans[orphan_count]
        best, nearest = _nearest_parent(capacity, neighbours, tree, parent, stamp, far, r, time)
        if best >= 0:
            parent[r], stamp[r], far[r] = best, time, nearest + 1
            continue
        parent[r] = _NONE
        for side in range(4):
            q = neighbours[r, side]
            if q < 0 or tree[q] != tree[r]:
                continue
            left = capacity[q, side ^ 1] if tree[r] == SOURCE else capacity[r, side]
            if left > _EPSILON and not queued[q]:
                queue[tail], queued[q] = q, True
                tail = (tail + 1) % len(queue)
                waiting += 1
            if parent[q] < _TERMINAL and neighbours[q, parent[q]] == r:
                parent[q] = _ORPHAN
                orphans[orphan_count] = q
                orphan_count += 1
        tree[r] = _FREE
    return tail, waiting


@njit(cache=True)
def _nearest_parent(capacity, neighbours, tree, parent, stamp, far, orphan, time):  # type: ignore[no-untyped-def]
    """The side of an orphan's neighbour that is nearest to a root, -1 if none hangs on one, and its distance."""
    best, nearest = -1, _NO_ROOT
    for side in range(4):
        q = neighbours[orphan, side]
        if q < 0 or tree[q] != tree[orphan] or parent[q] == _NONE:
            continue
        left = capacity[q, side ^ 1] if tree[orphan] == SOURCE else capacity[orphan, side]
        if left <= _EPSILON:
            continue
        steps = _steps_to_root(neighbours, parent, stamp, far, q, time)
        if steps >= _NO_ROOT:
            continue
        if steps < nearest:
            best, nearest = side, steps
        walker = q
        while stamp[walker] != time:
            stamp[walker], far[walker] = time, steps
            steps -= 1
            walker = neighbours[walker, parent[walker]]
    return best, nearest


@njit(cache=True)
def _steps_to_root(neighbours, parent, stamp, far, node, time):  # type: ignore[no-untyped-def]
    """How far a node's root is, _NO_ROOT if it has none; nodes that are stamped with this time know it."""
    steps, walker = 0, node
    while stamp[walker] != time:
        steps += 1
        if parent[walker] == _TERMINAL:
            stamp[walker], far[walker] = time, 1
            return steps
        if parent[walker] >= _ORPHAN:
            return _NO_ROOT
        walker = neighbours[walker, parent[walker]]
    return steps + far[walker]


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
