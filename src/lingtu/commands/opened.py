"""What commands open: the database, whether the server runs or not, and the services on it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from lingtu.services import Services, open_services
from lingtu.settings import Settings

T = TypeVar("T")


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[str]:
    """URL of the migrated database: the operator's, or the embedded one, started if nobody runs it."""
    from lingtu.database.embedded import open_embedded
    from lingtu.database.migrate import migrate

    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        migrate(url)
        yield url
        return
    with open_embedded(settings.data_dir / "postgres") as url:
        migrate(url)
        yield url


def with_services(task: Callable[[Services], Awaitable[T]]) -> T:
    """Do something with the services."""
    settings = Settings.from_env(os.environ)

    async def run_task(url: str) -> T:
        async with open_services(settings, url) as services:
            return await task(services)

    with database(settings) as url:
        return asyncio.run(run_task(url))
