"""Rounds of load with processes killed at random moments: each must end with everything settled and the books right.

A round is its seed: which processes are hit, and when. What the machine does at that moment is not repeatable, so the
rounds are many.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.acceptance import audit
from tests.acceptance.conftest import Deployment, children_of
from tests.acceptance.fleet import Fleet
from tests.acceptance.load import Caller, Promise, make_callers

LOAD_S = 5.0  # of a round; hits fall into it
ZOMBIE_S = 19.0  # longer than the lease of 15 s and the sweeper's 2 s
SETTLE_S = 180.0
AUDIT_EVERY_S = 4.0  # a worker is up by then
SECRETS = {"A": "secret-a", "B": "secret-b", "poor": "secret-c"}
QUOTAS = {"A": 1_000_000, "B": 1_000_000, "poor": 25}
PLAIN = ("worker", "engine", "api", "postgres", "session")
#: Rounds in this order have every kind of hit among each five; each round has one or two more at random.
CYCLE = (
    ("api", "engine"),
    ("postgres", "api"),
    ("worker", "engine"),
    ("zombie worker", "zombie engine"),
    ("session", "worker"),
)


@dataclass(frozen=True)
class Hit:
    """Something done to a process."""

    kind: str
    #: Seconds after the beginning of the round.
    at_s: float


@dataclass(frozen=True)
class Report:
    """What a round did and found."""

    round: int
    seed: int
    hits: list[str]
    #: Jobs of this round.
    accepted: int
    succeeded: int
    failed: int
    cancelled: int
    #: Attempts beyond the first one.
    retries: int
    #: Seconds until everything had settled, after the load.
    settled_s: float
    faults: list[str]


def plan(seed: int, number: int) -> list[Hit]:
    """The hits of a round, in order of time."""
    chance = random.Random(f"{seed}/{number}")
    kinds = [*CYCLE[number % len(CYCLE)], *chance.choices(PLAIN, k=chance.randint(1, 2))]
    return sorted((Hit(kind, round(chance.uniform(0.3, LOAD_S), 2)) for kind in kinds), key=lambda hit: hit.at_s)


class Arena:
    """The server that is hit: two API processes and two workers, on a PostgreSQL of its own."""

    def __init__(self, deployment: Deployment, database_url: str, postgres: Path) -> None:
        self.fleet = Fleet(deployment, database_url)
        self._database_url = database_url
        self._postgres = postgres
        self.folder = deployment.folder
        self._urls: list[str] = []
        self._callers: list[Caller] = []  # of all rounds

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Everything is started, and started again when it dies, until the end of the block."""
        runs = {"LINGTU_ENGINE": "tests.fault_engines:Recording", "FAULT_RUNS": str(self.folder / "runs")}
        self._urls = self.fleet.add_apis("api-1", "api-2")
        self.fleet.add_worker("quick", **runs, FAULT_SECONDS="0.02")
        self.fleet.add_worker("slow", **runs, FAULT_SECONDS="0.3")
        for app_id, secret in SECRETS.items():
            self.fleet.deployment.run(
                *("app", "create", "--app-id", app_id, "--secret", secret, "--quota", str(QUOTAS[app_id]))
            )
        with self._database() as database:
            database.execute(audit.WITNESS)
        with self.fleet.kept_alive():
            yield

    def play(self, number: int, seed: int) -> Report:
        """One round, to its audit."""
        hits = plan(seed, number)
        callers = make_callers(SECRETS, self._urls, threads=2, seed=f"{seed}/{number}", first=number * 10_000 + 1)
        self._callers.extend(callers)
        for caller in callers:
            caller.start()
        self._hit(hits, random.Random(f"{seed}/{number}/targets"))
        for caller in callers:
            caller.stopping.set()
        for caller in callers:
            caller.join()
        began = time.monotonic()
        faults = self._settle(callers)
        settled_s = round(time.monotonic() - began, 1)
        for caller in callers:
            caller.close()
        return self._report(
            number, seed, hits, [one for caller in callers for one in caller.promises], settled_s, faults
        )

    def _report(
        self, number: int, seed: int, hits: list[Hit], promises: list[Promise], settled_s: float, faults: list[str]
    ) -> Report:
        ends = Counter(one.end["status"] if one.end else "unknown" for one in promises)
        with self._database() as database:
            row = database.execute(
                "SELECT coalesce(sum(greatest(attempt - 1, 0)), 0)::int AS retries FROM jobs WHERE job_id = ANY(%s)",
                ([int(one.job_id) for one in promises],),
            ).fetchone()
        assert row is not None
        return Report(
            round=number,
            seed=seed,
            hits=[f"{hit.kind} {hit.at_s:g}" for hit in hits],
            accepted=len(promises),
            succeeded=ends["succeed"],
            failed=ends["failed"],
            cancelled=ends["Canceled"],
            retries=row["retries"],
            settled_s=settled_s,
            faults=faults,
        )

    def _database(self) -> audit.Database:
        return audit.open_database(self._database_url)

    # --- hits ---

    def _hit(self, hits: list[Hit], chance: random.Random) -> None:
        began = time.monotonic()
        returns: list[threading.Thread] = []
        for hit in hits:
            time.sleep(max(0.0, began + hit.at_s - time.monotonic()))
            returns += self._hit_one(hit.kind, chance)
        time.sleep(max(0.0, began + LOAD_S - time.monotonic()))
        for thread in returns:
            thread.join()

    def _hit_one(self, kind: str, chance: random.Random) -> list[threading.Thread]:
        worker, api = (chance.choice(self.fleet.names(kind)) for kind in ("worker", "serve"))
        targets: dict[str, Callable[[], int | None]] = {
            "worker": lambda: self.fleet.pid(worker),
            "engine": lambda: self.fleet.engine_of(worker),
            "api": lambda: self.fleet.pid(api),
            "postgres": self._postmaster,
            "session": lambda: self._session(chance),
        }
        zombie = kind.startswith("zombie ")
        pid = targets[kind.removeprefix("zombie ")]()
        if pid is None:
            return []  # it is being started
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP if zombie else signal.SIGKILL)
        if not zombie:
            return []
        waking = threading.Timer(ZOMBIE_S, _wake, [pid])
        waking.start()
        return [waking]

    def _postmaster(self) -> int | None:
        try:
            return int((self._postgres / "data" / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return None

    def _session(self, chance: random.Random) -> int | None:
        """A process of the database server, of which each one's death restarts them all."""
        postmaster = self._postmaster()
        sessions = sorted(children_of(postmaster)) if postmaster else []
        return chance.choice(sessions) if sessions else None

    # --- settling ---

    def _settle(self, callers: list[Caller]) -> list[str]:
        """Wait until nothing is under way, let time pass for what expires, and audit until the sweepers are through."""
        deadline = time.monotonic() + SETTLE_S
        for name in self.fleet.names("serve"):
            self.fleet.wait_for_answers(name)
        while self._unfinished() and time.monotonic() < deadline:
            time.sleep(0.5)
        for caller in callers:
            caller.look_at_all()
        self._age()
        faults = ["not audited"]
        while faults and time.monotonic() < deadline:
            for name in self.fleet.names("worker"):
                self.fleet.restart(name)  # a worker sweeps when it starts
            time.sleep(AUDIT_EVERY_S)
            faults = self._audit()
        return faults

    def _unfinished(self) -> bool:
        with self._database() as database:
            return bool(audit.unfinished_jobs(database))

    def _age(self) -> None:
        """Days pass for submissions and uploads that nobody will come back to."""
        with self._database() as database:
            database.execute("UPDATE intakes SET created_at = created_at - interval '1 day'")
            database.execute("UPDATE uploads SET expires_at = expires_at - interval '2 days'")

    def _audit(self) -> list[str]:
        promises = [one for caller in self._callers for one in caller.promises]
        with self._database() as database:
            return [
                *(fault for caller in self._callers for fault in caller.faults),
                *audit.unfinished_jobs(database),
                *audit.stuck_rows(database),
                *audit.broken_promises(database, promises),
                *audit.wrong_balances(database),
                *audit.wrong_entries(database),
                *audit.wrong_transitions(database),
                *audit.missing_outputs(database),
                *audit.wrong_objects(database, self.folder / "data" / "objects"),
                *audit.wrong_runs(database, promises, audit.read_runs(self.folder / "runs")),
            ]


def _wake(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def append(report: Report, file: Path) -> None:
    with file.open("a") as out:
        out.write(json.dumps(asdict(report)) + "\n")


def read_reports(file: Path) -> list[Report]:
    return [Report(**json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []
