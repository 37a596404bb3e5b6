"""What became of a batch's rows: lines of JSON that are only added to, the last one of a row counts.

A row is written down before its job is submitted, with the requestId: whoever is killed in between submits the same
request again, which gives the same job.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

from lingtu.errors import SetupError


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row as it is now."""

    key: str
    state: Literal["begun", "submitted", "done", "failed"]
    request_id: str
    job_id: str | None = None
    #: Result files, relative to the output folder.
    files: tuple[str, ...] = ()
    #: Why it failed, or the server's note.
    message: str | None = None


class Journal:
    """The entries of a file, which is this process's alone while it is open. For any number of threads."""

    def __init__(self, file: Path) -> None:
        """Raises `SetupError` if another process has it open."""
        self._guard = threading.Lock()
        self._entries: dict[str, Entry] = {}
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise SetupError(f"another lingtu batch is at work: it has {file} open") from None
        self._read()

    def _read(self) -> None:
        self._file.seek(0)
        lines = self._file.read().split("\n")
        for line in lines:
            try:
                record = json.loads(line)
                entry = Entry(**{**record, "files": tuple(record["files"])})
            except (ValueError, TypeError, KeyError):  # half a line of a process that was killed
                continue
            self._entries[entry.key] = entry
        if lines[-1]:
            self._file.write("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def get(self, key: str) -> Entry | None:
        """The row's entry, if it was begun."""
        return self._entries.get(key)

    def write(self, entry: Entry) -> Entry:
        """Keep it, on the disk when this returns."""
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with self._guard:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._entries[entry.key] = entry
        return entry
