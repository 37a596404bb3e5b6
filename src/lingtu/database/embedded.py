"""A PostgreSQL server of our own, for who has none: made, started, watched and stopped by this process.

One process supervises a folder, the one that holds its lock; others attach to the server. The server speaks on a Unix
socket in the folder only, with a password, and ends with its supervisor.
"""

from __future__ import annotations

import math
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
import structlog

from lingtu.database.address import Address
from lingtu.database.cluster import Cluster
from lingtu.database.lock import FolderLock, is_held
from lingtu.database.orphan import stop_orphan
from lingtu.errors import SetupError

READY_TIMEOUT_S = 300.0  # a crash recovery may have much to read
START_ATTEMPTS = 6
RETRY_PAUSE_S = 0.5
LONG_PAUSE_S = 5.0
STOP_TIMEOUT_S = 60.0
POLL_S = 0.05

log = structlog.get_logger(__name__)


class AlreadyRunningError(SetupError):
    """Another process supervises the database of this folder."""


class EmbeddedPostgres:
    """The server of one folder, from `start` to `stop`. Not for a second start."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._lock = FolderLock(self._root)
        self._address: Address | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()  # of the process and `_stopping`: nothing is spawned after stop()
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._failure: Exception | None = None
        # The server gets its parent-death signal when the thread that spawned it ends. So one thread of our own
        # spawns it, the first time and every time, whoever calls start().
        self._thread = threading.Thread(target=self._supervise, name="lingtu-postgres", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where to connect, for this process and others of the same user."""
        if self._address is None:
            raise RuntimeError("the database is not started")
        return self._address.url

    def start(self) -> str:
        """Start the server, making its data on first use; returns the URL when connections are taken.

        Raises `AlreadyRunningError`, or `SetupError` saying what is missing.
        """
        try:
            if not self._lock.acquire():
                raise AlreadyRunningError(f"another lingtu runs the database in {self._root}")
            self._thread.start()
            self._started.wait()
        except OSError as error:
            raise _folder_error(self._root, error) from error
        except BaseException:  # such as Ctrl-C
            self.stop()
            raise
        if self._failure is not None:
            self.stop()
            raise self._failure
        return self.url

    def stop(self) -> None:
        """Shut the server down, and give the folder free."""
        self._signal_stop(signal.SIGINT)  # "fast": sessions are ended, data are written
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT_S)
            self._signal_stop(signal.SIGQUIT)  # "immediate": the next start recovers
            self._thread.join(STOP_TIMEOUT_S)
        if self._address is not None:
            self._address.close()
        self._lock.release()

    def _signal_stop(self, how: signal.Signals) -> None:
        with self._guard:
            self._stopping.set()
            if self._process is not None:
                self._process.send_signal(how)

    def _supervise(self) -> None:
        """The thread's work: bring the server up, and up again whenever it ends."""
        try:
            cluster = Cluster(self._root)
            cluster.prepare()
            self._address = Address.publish(self._root, cluster.read_password())
            self._bring_up(cluster, self._address.url, READY_TIMEOUT_S)
        except (SetupError, subprocess.SubprocessError) as error:
            self._failure = error
        except OSError as error:
            self._failure = _folder_error(self._root, error)
        finally:
            self._started.set()
        while self._process is not None and self._failure is None:
            exit_status = self._process.wait()
            if self._stopping.is_set():
                return
            log.error("postgres.died", exit_status=exit_status)
            self._bring_back(cluster, self.url)

    def _bring_back(self, cluster: Cluster, url: str) -> None:
        began = time.monotonic()
        while not self._stopping.is_set():
            try:
                self._bring_up(cluster, url, math.inf)  # ending a recovery would only begin it anew
            except (SetupError, OSError) as error:
                log.error("postgres.restart_failed", error=str(error))
                self._stopping.wait(LONG_PAUSE_S)
            else:
                log.warning("postgres.restarted", seconds=round(time.monotonic() - began, 2))
                return

    def _bring_up(self, cluster: Cluster, url: str, patience_s: float) -> None:
        """Start the server and wait until it takes connections. Raises `SetupError` if it never does."""
        for _ in range(START_ATTEMPTS):  # sessions of a killed server may hold its memory for a moment yet
            stop_orphan(cluster.data)
            with self._guard:
                if self._stopping.is_set():
                    return
                self._process = cluster.spawn()
            if self._wait_until_ready(self._process, url, patience_s) or self._stopping.wait(RETRY_PAUSE_S):
                return
        raise SetupError(f"the database server does not start; {cluster.log_path} ends:\n{cluster.log_tail()}")

    def _wait_until_ready(self, process: subprocess.Popen[bytes], url: str, patience_s: float) -> bool:
        """False if the server ended before it was ready."""
        deadline = time.monotonic() + patience_s
        while process.poll() is None:
            if answers(url):
                return True
            if time.monotonic() > deadline:
                raise SetupError(f"the database server in {self._root} took no connection for {patience_s:.0f} s")
            time.sleep(POLL_S)
        return False


def answers(url: str) -> bool:
    """Whether a server takes connections there. Raises `SetupError` when it does not take the password."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "authentication failed" in str(error):
            raise SetupError(f"the file `password` is not that of the database beside it: {error}") from error
        return False
    return True


def running_url(root: Path) -> str | None:
    """Where the server is that another process supervises in this folder; None if none does.

    Waits for a server that is starting. Raises `SetupError` if it takes too long.
    """
    root = root.absolute()
    deadline = time.monotonic() + READY_TIMEOUT_S
    try:
        while is_held(root):
            url = Address.read_url(root)
            if url is not None and answers(url):
                return url
            if time.monotonic() > deadline:
                raise SetupError(f"another process holds {root}, but its database takes no connections")
            time.sleep(POLL_S)
    except OSError as error:
        raise _folder_error(root, error) from error
    return None


@contextmanager
def open_embedded(root: Path) -> Iterator[str]:
    """The URL of the folder's server: supervised by this process meanwhile, unless another one does already."""
    while True:
        server = EmbeddedPostgres(root)
        try:
            url = server.start()
        except AlreadyRunningError:
            other = running_url(root)
            if other is not None:
                yield other
                return
            continue  # its supervisor ended just now
        try:
            yield url
        finally:
            server.stop()
        return


def _folder_error(root: Path, error: OSError) -> SetupError:
    return SetupError(
        f"the database in {root} cannot be used: {error}. Run as the owner of that folder, "
        "or set LINGTU_DATA_DIR to one of your own, or name a PostgreSQL server by LINGTU_DATABASE_URL"
    )
