"""Objects: the bytes of inputs, uploads and results, by key."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
import structlog
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, S3Store

from lingtu.errors import OverloadedError, SetupError
from lingtu.metrics import STORAGE_FAILURES
from lingtu.storage.s3 import S3Keys, S3Place

if TYPE_CHECKING:
    from obstore import Attributes

PARTIAL_AGE_S = 600.0  # far longer than a put may take
CONNECT_TIMEOUT = timedelta(seconds=3)
CALL_TIMEOUT = timedelta(seconds=30)  # of one request to a store on the network
RETRY_TIMEOUT = timedelta(seconds=8)  # no more tries after this; callers and workers have a patience of their own
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "psd": "image/vnd.adobe.photoshop"}
_PARTIAL = ".partial"  # no app's name: those have no dots
_MISSING = (NotFoundError, FileNotFoundError)  # which of them depends on obstore's version
#: What a store's answer to a list says of our settings; obstore has no classes for it.
_REFUSALS = {"NoSuchBucket": "there is no such bucket", "403 Forbidden": "the store refuses these keys"}
log = structlog.get_logger(__name__)


class Missing(Exception):  # noqa: N818  reads as what it is where it is caught
    """There is no object of that key."""


class Storage:
    """An object store. Keys are `app/job/in/name`, `app/job/out/name` and `app/uploads/id`; a put is all or nothing."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        #: Of a local store: there a put is made in a folder of its own, so that a killed one is easily found.
        self._partial = folder / _PARTIAL if folder else None

    @classmethod
    def local(cls, folder: Path) -> Storage:
        """A folder of this machine."""
        return cls(LocalStore(folder, mkdir=True, automatic_cleanup=True), folder)

    @classmethod
    def s3(cls, place: S3Place, keys: S3Keys | None) -> Storage:
        """A bucket. Without keys they come from where AWS's own programs have them, as from a machine's role."""
        store = S3Store(
            place.bucket,
            prefix=place.prefix or None,
            config={
                "endpoint": place.client_endpoint,
                "region": place.region,
                "virtual_hosted_style_request": place.virtual,
                "disable_bulk_delete": True,  # not every store has it, and a job has few objects
                **({"access_key_id": keys.key_id, "secret_access_key": keys.secret} if keys else {}),
                **({"session_token": keys.token} if keys and keys.token else {}),
            },
            client_options={
                "allow_http": place.endpoint.startswith("http://"),
                "connect_timeout": CONNECT_TIMEOUT,
                "timeout": CALL_TIMEOUT,
            },
            retry_config={"max_retries": 4, "retry_timeout": RETRY_TIMEOUT},
        )
        return cls(store)

    async def check(self) -> None:
        """Whether objects can be reached: `OverloadedError` if not now, `SetupError` if the store refuses us."""
        try:
            async for _ in obstore.list(self._store, prefix="readiness"):
                break
        except BaseError as error:
            for sign, meaning in _REFUSALS.items():
                if sign in str(error):
                    raise SetupError(f"LINGTU_STORAGE_URL: {meaning} ({_first_line(error)})") from error
            raise _away(error) from error

    async def put(self, key: str, data: bytes) -> None:
        with _plain_errors():
            async with self._at_once(key) as place:
                await obstore.put_async(
                    self._store, place, data, attributes=self._attributes_of(key), use_multipart=False
                )

    async def get(self, key: str) -> bytes:
        """Raises `Missing` when there is no such object."""
        with _plain_errors():
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())

    async def copy(self, source: str, target: str) -> None:
        """Raises `Missing` when there is no such object."""
        with _plain_errors():
            async with self._at_once(target) as place:
                await obstore.copy_async(self._store, source, place)

    async def delete(self, key: str) -> None:
        """An object that is gone already is as good."""
        with contextlib.suppress(Missing), _plain_errors():
            await obstore.delete_async(self._store, key)

    async def delete_folder(self, folder: str) -> None:
        """Delete every object below a folder, also while others do the same."""
        while keys := [key async for key in self.keys(folder)]:
            with contextlib.suppress(Missing), _plain_errors():
                await obstore.delete_async(self._store, keys)

    async def keys(self, folder: str) -> AsyncIterator[str]:
        with _plain_errors():
            async for batch in obstore.list(self._store, prefix=folder):
                for meta in batch:
                    yield meta["path"]

    async def drop_partial(self) -> None:
        """Delete what killed processes left of their puts. S3 takes an object whole or not at all."""
        if self._partial is not None:
            await asyncio.to_thread(_drop_old_files, self._partial)

    def _attributes_of(self, key: str) -> Attributes | None:
        """A store that answers callers by itself has to know what a file is; a folder keeps no such thing."""
        media_type = MEDIA_TYPES.get(key.rpartition(".")[2])
        return {"Content-Type": media_type} if media_type and self._partial is None else None

    @contextlib.asynccontextmanager
    async def _at_once(self, key: str) -> AsyncIterator[str]:
        """Where to write an object, so that it is there whole after the block, or not at all."""
        if self._partial is None:
            yield key
            return
        # the time is in the name, as a copy's file may have that of its source
        draft = f"{_PARTIAL}/{int(time.time())}-{secrets.token_hex(8)}"
        yield draft
        await obstore.rename_async(self._store, draft, key)


def _drop_old_files(folder: Path) -> None:
    oldest = str(int(time.time() - PARTIAL_AGE_S))  # compares like the number: all have ten digits
    for file in folder.glob("*"):
        if file.name < oldest:
            file.unlink(missing_ok=True)  # another sweeper may be quicker


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """A store that fails is an overload, for the caller to try again."""
    try:
        yield
    except _MISSING as error:
        raise Missing(str(error)) from None
    except BaseError as error:
        raise _away(error) from error


def _away(error: BaseError) -> OverloadedError:
    STORAGE_FAILURES.inc()
    log.warning("storage.failed", kind=type(error).__name__, error=_first_line(error))
    return OverloadedError("存储暂时不可用", "the object store is away for the moment")


def _first_line(error: Exception) -> str:
    """What a store says first; an answer of its own may follow."""
    return str(error).partition("\n")[0][:300]
