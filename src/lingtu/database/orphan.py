"""Servers that outlived the process that supervised them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import structlog

from lingtu.errors import SetupError

FAST_SHUTDOWN_S = 60.0
IMMEDIATE_SHUTDOWN_S = 10.0

log = structlog.get_logger(__name__)


def stop_orphan(data: Path) -> None:
    """Shut down the server on a data folder that nobody supervises; forget a record that names another process.

    Only for the holder of the folder's lock: a server that runs then is an orphan.
    """
    record = data / "postmaster.pid"
    pid = _recorded_pid(record)
    if pid is None or not is_running(pid):
        return
    if not _serves(pid, data):
        # The number was given to another process, as happens in every restarted container, and PostgreSQL would take
        # that one for a running server and step back.
        record.unlink()
        return
    log.warning("postgres.orphan_found", pid=pid)
    for how, patience_s in ((signal.SIGINT, FAST_SHUTDOWN_S), (signal.SIGQUIT, IMMEDIATE_SHUTDOWN_S)):
        os.kill(pid, how)
        if _wait_for_end(pid, patience_s):
            return
    raise SetupError(f"an older database server (process {pid}) on {data} does not stop: end it by hand")


def _recorded_pid(record: Path) -> int | None:
    try:
        return int(record.read_text(encoding="ascii", errors="replace").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_running(pid: int) -> bool:
    """Whether there is such a process, and not just its unreaped rest."""
    if sys.platform == "linux":
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
    else:
        state = _ask_ps(pid, "stat")[:1]
    return state not in ("", "Z", "X")


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL server that works in the data folder."""
    if sys.platform == "linux":
        try:
            command = Path(f"/proc/{pid}/comm").read_text(encoding="ascii", errors="replace").strip()
            return command == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", data)
        except (FileNotFoundError, ProcessLookupError, PermissionError):  # gone, or another user's and so not ours
            return False
    return _ask_ps(pid, "command").find(f"-D {data}") >= 0


def _ask_ps(pid: int, column: str) -> str:
    answer = subprocess.run(  # noqa: S603 - fixed arguments
        ["/bin/ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def _wait_for_end(pid: int, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False
