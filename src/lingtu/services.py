"""Everything that the API and the workers share, opened once. The only place that wires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from lingtu.apps.replay import ReplayRecord
from lingtu.apps.sealing import Vault, parse_master_key, read_or_make_master_key
from lingtu.apps.store import AppStore
from lingtu.database.pool import Pool, make_pool
from lingtu.gallery import catalogue
from lingtu.jobs.leftovers import Leftovers
from lingtu.jobs.store import JobStore
from lingtu.settings import Settings
from lingtu.storage.links import Links
from lingtu.storage.objects import Storage


@dataclass(frozen=True)
class Services:
    settings: Settings
    pool: Pool
    apps: AppStore
    jobs: JobStore
    leftovers: Leftovers
    replay: ReplayRecord
    storage: Storage
    links: Links


@asynccontextmanager
async def open_services(settings: Settings, database_url: str) -> AsyncIterator[Services]:
    """Open pool and stores on a migrated database, and the operator's part of the gallery."""
    catalogue.use_folder(settings.own_gallery)
    vault = open_vault(settings)
    pool = make_pool(database_url, settings.database_pool)
    async with pool:
        await pool.wait()
        yield Services(
            settings=settings,
            pool=pool,
            apps=AppStore(pool, vault),
            jobs=JobStore(pool),
            leftovers=Leftovers(pool),
            replay=ReplayRecord(pool),
            storage=Storage.local(settings.data_dir / "objects"),
            links=Links(settings.public_url, vault.derive_key("links")),
        )


def open_vault(settings: Settings) -> Vault:
    if settings.master_key is not None:
        return Vault(parse_master_key(settings.master_key.get_secret_value()))
    return Vault(read_or_make_master_key(settings.data_dir))
