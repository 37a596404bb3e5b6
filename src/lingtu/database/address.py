"""Where the embedded server is found: a folder of its socket that every process of the user can name."""

from __future__ import annotations

import os
import sys
import urllib.parse
from pathlib import Path
from typing import Self

from lingtu.database.cluster import PORT, ROLE, SOCKET_FOLDER, read_password, write_private
from lingtu.errors import SetupError

#: Bytes of a socket's path that the operating system takes.
_SOCKET_PATH_LIMIT = 107 if sys.platform == "linux" else 103


class Address:
    """The address of a server that this process supervises."""

    def __init__(self, root: Path, folder: str, descriptor: int | None, password: str) -> None:
        self._file = root / "address"
        self._descriptor = descriptor
        self.url = _make_url(folder, password)

    @classmethod
    def publish(cls, root: Path, password: str) -> Self:
        """Write down where the socket's folder is, for processes that attach.

        A path too long for a socket gets a short name through a descriptor of this process, which is valid in all
        processes of the user for as long as this one lives, and so does the server. Raises `SetupError` without /proc.
        """
        folder, descriptor = str(root / SOCKET_FOLDER), None
        if len(os.fsencode(f"{folder}/.s.PGSQL.{PORT}")) > _SOCKET_PATH_LIMIT:
            if not Path("/proc/self/fd").exists():
                raise SetupError(f"{folder} is too long a path for a socket: set LINGTU_DATA_DIR to a shorter one")
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            folder = f"/proc/{os.getpid()}/fd/{descriptor}"
        write_private(root / "address", folder)
        return cls(root, folder, descriptor, password)

    @staticmethod
    def read_url(root: Path) -> str | None:
        """What the supervising process has published; None if nothing yet."""
        try:
            return _make_url((root / "address").read_text(encoding="utf-8"), read_password(root))
        except FileNotFoundError:
            return None

    def close(self) -> None:
        """Withdraw the address."""
        self._file.unlink(missing_ok=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _make_url(folder: str, password: str) -> str:
    return f"postgresql://{ROLE}:{password}@/postgres?host={urllib.parse.quote(folder, safe='')}&port={PORT}"
