"""All SQL about webhooks. A row is made by `lingtu_settle`, in the transaction that ends its job, and ends here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, Self, get_args
from uuid import UUID

from lingtu.database.pool import Pool, connection_of

WebhookState = Literal["pending", "delivered", "given-up"]
STATES: tuple[WebhookState, ...] = get_args(WebhookState)
LEASE_S = 30.0  # of an attempt: longer than a receiver may take
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 900.0  # between attempts; they double
GIVE_UP_S = 7200.0
_KEEP_DAYS = 7  # for `lingtu webhooks list`
_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """A row of `webhooks`: a call that tells a caller of a job's end."""

    webhook_id: UUID
    job_id: int
    app_id: str
    url: str
    #: App and host: those who share it wait for each other.
    receiver: str
    state: WebhookState
    attempts: int
    #: What became of the last attempt: an HTTP status, or words.
    answer: str | None
    created_at: datetime
    #: When the next attempt is due.
    next_at: datetime

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        return cls(**row)


_COLUMNS = ", ".join(f"w.{field.name}" for field in fields(Webhook))
# Each app, and in it each receiver, has its turn before another has its second one.
_CLAIM = f"""
WITH waiting AS (
    SELECT webhook_id, app_id, next_at, row_number() OVER (PARTITION BY receiver ORDER BY next_at) AS of_receiver
      FROM webhooks WHERE state = 'pending' AND next_at <= clock_timestamp() AND receiver <> ALL(%(busy)s)),
due AS (
    SELECT webhook_id, row_number() OVER (PARTITION BY app_id ORDER BY of_receiver, next_at) AS of_app
      FROM waiting WHERE of_receiver <= %(of_receiver)s ORDER BY of_app LIMIT %(limit)s)
UPDATE webhooks w SET attempts = w.attempts + 1, next_at = clock_timestamp() + make_interval(secs => %(lease)s)
  FROM due WHERE w.webhook_id = due.webhook_id AND w.state = 'pending' AND w.next_at <= clock_timestamp()
RETURNING {_COLUMNS}"""  # noqa: S608
_FAILED = """
UPDATE webhooks SET answer = %(answer)s, next_at = clock_timestamp() + make_interval(secs => %(pause)s),
       state = CASE WHEN clock_timestamp() + make_interval(secs => %(pause)s) > give_up_at
                    THEN 'given-up' ELSE 'pending' END
 WHERE webhook_id = %(id)s AND state = 'pending' AND attempts = %(attempts)s RETURNING state"""


class WebhookStore:
    """Webhooks in the database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def claim(self, limit: int, of_receiver: int, busy: Collection[str]) -> list[Webhook]:
        """Due webhooks to call now, at most so many of a receiver and none of the busy ones.

        A claim is a lease: without `delivered` or `failed` within it they are due again.
        """
        values = {"busy": list(busy), "limit": limit, "of_receiver": of_receiver, "lease": LEASE_S}
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_CLAIM.encode(), values)
            return [Webhook.from_row(row) for row in await cursor.fetchall()]

    async def delivered(self, webhook: Webhook, answer: str) -> None:
        async with connection_of(self._pool) as connection:
            await connection.execute(
                "UPDATE webhooks SET state = 'delivered', answer = %s WHERE webhook_id = %s",
                (answer, webhook.webhook_id),
            )

    async def failed(self, webhook: Webhook, answer: str) -> bool:
        """Put the next attempt off. False: there is none, the webhook is given up."""
        values = {"answer": answer, "pause": pause_s(webhook.attempts), "id": webhook.webhook_id}
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(_FAILED, {**values, "attempts": webhook.attempts})
            row = await cursor.fetchone()
        return row is None or row["state"] == "pending"

    async def listed(self, app_id: str | None, state: WebhookState | None, limit: int) -> list[Webhook]:
        """The newest ones."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                f"""SELECT {_COLUMNS} FROM webhooks w WHERE (%(app)s::text IS NULL OR app_id = %(app)s)
                       AND (%(state)s::text IS NULL OR state = %(state)s)
                     ORDER BY created_at DESC LIMIT %(limit)s""",  # noqa: S608
                {"app": app_id, "state": state, "limit": limit},
            )
            return [Webhook.from_row(row) for row in await cursor.fetchall()]

    async def retry(self, webhook_id: UUID | None, app_id: str | None) -> int:
        """Call again, from now on for as long as at first: one webhook, or all that were given up (of an app).

        Returns how many.
        """
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """UPDATE webhooks SET state = 'pending', attempts = 0, next_at = clock_timestamp(),
                          give_up_at = clock_timestamp() + make_interval(secs => %(patience)s)
                    WHERE CASE WHEN %(id)s::uuid IS NULL THEN state = 'given-up' ELSE webhook_id = %(id)s END
                      AND (%(app)s::text IS NULL OR app_id = %(app)s)""",
                {"id": webhook_id, "app": app_id, "patience": GIVE_UP_S},
            )
        return cursor.rowcount

    async def prune(self) -> int:
        """Forget webhooks that ended days ago."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """DELETE FROM webhooks WHERE webhook_id IN (
                     SELECT webhook_id FROM webhooks WHERE state <> 'pending'
                        AND created_at < clock_timestamp() - make_interval(days => %s) LIMIT %s)""",
                (_KEEP_DAYS, _BATCH),
            )
        return cursor.rowcount


def pause_s(attempts: int) -> float:
    """Seconds from the end of an attempt to the next one."""
    return min(FIRST_PAUSE_S * 2.0 ** min(attempts - 1, 20), LONGEST_PAUSE_S)
