"""What is done to a server in a round: `kill -9`, a restart of the database by its operator, processes that are stopped
until everybody has taken them for dead."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.conftest import children_of
from tests.acceptance.fleet import Fleet

LOAD_S = 4.0  # of a round; hits fall into it
ZOMBIE_S = 19.0  # longer than the lease of 15 s and the sweeper's 2 s
KILLS = ("worker", "engine", "api", "postgres", "session")
RESTARTS = ("restart",)  # of the database: it hangs up on everybody and comes back
ZOMBIES = ("zombie worker", "zombie engine")
#: Rounds in this order have every kind of hit among each five; each round has one or two more kills at random.
CYCLE = (("api", "engine"), ("postgres", "api"), ("worker", "engine", "restart"), ZOMBIES, ("session", "worker"))


@dataclass(frozen=True)
class Hit:
    """Something done to a process."""

    kind: str
    #: Seconds after the beginning of the round.
    at_s: float

    def __str__(self) -> str:
        return f"{self.kind} {self.at_s:g}"


def plan(seed: int, number: int) -> list[Hit]:
    """The hits of a round, in order of time."""
    chance = random.Random(f"{seed}/{number}")
    kinds = [*CYCLE[number % len(CYCLE)], *chance.choices(KILLS + RESTARTS, k=chance.randint(1, 2))]
    return sorted((Hit(kind, round(chance.uniform(0.3, LOAD_S), 2)) for kind in kinds), key=lambda hit: hit.at_s)


class Hitter:
    """Carries the plan out."""

    def __init__(self, fleet: Fleet, postgres: Path, chance: random.Random) -> None:
        self._fleet = fleet
        self._postgres = postgres
        self._chance = chance
        self._waking: list[threading.Timer] = []

    def carry_out(self, hits: list[Hit]) -> list[str]:
        """Takes as long as a round's load, or until all zombies are back. Returns the hits that found their process."""
        began = time.monotonic()
        done = []
        for hit in hits:
            time.sleep(max(0.0, began + hit.at_s - time.monotonic()))
            if self._hit(hit.kind):
                done.append(str(hit))
        time.sleep(max(0.0, began + LOAD_S - time.monotonic()))
        for timer in self._waking:
            timer.join()
        return done

    def _hit(self, kind: str) -> bool:
        pid = self._find(kind.removeprefix("zombie "))
        if pid is None:
            return False  # it is being started
        try:
            os.kill(pid, _signal_of(kind))
        except ProcessLookupError:
            return False
        if kind in ZOMBIES:
            self._waking.append(threading.Timer(ZOMBIE_S, _wake, [pid]))
            self._waking[-1].start()
        return True

    def _find(self, kind: str) -> int | None:
        match kind:
            case "worker" | "api":
                return self._fleet.pid(self._one_of("worker" if kind == "worker" else "serve"))
            case "engine":
                return self._fleet.engine_of(self._one_of("worker"))
            case "postgres" | "restart":
                return self._postmaster()
            case _:  # a process of the database server, of which each one's death restarts them all
                postmaster = self._postmaster()
                sessions = sorted(children_of(postmaster)) if postmaster else []
                return self._chance.choice(sessions) if sessions else None

    def _one_of(self, command: str) -> str:
        return self._chance.choice(self._fleet.names(command))

    def _postmaster(self) -> int | None:
        with suppress(FileNotFoundError, IndexError):
            return int((self._postgres / "data" / "postmaster.pid").read_text().split()[0])
        return None


def _signal_of(kind: str) -> signal.Signals:
    if kind in ZOMBIES:
        return signal.SIGSTOP
    return signal.SIGINT if kind in RESTARTS else signal.SIGKILL  # SIGINT: PostgreSQL's fast shutdown


def _wake(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
