"""Nets as functions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import numpy as np

from lingtu.weights.sessions import Net, Tensor, at_first_use


def test_a_net_that_several_want_at_once_is_made_once() -> None:
    made: list[int] = []

    def make() -> Net:
        made.append(1)
        sleep(0.05)  # long enough for the others to ask too
        return lambda tensor: [tensor + 1]

    net, together = at_first_use(make), Barrier(4)

    def ask(value: int) -> Tensor:
        together.wait()
        return net(np.full(1, value, np.float32))[0]

    with ThreadPoolExecutor(4) as callers:
        assert [float(found[0]) for found in callers.map(ask, range(4))] == [1, 2, 3, 4]
    assert made == [1]
