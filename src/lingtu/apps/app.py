"""App: the caller's credentials and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class App:
    """One caller, as the database knows it."""

    #: 1-64 characters of A-Z a-z 0-9 _ -
    app_id: str
    #: Shared with the caller; signs calls.
    secret: str = field(repr=False)
    enabled: bool
    #: Whether calls signed by v1 are refused.
    v2_only: bool
    #: Generations left.
    remaining: int
    #: Jobs that wait or run.
    unfinished: int
    #: Bytes of uploads that may be kept at the same time.
    upload_bytes_limit: int
    #: Calls in a minute, and jobs that wait or run at the same time; None: as many as it likes.
    calls_per_minute: int | None
    unfinished_limit: int | None
    created_at: datetime

    @classmethod
    def from_row(cls, row: Mapping[str, Any], secret: str) -> Self:
        return cls(secret=secret, **{name: value for name, value in row.items() if name != "sealed_secret"})
