"""Everything that the API and the workers share, opened once. The only place that wires."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from lingtu.apps.books import Books
from lingtu.apps.replay import ReplayRecord
from lingtu.apps.sealing import Vault, parse_master_keys, read_or_make_master_key
from lingtu.apps.sessions import SessionStore
from lingtu.apps.store import AppStore
from lingtu.database.pool import Pool, connection_of, make_pool
from lingtu.errors import OverloadedError, SetupError
from lingtu.gallery.catalogue import Gallery
from lingtu.gallery.shelf import Shelf
from lingtu.jobs.leftovers import Leftovers
from lingtu.jobs.store import JobStore
from lingtu.jobs.submissions import Submissions
from lingtu.jobs.thumbnails import Thumbnails
from lingtu.jobs.webhooks import WebhookStore
from lingtu.labels.corner import CornerLabel
from lingtu.labels.credentials import Credentials
from lingtu.labels.labeller import Labeller
from lingtu.settings import Settings
from lingtu.storage.links import Links
from lingtu.storage.objects import Storage
from lingtu.storage.s3 import Presigner, S3Keys, S3Place

CHECK_S = 5.0  # that a check waits for the store


@dataclass(frozen=True)
class Services:
    settings: Settings
    shelf: Shelf
    pool: Pool
    apps: AppStore
    books: Books
    jobs: JobStore
    submissions: Submissions
    leftovers: Leftovers
    webhooks: WebhookStore
    sessions: SessionStore
    thumbnails: Thumbnails
    replay: ReplayRecord
    storage: Storage
    links: Links

    @property
    def gallery(self) -> Gallery:
        """As it is now."""
        return self.shelf.now

    async def check(self) -> None:
        """Whether work can be done: `OverloadedError` if database or objects can't be reached."""
        async with connection_of(self.pool) as connection:
            await connection.execute("SELECT 1")
        try:
            async with asyncio.timeout(CHECK_S):
                await self.storage.check()
        except (SetupError, TimeoutError) as error:
            raise OverloadedError("存储暂时不可用", "the object store is away for the moment") from error


@asynccontextmanager
async def open_services(settings: Settings, database_url: str) -> AsyncIterator[Services]:
    """Open pool and stores on a migrated database, and the operator's part of the gallery."""
    shelf = Shelf(settings.own_gallery)
    vault = open_vault(settings)
    storage, presigner = open_storage(settings)
    with suppress(OverloadedError):  # it may come back while we run; a wrong bucket or key will not
        await storage.check()
    pool = make_pool(database_url, settings.database_pool)
    async with pool:
        await pool.wait()
        yield Services(
            settings=settings,
            shelf=shelf,
            pool=pool,
            apps=AppStore(pool, vault),
            books=Books(pool),
            jobs=JobStore(pool),
            submissions=Submissions(pool),
            leftovers=Leftovers(pool),
            webhooks=WebhookStore(pool),
            sessions=SessionStore(pool, settings.session_hours),
            thumbnails=Thumbnails(pool, storage, min(settings.thumbnail_days, settings.keep_days)),
            replay=ReplayRecord(pool),
            storage=storage,
            links=Links(settings.public_url, vault.derive_keys("links"), presigner),
        )


def open_storage(settings: Settings) -> tuple[Storage, Presigner | None]:
    """The objects, and what signs links to them: only with keys that are known not to die before a link does."""
    if settings.storage_url is None:
        return Storage.local(settings.data_dir / "objects"), None
    place = S3Place.parse(settings.storage_url)
    keys = _storage_keys(settings)
    return Storage.s3(place, keys), Presigner(place, keys) if keys and not keys.token else None


def _storage_keys(settings: Settings) -> S3Keys | None:
    key_id, secret, token = settings.storage_key_id, settings.storage_secret, settings.storage_token
    if key_id is None and secret is None:
        return None
    if key_id is None or secret is None:
        raise SetupError("LINGTU_STORAGE_KEY_ID and LINGTU_STORAGE_SECRET belong together: set both or none")
    return S3Keys(
        key_id=key_id, secret=secret.get_secret_value(), token=token.get_secret_value() if token is not None else None
    )


def open_labeller(settings: Settings) -> Labeller:
    """What labels results; `SetupError` if it can't sign as it is told to."""
    credentials = None
    if settings.c2pa_certificate is not None and settings.c2pa_key is not None:
        credentials = Credentials.open(
            settings.c2pa_certificate, settings.c2pa_key, settings.c2pa_algorithm, settings.c2pa_timestamp_url
        )
    elif settings.c2pa_certificate is not None or settings.c2pa_key is not None:
        raise SetupError("LINGTU_C2PA_CERTIFICATE and LINGTU_C2PA_KEY belong together: set both or none")
    position = settings.label_corner
    return Labeller(
        implicit=settings.labels,
        producer=settings.label_producer,
        corner=None if position == "off" else CornerLabel(settings.label_text, position),
        credentials=credentials,
    )


def open_vault(settings: Settings) -> Vault:
    if settings.master_key is not None:
        return Vault(*parse_master_keys(settings.master_key.get_secret_value()))
    return Vault(read_or_make_master_key(settings.data_dir))
