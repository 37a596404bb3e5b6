"""Objects: the bytes of inputs, uploads and results, by key."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore

from lingtu.errors import OverloadedError

PARTIAL_AGE_S = 600.0  # far longer than a put may take
_PARTIAL = ".partial"  # no app's name: those have no dots
_MISSING = (NotFoundError, FileNotFoundError)  # which of them depends on obstore's version


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

    async def put(self, key: str, data: bytes) -> None:
        with _plain_errors():
            async with self._at_once(key) as place:
                await obstore.put_async(self._store, place, data)

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
        """Delete what killed processes left of their puts. Object stores on the network do so by themselves."""
        if self._partial is not None:
            await asyncio.to_thread(_drop_old_files, self._partial)

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
        raise OverloadedError("存储暂时不可用", "the object store is away for the moment") from error
