from __future__ import annotations

from lingtu.server import next_pause_s


def test_a_worker_that_keeps_dying_is_started_ever_more_slowly_and_one_that_lived_at_once() -> None:
    pauses: list[float] = []
    for _ in range(9):
        pauses.append(next_pause_s(pauses[-1] if pauses else None, 0.1))
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert next_pause_s(30, 3600) == 0.5
