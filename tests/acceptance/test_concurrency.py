"""Many callers at once, on two API processes: one job for a requestId, no unit too many, cancelled or run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from lingtu import Client
from lingtu.errors import QuotaError
from tests.acceptance import audit
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.fleet import Fleet
from tests.acceptance.load import Promise
from tests.numbered import link_of

THREADS = 200
CANCELLATIONS = 1000
FEWEST_WINS = 200


@pytest.fixture
def fleet(deployment: Deployment, database: str) -> Iterator[Fleet]:
    deployment.environment["LINGTU_DATABASE_POOL"] = "16"
    made = Fleet(deployment, database)
    with made.kept_alive():
        yield made
    deployment.kill_all()  # before the database goes


def clients_of(fleet: Fleet, quota: int) -> list[Client]:
    """An app that speaks to both of two API processes."""
    urls = fleet.add_apis("api-1", "api-2")
    fleet.deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", str(quota))
    return [Client(url, app_id="A", secret="S", timeout_s=60) for url in urls]


def at_once(count: int, call: Callable[[int], str | None]) -> list[str | None]:
    """So many threads that begin together; their answers in order."""
    barrier = threading.Barrier(count)

    def one(index: int) -> str | None:
        barrier.wait()
        return call(index)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_two_hundred_threads_with_fifty_request_ids_make_fifty_jobs(fleet: Fleet, database: str) -> None:
    """Each brings a picture of its own; the pictures of those who come too late are deleted at once."""
    clients = clients_of(fleet, quota=1000)
    requests = THREADS // 4

    def submit(index: int) -> str:
        client = clients[index // requests % 2]
        return client.submit("matting", requestId=f"r{index % requests}", image=link_of(index)).id

    answers = at_once(THREADS, submit)
    first = answers[:requests]
    assert answers == first * 4
    assert len(set(first)) == requests
    assert clients[0].account()["remaining"] == 1000 - requests
    with audit.open_database(database) as books:
        assert audit.wrong_balances(books) + audit.wrong_entries(books) + audit.stuck_rows(books, queue=requests) == []
        rows = books.execute("SELECT job_id, inputs->>'image' AS image FROM jobs").fetchall()
    assert {str(row["job_id"]) for row in rows} == set(first)
    assert audit.files_in(fleet.deployment.folder / "data" / "objects") == {row["image"] for row in rows}


def test_racing_submissions_spend_a_quota_to_the_unit_and_no_further(fleet: Fleet, database: str) -> None:
    clients = clients_of(fleet, quota=100)
    units = [(1, 2, 4)[index % 3] for index in range(THREADS)]
    seen: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            seen.append(clients[0].account()["remaining"])

    def submit(index: int) -> str | None:
        goods = {"url": link_of(index), "x": 0, "y": 0, "width": 100, "height": 100}
        body = {"width": 400, "height": 400, "goods": goods, "background": {"bgId": "simplicity-01"}}
        try:
            return clients[index % 2].submit("change-background", num=units[index], **body).id
        except QuotaError:
            return None

    watcher = threading.Thread(target=watch)
    watcher.start()
    answers = at_once(THREADS, submit)
    over.set()
    watcher.join()
    spent = sum(count for count, answer in zip(units, answers, strict=True) if answer)
    left = clients[0].account()["remaining"]
    assert spent + left == 100
    assert all(count > left for count, answer in zip(units, answers, strict=True) if not answer)
    assert min(seen) >= 0
    assert all(later <= earlier for earlier, later in pairwise(seen))
    with audit.open_database(database) as books:
        assert audit.wrong_balances(books) + audit.wrong_entries(books) == []
        assert len(books.execute("SELECT FROM jobs").fetchall()) == len([one for one in answers if one])
        assert books.execute("SELECT FROM intakes").fetchall() == [], "refused submissions leave nothing"


class Balance:
    """How long to wait before a cancellation so that either side wins half of the races."""

    _STEP_S, _LONGEST_S = 0.004, 2.0

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.pause_s = 0.0

    def tell(self, cancelled: bool) -> None:
        with self._guard:
            self.pause_s += self._STEP_S if cancelled else -self._STEP_S
            self.pause_s = min(max(self.pause_s, 0.0), self._LONGEST_S)


def test_of_a_cancellation_and_a_worker_one_wins(fleet: Fleet, database: str) -> None:
    """A thousand races with quick and slow workers, one of which is killed now and then."""
    runs = {"LINGTU_ENGINE": "tests.fault_engines:Recording", "FAULT_RUNS": str(fleet.deployment.folder / "runs")}
    clients = clients_of(fleet, quota=2 * CANCELLATIONS)
    for name, seconds in (("quick", "0"), ("quick too", "0"), ("slow", "0.1")):
        fleet.add_worker(name, **runs, FAULT_SECONDS=seconds)
    with audit.open_database(database) as books:
        books.execute(audit.WITNESS)
    balance, promises = Balance(), []

    def race(number: int) -> None:
        client = clients[number % 2]
        job = client.submit("matting", requestId=f"r{number}", image=link_of(number))
        time.sleep(balance.pause_s)
        cancelled = job.cancel()
        balance.tell(cancelled)
        promises.append(Promise("A", "matting", f"r{number}", job.id, number, cancelled))
        if number in (CANCELLATIONS // 5, CANCELLATIONS * 2 // 5):
            fleet.kill("quick")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(race, range(CANCELLATIONS)))
    wins = sum(bool(one.cancelled) for one in promises)
    assert FEWEST_WINS <= wins <= CANCELLATIONS - FEWEST_WINS
    with audit.open_database(database) as books:
        wait_for(lambda: not audit.unfinished_jobs(books), 90, "all jobs end", fleet.deployment.log)
        ran = audit.read_runs(fleet.deployment.folder / "runs")
        assert {one.number for one in promises if one.cancelled} & set(ran) == set()
        assert {one.number for one in promises if not one.cancelled} == set(ran)
        assert audit.broken_promises(books, promises) + audit.wrong_runs(books, promises, ran) == []
        assert audit.wrong_transitions(books) + audit.wrong_balances(books) + audit.wrong_entries(books) == []
    assert clients[0].account()["remaining"] == 2 * CANCELLATIONS - (CANCELLATIONS - wins)
