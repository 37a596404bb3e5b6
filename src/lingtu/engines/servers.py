"""Several servers of the same work: the least busy one that is not known to be broken.

A server that fails three times in a row is left alone for a while, twice as long each time (a circuit breaker); then
one call tries whether it is back.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

TOLERATED = 3  # failures in a row
PAUSE_S, LONGEST_PAUSE_S = 10.0, 300.0
_RECENT = 0.3  # weight of the last call in the mean of a server's times


@dataclass(eq=False)
class Server:
    """A base URL, and how it is doing."""

    url: str
    busy: int = 0
    failures: int = 0
    #: `time.monotonic` until which it is left alone as broken, and until which it asked not to be called.
    shut_until: float = 0.0
    rests_until: float = 0.0
    #: Mean of recent calls.
    takes_s: float = 0.0


class NoServerError(Exception):
    """All servers are left alone for now."""


class Servers:
    """Shared by the threads of a process."""

    def __init__(self, urls: tuple[str, ...], clock: Callable[[], float] = time.monotonic) -> None:
        self.all = tuple(Server(url) for url in urls)
        self._clock = clock
        self._lock = threading.Lock()

    @contextmanager
    def least_busy(self, tried: frozenset[str] = frozenset()) -> Iterator[Server]:
        """A server for one call, preferably none of those tried; raises `NoServerError`. It may ask to be waited for.

        Whoever has it tells how it went by `went_well` or `failed`, if that says something of the server.
        """
        with self._lock:
            now = self._clock()
            open_ = [server for server in self.all if self._takes_calls(server, now)]
            if not open_:
                raise NoServerError
            server = min(open_, key=lambda each: (*self._rank(each, tried, now), random.random()))  # noqa: S311
            server.busy += 1
        try:
            yield server
        finally:
            with self._lock:
                server.busy -= 1

    @staticmethod
    def _takes_calls(server: Server, now: float) -> bool:
        """A server that was shut is tried by one call at a time."""
        return server.shut_until <= now and (server.failures < TOLERATED or server.busy == 0)

    def _rank(self, server: Server, tried: frozenset[str], now: float) -> tuple[float, bool, int, float]:
        """The lower the better. Among equals chance decides: other processes, unseen from here, choose as well."""
        return self._rest_s(server, now), server.url in tried, server.busy, server.takes_s

    @staticmethod
    def _rest_s(server: Server, now: float) -> float:
        return max(0.0, server.rests_until - now)

    def rest_s(self, server: Server) -> float:
        """How long the server wants to be left in peace before a call."""
        return self._rest_s(server, self._clock())

    def went_well(self, server: Server, seconds: float) -> None:
        with self._lock:
            server.failures, server.shut_until = 0, 0.0
            server.takes_s += (seconds - server.takes_s) * (_RECENT if server.takes_s else 1)

    def failed(self, server: Server) -> None:
        with self._lock:
            server.failures += 1
            if server.failures >= TOLERATED:
                pause_s = min(LONGEST_PAUSE_S, PAUSE_S * 2 ** (server.failures - TOLERATED))
                server.shut_until = self._clock() + pause_s

    def asked_to_wait(self, server: Server, seconds: float) -> None:
        """It has too much to do, which is no fault: others come first meanwhile."""
        with self._lock:
            server.rests_until = max(server.rests_until, self._clock() + seconds)
