"""Which label each of a few thousand pixels bears, so that what neighbours disagree about is least, by graph cuts.

Alpha-expansion (Boykov, Veksler, Zabih: Fast Approximate Energy Minimization via Graph Cuts, PAMI 2001).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats
from lingtu.imaging.inpaint.max_flow import SOURCE, cut

Labels = NDArray[np.int32]
Neighbours = NDArray[np.int32]


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
            cut(capacity, terminal, neighbours, tree)
            for p in range(count):
                if tree[p] == SOURCE and labels[p] != label:
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
