"""Running a batch's rows: several jobs at a time, each until its results are files."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lingtu.batch.journal import Entry, Journal
from lingtu.batch.row import Row
from lingtu.client.client import Client
from lingtu.client.job import CanceledError, Job
from lingtu.errors import (
    LingtuError,
    NotFoundError,
    OverloadedError,
    QuotaError,
    RateLimitedError,
    SignatureError,
)

#: What no other row would fare better with: the batch stops, and can be gone on with later.
_STOPPING = (QuotaError, SignatureError, RateLimitedError, OverloadedError, ConnectionError)
Report = Callable[[Row, Entry], None]


class StoppedError(Exception):
    """The batch was told to stop before this row had ended."""


@dataclass
class Runner:
    """Carries rows out and writes down what became of them."""

    client: Client
    journal: Journal
    output: Path
    concurrency: int = 4
    #: Failed rows of an earlier run are begun anew, with a requestId of their own.
    retry_failed: bool = False
    #: Longest that one job is waited for.
    timeout_s: float = 3600.0

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        #: Why the batch stopped before its end.
        self.stopped_by: BaseException | None = None

    def run(self, rows: Iterable[Row], report: Report) -> None:
        """Until all rows have ended, or something stops them all. `report` is called as each row ends.

        Rows are taken as there is room for them, so that they may come for ever.
        """
        room = threading.Semaphore(self.concurrency)
        with ThreadPoolExecutor(self.concurrency) as pool:
            try:
                for row in rows:
                    if not self._await(room):
                        break
                    pool.submit(self._carry_out, row, report).add_done_callback(lambda done: self._after(done, room))
            except BaseException:
                self._stop.set()
                raise

    def stop(self) -> None:
        """Begin no row more, and wait for none; their jobs go on."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def _await(self, room: threading.Semaphore) -> bool:
        while not self._stop.is_set():
            if room.acquire(timeout=0.2):
                return True
        return False

    def _carry_out(self, row: Row, report: Report) -> None:
        if not self._stop.is_set():
            report(row, self._ended(row))

    def _after(self, done: Future[None], room: threading.Semaphore) -> None:
        """Whatever ended a row in an unforeseen way stops the batch: no row goes missing without a word."""
        error = done.exception()
        if error is not None and not isinstance(error, StoppedError):
            self.stopped_by = self.stopped_by or error
            self._stop.set()
        room.release()

    def _ended(self, row: Row) -> Entry:
        entry = self.journal.get(row.key)
        if entry is not None and entry.state == "done" and all((self.output / file).exists() for file in entry.files):
            return entry
        if entry is None or (entry.state == "failed" and self.retry_failed):
            entry = self._begun(row)
        if entry.state == "failed":
            return entry
        try:
            return self._finished(row, entry)
        except _STOPPING:
            raise
        except TimeoutError:  # the job goes on, and so can the row in a later run
            return self.journal.get(row.key) or entry
        except (LingtuError, CanceledError, OSError, ValueError) as error:
            last = self.journal.get(row.key) or entry
            return self.journal.write(replace(last, state="failed", message=_said(error)))

    def _begun(self, row: Row) -> Entry:
        return self.journal.write(Entry(key=row.key, state="begun", request_id=secrets.token_hex(16)))

    def _finished(self, row: Row, entry: Entry) -> Entry:
        """The row's results as files. Results that have expired since an earlier run are made once more."""
        if entry.job_id is not None:
            try:
                return self._saved(row, entry, self.client.job(entry.job_id))
            except NotFoundError:
                entry = self._begun(row)
        job = self.client.submit(row.operation, **{**row.body, "requestId": entry.request_id})
        return self._saved(row, self.journal.write(replace(entry, state="submitted", job_id=job.id)), job)

    def _saved(self, row: Row, entry: Entry, job: Job) -> Entry:
        job.wait(timeout_s=self.timeout_s, on_progress=self._check)
        # the suffix is the formats' to give; a name with dots keeps them
        files = tuple(file.name for file in job.save(self.output / f"{row.name}.png"))
        return self.journal.write(replace(entry, state="done", files=files, message=job.view["message"]))

    def _check(self, _: Job) -> None:
        if self._stop.is_set():
            raise StoppedError


def _said(error: Exception) -> str:
    """What went wrong, for a person."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)
