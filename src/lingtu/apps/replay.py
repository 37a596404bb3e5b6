"""The replay record: a sign, and a salt of one app, can be used once, whichever API process is asked."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass

from lingtu.database.pool import Pool, connection_of
from lingtu.errors import LingtuError, OverloadedError, SignatureError
from lingtu.signing import REPLAY_WINDOW_S, SignatureHeaders

BATCH = 200


@dataclass(frozen=True)
class _Use:
    salt_digest: bytes
    sign_digest: bytes
    first: asyncio.Future[bool]


class ReplayRecord:
    """Remembers uses in the database, many calls to a round trip.

    Calls that arrive while one INSERT is on its way go together with the next one, so the record costs a call little
    under load and nothing extra when idle.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: list[_Use] = []
        self._writer: asyncio.Task[None] | None = None

    async def use(self, signature: SignatureHeaders) -> None:
        """Mark salt and sign as used; raises `SignatureError` if either was."""
        salt = hashlib.sha256(f"{signature.app_id}\n{signature.salt}".encode()).digest()
        use = _Use(salt, bytes.fromhex(signature.sign), asyncio.get_running_loop().create_future())
        self._waiting.append(use)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        if not await use.first:
            raise SignatureError("sign or salt was used before")

    async def sweep(self) -> int:
        """Forget what is too old to be replayed. Returns how many were forgotten."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                "DELETE FROM replay WHERE seen_at < clock_timestamp() - make_interval(secs => %s)",
                (REPLAY_WINDOW_S + 60,),
            )
            return cursor.rowcount

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                new = await self._insert(batch)
            except LingtuError as error:
                _fail(batch, error)
                continue
            except Exception as error:  # noqa: BLE001  every caller must hear of it, whatever it is
                _fail(batch, OverloadedError("数据库出错", f"the database failed: {type(error).__name__}"))
                continue
            for use in batch:
                if not use.first.done():
                    use.first.set_result(use.salt_digest in new)
                new.discard(use.salt_digest)  # a second use in the same batch is a replay

    async def _insert(self, batch: list[_Use]) -> set[bytes]:
        batch = sorted(batch, key=lambda use: use.salt_digest)  # the same order in all processes: no deadlock
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """INSERT INTO replay (salt_digest, sign_digest)
                   SELECT * FROM unnest(%s::bytea[], %s::bytea[]) ON CONFLICT DO NOTHING RETURNING salt_digest""",
                ([use.salt_digest for use in batch], [use.sign_digest for use in batch]),
            )
            return {bytes(row["salt_digest"]) for row in await cursor.fetchall()}


def _fail(batch: list[_Use], error: Exception) -> None:
    for use in batch:
        if not use.first.done():
            use.first.set_exception(error)
