"""Objects: the bytes of inputs, uploads and results, by key."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore

from lingtu.errors import OverloadedError

_MISSING = (NotFoundError, FileNotFoundError)  # which of them depends on obstore's version


class Missing(Exception):  # noqa: N818  reads as what it is where it is caught
    """There is no object of that key."""


class Storage:
    """An object store. Keys are `app/job/in/name`, `app/job/out/name` and `app/uploads/id`; a put is all or nothing."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def local(cls, folder: Path) -> Storage:
        """A folder of this machine."""
        return cls(LocalStore(folder, mkdir=True, automatic_cleanup=True))

    async def put(self, key: str, data: bytes) -> None:
        with _plain_errors():
            await obstore.put_async(self._store, key, data)

    async def get(self, key: str) -> bytes:
        """Raises `Missing` when there is no such object."""
        with _plain_errors():
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())

    async def copy(self, source: str, target: str) -> None:
        """Raises `Missing` when there is no such object."""
        with _plain_errors():
            await obstore.copy_async(self._store, source, target)

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


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """A store that fails is an overload, for the caller to try again."""
    try:
        yield
    except _MISSING as error:
        raise Missing(str(error)) from None
    except BaseError as error:
        raise OverloadedError("存储暂时不可用", "the object store is away for the moment") from error
