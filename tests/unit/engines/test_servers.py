from __future__ import annotations

import pytest

from lingtu.engines.servers import LONGEST_PAUSE_S, PAUSE_S, TOLERATED, NoServerError, Servers


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def fail(servers: Servers, times: int) -> None:
    for _ in range(times):
        with servers.least_busy() as server:
            servers.failed(server)


def test_the_least_busy_then_the_quickest() -> None:
    servers = Servers(("a", "b"), Clock())
    with servers.least_busy() as one, servers.least_busy() as other:
        assert {one.url, other.url} == {"a", "b"}
    slow, quick = servers.all
    servers.went_well(slow, 9.0)
    servers.went_well(quick, 1.0)
    with servers.least_busy() as server:
        assert server is quick
    with servers.least_busy(frozenset({quick.url})) as server:
        assert server is slow


def test_processes_that_know_nothing_of_each_other_do_not_all_choose_the_first() -> None:
    chosen = set()
    for _ in range(40):
        with Servers(("a", "b"), Clock()).least_busy() as server:
            chosen.add(server.url)
    assert chosen == {"a", "b"}


def test_a_server_that_fails_is_left_alone_longer_each_time() -> None:
    clock = Clock()
    servers = Servers(("a",), clock)
    fail(servers, TOLERATED)
    pause_s = PAUSE_S
    for _ in range(8):
        clock.now += pause_s - 0.1
        with pytest.raises(NoServerError), servers.least_busy():
            pass
        clock.now += 0.2
        fail(servers, 1)  # the one call that tries whether it is back
        pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
    clock.now += LONGEST_PAUSE_S
    with servers.least_busy() as server:
        with pytest.raises(NoServerError), servers.least_busy():
            pass
        servers.went_well(server, 1.0)
    with servers.least_busy(), servers.least_busy():
        pass


def test_one_that_asked_for_rest_comes_last_and_says_how_long() -> None:
    clock = Clock()
    servers = Servers(("a", "b"), clock)
    servers.asked_to_wait(servers.all[0], 20)
    with servers.least_busy(frozenset({"b"})) as server:
        assert server.url == "b"
        assert servers.rest_s(server) == 0
    servers.asked_to_wait(servers.all[1], 5)
    with servers.least_busy() as server:
        assert servers.rest_s(server) == pytest.approx(5)
