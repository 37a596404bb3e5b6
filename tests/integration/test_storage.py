"""Objects in a local folder: a put is all or nothing, and what a killed process left is found."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

from lingtu.storage.objects import Storage

_PUT_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from lingtu.storage.objects import Storage
async def main():
    storage = Storage.local(Path(sys.argv[1]))
    while True:
        await storage.put("A/1/out/1-0.png", bytes(64 << 20))
        await storage.copy("A/1/out/1-0.png", "A/2/in/image")
        print(flush=True)
asyncio.run(main())
"""


def age(file: Path) -> None:
    """An unfinished put has the second of its beginning in front of its name."""
    file.rename(file.with_name("0" + file.name))


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_killed_put_leaves_nothing_that_is_not_found_again(tmp_path: Path) -> None:
    whole = {"A/1/out/1-0.png", "A/2/in/image"}
    partial: set[str] = set()
    for delay_s in (0.0, 0.01, 0.02, 0.03, 0.05):
        with subprocess.Popen([sys.executable, "-c", _PUT_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay_s)
            process.send_signal(signal.SIGKILL)
        partial |= files_in(tmp_path) - whole
    assert partial, "a put was interrupted"
    for key in whole:
        assert (tmp_path / key).stat().st_size == 64 << 20

    storage = Storage.local(tmp_path)
    asyncio.run(storage.drop_partial())
    assert partial <= files_in(tmp_path), "somebody may be writing them"
    for name in partial:
        age(tmp_path / name)
    asyncio.run(storage.drop_partial())
    assert files_in(tmp_path) == whole
