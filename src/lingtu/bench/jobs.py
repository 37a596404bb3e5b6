"""Many waiting jobs of the bench's app, stored by the database itself, and what became of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from statistics import median

import psycopg
from PIL import Image

from lingtu.bench.ground import APP_ID, Ground
from lingtu.bench.load import quantile

INPUT_KEY = f"{APP_ID}/uploads/bench"
_BATCH = 200  # in one transaction: each changes the app's row
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class Drain:
    """How a queue of empty jobs was emptied."""

    jobs: int
    #: From the first claim to the last end.
    seconds: float
    #: Claim → finish of a job.
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.jobs / self.seconds


def store_picture(ground: Ground) -> None:
    """The one small picture that all jobs share."""
    file = BytesIO()
    Image.new("RGB", (24, 16), (40, 90, 160)).save(file, "PNG")
    target = ground.objects / INPUT_KEY
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.getvalue())


def submit(ground: Ground, count: int) -> None:
    """Put so many matting jobs into the queue, by the API's own SQL function."""
    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        for first in range(0, count, _BATCH):
            connection.execute(
                """SELECT lingtu_submit((random() * 8e15)::bigint + 100000000000000, %(app)s, 'matting',
                                        gen_random_uuid()::text, '{"requestId": "bench", "image": "upload://bench"}',
                                        jsonb_build_object('image', %(key)s::text), 1, 1)
                     FROM generate_series(1, %(count)s)""",
                {"app": APP_ID, "key": INPUT_KEY, "count": min(_BATCH, count - first)},
            )


def wait_until_done(ground: Ground, limit_s: float) -> None:
    """Until no job waits or runs. Raises `TimeoutError`."""
    deadline = time.monotonic() + limit_s
    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute("SELECT unfinished FROM apps WHERE app_id = %s", (APP_ID,)).fetchone()
            if row == (0,):
                return
            time.sleep(_LOOK_EVERY_S)
    raise TimeoutError(f"jobs are still unfinished after {limit_s:g} s")


def forget(ground: Ground) -> None:
    """Drop all jobs, for the next round to begin with empty tables."""
    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        connection.execute("TRUNCATE jobs, past_requests")


def read_drain(ground: Ground) -> Drain:
    """Of all jobs in the database. Raises `ValueError` if one of them did not succeed at its first attempt."""
    with psycopg.connect(ground.database_url) as connection:
        rows = connection.execute(
            "SELECT started_at, finished_at, status = 'succeed' AND attempt = 1 FROM jobs ORDER BY started_at"
        ).fetchall()
    if not all(row[2] for row in rows):
        raise ValueError(f"{sum(not row[2] for row in rows)} jobs did not succeed at once")
    spans = sorted((ended - began).total_seconds() * 1000 for began, ended, _ in rows)
    seconds = (max(row[1] for row in rows) - rows[0][0]).total_seconds()
    return Drain(jobs=len(rows), seconds=seconds, p50_ms=median(spans), p99_ms=quantile(spans, 0.99))
