from __future__ import annotations

import asyncio
import hashlib

import psycopg

from lingtu.apps.replay import BATCH, ReplayRecord
from lingtu.errors import SignatureError
from lingtu.services import Services
from lingtu.signing import SignatureHeaders
from tests.integration.conftest import WithServices


def _signature(salt: str, app_id: str = "A", sign: str | None = None) -> SignatureHeaders:
    sign = sign or hashlib.sha256(f"{app_id}{salt}".encode()).hexdigest()
    return SignatureHeaders(app_id=app_id, timestamp="1569564388", salt=salt, sign=sign, version="1")


async def _accepted(record: ReplayRecord, signature: SignatureHeaders) -> bool:
    try:
        await record.use(signature)
    except SignatureError:
        return False
    return True


def test_salt_and_sign_are_used_once(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        other_process = ReplayRecord(services.pool)
        assert await _accepted(services.replay, _signature("one"))
        assert not await _accepted(services.replay, _signature("one"))
        assert not await _accepted(other_process, _signature("one"))
        assert not await _accepted(other_process, _signature("one", sign="0" * 64)), "the app's salt again"
        assert not await _accepted(other_process, _signature("two", sign=_signature("one").sign)), "the sign again"
        assert await _accepted(other_process, _signature("one", app_id="B")), "another app may use the salt"

    with_services(body)


def test_of_many_uses_at_the_same_time_one_is_the_first(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        records = [ReplayRecord(services.pool) for _ in range(3)]
        uses = [_signature(f"s{index % (BATCH + 50)}") for index in range(3 * (BATCH + 50))]
        accepted = await asyncio.gather(*(_accepted(records[i % 3], use) for i, use in enumerate(uses)))
        assert sum(accepted) == BATCH + 50

    with_services(body)


def test_old_uses_are_forgotten_young_ones_kept(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        await services.replay.use(_signature("old"))
        await services.replay.use(_signature("young"))
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
            await connection.execute(
                "UPDATE replay SET seen_at = now() - interval '11 minutes' WHERE sign_digest = %s",
                (bytes.fromhex(_signature("old").sign),),
            )
        assert await services.replay.sweep() == 1
        assert not await _accepted(services.replay, _signature("young"))

    with_services(body)
