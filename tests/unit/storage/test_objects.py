"""Objects in a local folder: what is missing, and several who delete the same."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lingtu.storage.objects import Missing, Storage


def test_what_is_not_there(tmp_path: Path) -> None:
    async def body() -> None:
        storage = Storage.local(tmp_path)
        with pytest.raises(Missing):
            await storage.get("A/1/out/1.png")
        with pytest.raises(Missing):
            await storage.copy("A/1/out/1.png", "A/2/in/image")
        await storage.delete("A/1/out/1.png")
        await storage.delete_folder("A/1")

    asyncio.run(body())


def test_a_folder_deleted_by_several_at_the_same_time(tmp_path: Path) -> None:
    async def body() -> None:
        storage = Storage.local(tmp_path)
        for _ in range(20):
            for index in range(8):
                await storage.put(f"A/1/out/{index}", b"x")
            await storage.put("A/12/out/0", b"x")
            await asyncio.gather(*(storage.delete_folder("A/1") for _ in range(4)))
            assert [key async for key in storage.keys("A")] == ["A/12/out/0"]

    asyncio.run(body())
