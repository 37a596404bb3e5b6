"""The lock of a database folder: whose process supervises the server. The kernel frees it with the process."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import IO

_PATIENCE_S = 0.5  # another process may hold it for the moment of a look
_PAUSE_S = 0.02


class FolderLock:
    """Held or not by this process."""

    def __init__(self, root: Path) -> None:
        self._path = root / "lock"
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Make the folder if need be, and take its lock. False: another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = open(self._path, "a", encoding="ascii")  # noqa: SIM115 - open for as long as the lock is held
        deadline = time.monotonic() + _PATIENCE_S
        while not _try_lock(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                file.close()
                return False
            time.sleep(_PAUSE_S)
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def is_held(root: Path) -> bool:
    """Whether a process holds the lock of the folder."""
    try:
        with open(root / "lock", encoding="ascii") as file:
            return not _try_lock(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
