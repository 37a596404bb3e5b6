"""Job: one submission and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Self

MAX_ATTEMPTS = 3
_LOWEST_ID, _ID_LIMIT = 10**14, 2**53  # 15 or 16 digits that stay exact in JavaScript's numbers


class JobStatus(Enum):
    WAITING = "waiting"  #: in the queue, also again after its worker died
    EXECUTING = "executing"  #: a worker holds the lease
    SUCCEED = "succeed"  #: at least one result
    FAILED = "failed"  #: no result; the units are back
    CANCELED = "canceled"  #: taken back by the caller while it waited

    @property
    def is_final(self) -> bool:
        return self not in (JobStatus.WAITING, JobStatus.EXECUTING)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A row of `jobs`. It changes only by the transitions of `JobStore`."""

    #: 15 or 16 digits.
    job_id: int
    app_id: str
    #: Name in the table of operations.
    operation: str
    #: The caller's, unique for the app and operation.
    request_id: str
    #: The submission's body, as read_params takes it.
    params: dict[str, Any]
    #: Picture name -> key of its object.
    inputs: dict[str, str]
    seed: int
    #: Generations reserved.
    units: int
    status: JobStatus
    #: Tries so far.
    attempt: int
    #: 0 to 1.
    progress: float
    #: The queue row that may start the job, and its priority: the higher, the sooner.
    queue_id: int | None
    priority: int
    #: [{"key", "format"}], variation by variation; None before success.
    outputs: list[dict[str, str]] | None
    #: [{"index", "code", "zh", "en"}].
    failures: list[dict[str, Any]]
    #: {"zh", "en"} and "code" if failed.
    message: dict[str, Any] | None
    #: Whether the files are gone.
    purged: bool
    #: Whether the caller had the files deleted.
    deleted: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    #: When links die and files are deleted.
    expires_at: datetime | None

    @property
    def place(self) -> tuple[int, int]:
        """Sorts waiting jobs in the order in which workers take them."""
        return -self.priority, self.queue_id or 0

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "status": JobStatus(row["status"])})


def new_job_id() -> int:
    """A random id: not guessable in practice; the primary key sees to uniqueness."""
    return _LOWEST_ID + secrets.randbelow(_ID_LIMIT - _LOWEST_ID)


def folder_of(app_id: str, job_id: int) -> str:
    """Where a job's objects are."""
    return f"{app_id}/{job_id}"
