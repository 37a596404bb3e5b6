"""Objects: the bytes of inputs, uploads and results, by key."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore

from lingtu.errors import OverloadedError

Missing = NotFoundError


class Storage:
    """An object store. Keys are `app/job/in/name`, `app/job/out/name` and `app/uploads/id`; a put is all or nothing."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def local(cls, folder: Path) -> Storage:
        """A folder of this machine."""
        return cls(LocalStore(folder, mkdir=True, automatic_cleanup=True))

    async def put(self, key: str, data: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, data)
        except BaseError as error:
            raise OverloadedError(
                "存储暂时不可用", "the object store is away for the moment", retry_after_s=5
            ) from error

    async def get(self, key: str) -> bytes:
        """Raises `Missing` when there is no such object."""
        found = await obstore.get_async(self._store, key)
        return bytes(await found.bytes_async())

    async def copy(self, source: str, target: str) -> None:
        """Raises `Missing` when there is no such object."""
        await obstore.copy_async(self._store, source, target)

    async def delete(self, key: str) -> None:
        """An object that is gone already is as good."""
        with contextlib.suppress(Missing):
            await obstore.delete_async(self._store, key)

    async def delete_folder(self, folder: str) -> None:
        """Delete every object below a folder."""
        keys = [key async for key in self.keys(folder)]
        if keys:
            await obstore.delete_async(self._store, keys)

    async def keys(self, folder: str) -> AsyncIterator[str]:
        async for batch in obstore.list(self._store, prefix=folder):
            for meta in batch:
                yield meta["path"]
