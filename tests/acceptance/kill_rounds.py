"""Rounds of load with processes killed at random moments: each must end with everything settled and the books right.

A round is its seed: which processes are hit, and when. What the machine does at that moment is not repeatable, so the
rounds are many.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.acceptance import audit
from tests.acceptance.conftest import Deployment
from tests.acceptance.fleet import Fleet
from tests.acceptance.hits import Hitter, plan
from tests.acceptance.load import Caller, Promise, make_callers

SETTLE_S = 180.0
SWEEP_S = 10.0  # a worker that is started has swept by then
COUNTS = ("accepted", "succeeded", "failed", "cancelled", "retries")
SECRETS = {"A": "secret-a", "B": "secret-b", "poor": "secret-c"}
QUOTAS = {"A": 1_000_000, "B": 1_000_000, "poor": 25}
WORKERS_S = {"quick": "0.02", "slow": "0.2", "slower": "0.5"}  # name -> seconds of an engine's run


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


class Arena:
    """The server that is hit: two API processes and three workers, on a PostgreSQL of its own."""

    def __init__(self, deployment: Deployment, database_url: str, postgres: Path) -> None:
        self.folder = deployment.folder
        self._fleet = Fleet(deployment, database_url)
        self._database_url = database_url
        self._postgres = postgres
        self._urls: list[str] = []
        self._callers: list[Caller] = []  # of all rounds

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Everything is started, and started again when it dies, until the end of the block."""
        runs = {"LINGTU_ENGINE": "tests.fault_engines:Recording", "FAULT_RUNS": str(self.folder / "runs")}
        self._urls = self._fleet.add_apis("api-1", "api-2")
        for name, seconds in WORKERS_S.items():
            self._fleet.add_worker(name, **runs, FAULT_SECONDS=seconds)
        for app_id, secret in SECRETS.items():
            options = {"--app-id": app_id, "--secret": secret, "--quota": str(QUOTAS[app_id])}
            self._fleet.deployment.run("app", "create", *(word for option in options.items() for word in option))
        with self._database() as database:
            database.execute(audit.WITNESS)
        with self._fleet.kept_alive():
            yield

    def play(self, number: int, seed: int) -> Report:
        """One round, to its audit."""
        callers = make_callers(SECRETS, self._urls, threads=2, seed=f"{seed}/{number}", first=number * 10_000 + 1)
        self._callers.extend(callers)
        for caller in callers:
            caller.start()
        chance = random.Random(f"{seed}/{number}/targets")
        hits = Hitter(self._fleet, self._postgres, chance).carry_out(plan(seed, number))
        for caller in callers:
            caller.stopping.set()
        for caller in callers:
            caller.join()
        began = time.monotonic()
        faults = self._settle(callers)
        settled_s = round(time.monotonic() - began, 1)
        promises = [one for caller in callers for one in caller.promises]
        ends = Counter(one.end["status"] if one.end else "unknown" for one in promises)
        for caller in callers:
            caller.close()
        return Report(
            round=number,
            seed=seed,
            hits=hits,
            accepted=len(promises),
            succeeded=ends["succeed"],
            failed=ends["failed"],
            cancelled=ends["Canceled"],
            retries=self._retries(promises),
            settled_s=settled_s,
            faults=faults,
        )

    def _settle(self, callers: list[Caller]) -> list[str]:
        """Wait until nothing is under way, let time pass for what expires, and audit until the sweepers are through."""
        deadline = time.monotonic() + SETTLE_S
        for name in self._fleet.names("serve"):
            self._fleet.wait_for_answers(name)
        while self._unfinished() and time.monotonic() < deadline:
            time.sleep(0.5)
        for caller in callers:
            caller.look_at_all()
        self._age()
        faults = ["not audited"]
        while faults and time.monotonic() < deadline:
            self._fleet.restart("quick")  # a worker sweeps when it starts
            faults = self._audit_for(SWEEP_S)
        return faults

    def _unfinished(self) -> bool:
        with self._database() as database:
            return bool(audit.unfinished_jobs(database))

    def _age(self) -> None:
        """Days pass for submissions, uploads and puts that nobody will come back to."""
        with self._database() as database:
            database.execute("UPDATE intakes SET created_at = created_at - interval '1 day'")
            database.execute("UPDATE uploads SET expires_at = expires_at - interval '2 days'")
        for file in (self.folder / "data" / "objects" / ".partial").glob("*"):
            file.rename(file.with_name("0" + file.name))  # it began with the second in which the put did

    def _audit_for(self, seconds: float) -> list[str]:
        deadline = time.monotonic() + seconds
        while (faults := self._audit()) and time.monotonic() < deadline:
            time.sleep(0.5)
        return faults

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

    def _retries(self, promises: list[Promise]) -> int:
        with self._database() as database:
            rows = database.execute(
                "SELECT attempt FROM jobs WHERE job_id = ANY(%s)", ([int(one.job_id) for one in promises],)
            ).fetchall()
        return sum(max(0, row["attempt"] - 1) for row in rows)

    def _database(self) -> audit.Database:
        return audit.open_database(self._database_url)


def append(report: Report, file: Path) -> None:
    with file.open("a") as out:
        out.write(json.dumps(asdict(report)) + "\n")


def read_reports(file: Path) -> list[Report]:
    return [Report(**json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def summary(reports: list[Report]) -> str:
    """The counts of all rounds, a line each."""
    hits = Counter(hit.rpartition(" ")[0] for report in reports for hit in report.hits)
    counts = {name: sum(getattr(report, name) for report in reports) for name in COUNTS}
    counts["slowest to settle, s"] = max(report.settled_s for report in reports)
    lines = {"rounds": len(reports), **dict(sorted(hits.items())), **counts}
    lines["faults"] = sum(len(report.faults) for report in reports)
    return "\n".join(f"{name:24}{count:>8}" for name, count in lines.items())
