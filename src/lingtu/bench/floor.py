"""The floor beside our API: bare FastAPI routes with one INSERT + COMMIT, and one SELECT, on the same PostgreSQL.

Started by the benchmark as `python -m lingtu.bench.floor PORT`, the database in LINGTU_DATABASE_URL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel

POOL = 8  # connections, as many as the API's default


class Row(BaseModel):
    request_id: str
    text: str


def create_floor(url: str) -> FastAPI:
    pool = AsyncConnectionPool(url, min_size=2, max_size=POOL, open=False, kwargs={"autocommit": True})

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with pool:
            async with pool.connection() as connection:
                await connection.execute(
                    "CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, request_id text, body text)"
                )
                await connection.execute("INSERT INTO bench_floor (request_id, body) VALUES ('first', 'x')")
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/insert")
    async def insert(row: Row) -> dict[str, Any]:
        async with pool.connection() as connection:
            await connection.execute(
                "INSERT INTO bench_floor (request_id, body) VALUES (%s, %s)", (row.request_id, row.text)
            )
        return {"ok": True}

    @app.post("/select")
    async def select() -> dict[str, Any]:
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT request_id, body FROM bench_floor WHERE id = 1")
            found = await cursor.fetchone()
        assert found is not None
        return {"request_id": found[0], "text": found[1]}

    return app


if __name__ == "__main__":
    uvicorn.run(
        create_floor(os.environ["LINGTU_DATABASE_URL"]), port=int(sys.argv[1]), log_level="warning", access_log=False
    )
