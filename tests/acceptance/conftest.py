"""The product from outside: real processes, real signals, nothing imported from the server but its SDK."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from lingtu import Client

START_S = 180.0  # machines are shared


@dataclass
class Deployment:
    """A data folder and the `lingtu` processes on it."""

    folder: Path
    port: int
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `lingtu …`; it is killed at the end of the test, if it still lives."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "lingtu", *arguments],
                env=self.environment | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def serve(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `lingtu serve` and wait until it answers."""
        process = self.start("serve", "--port", str(self.port), *arguments, **environment)
        wait_for(self._answers, START_S, "the API answers", self.log)
        return process

    def run(self, *arguments: str) -> str:
        """Run `lingtu …` to its end; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "lingtu", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + self.log()
        return done.stdout

    def client(self, app_id: str = "A", secret: str = "S") -> Client:
        return Client(self.url, app_id=app_id, secret=secret)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def kill_all(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/readyz", trust_env=False).is_success
        return False


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    with deployed() as made:
        yield made


@contextlib.contextmanager
def deployed() -> Iterator[Deployment]:
    """A data folder for processes that are killed at the end."""
    # Whoever was killed may have left a child that still writes for a moment.
    with tempfile.TemporaryDirectory(prefix="lingtu-acceptance-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "log").touch()
        made = Deployment(
            folder=Path(folder),
            port=free_port(),
            environment=os.environ
            | {
                "LINGTU_DATA_DIR": f"{folder}/data",
                "LINGTU_ENGINE": "tests.fault_engines:Plain",
                "FAULT_MARKER": f"{folder}/marker",
            },
        )
        yield made
        made.kill_all()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], timeout_s: float, what: str, log: Callable[[], str]) -> None:
    """Poll until it holds; the log is shown if it doesn't."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}\n{log()}"
        time.sleep(0.1)


def children_of(pid: int) -> dict[int, str]:
    """Direct children of a process with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == pid:
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found
