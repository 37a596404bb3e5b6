"""Where speed is measured: a database of its own in a temporary folder, and the processes on it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from lingtu.client.client import Client
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate

APP_ID, SECRET = "bench", "bench-secret"
_QUOTA = 1_000_000_000
_PATIENCE_S = 120.0


@dataclass(frozen=True)
class Ground:
    """A data folder and its migrated database, with the app `bench`."""

    folder: Path
    database_url: str
    environment: dict[str, str]

    @property
    def objects(self) -> Path:
        return self.folder / "objects"

    @contextlib.contextmanager
    def process(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """`python …`, ended with the block."""
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments], env=self.environment | environment, stdout=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)

    def lingtu(self, *arguments: str, **environment: str) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
        """`lingtu …`, ended with the block."""
        return self.process("-m", "lingtu", *arguments, **environment)

    @contextlib.contextmanager
    def api(self, **environment: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
        """An API process that answers: its port, and the process."""
        port = free_port()
        public = {"LINGTU_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        with self.lingtu("serve", "--no-worker", "--port", str(port), **public, **environment) as process:
            wait_for(port, "/readyz")
            yield port, process


@contextlib.contextmanager
def bench_ground() -> Iterator[Ground]:
    """A fresh one for the block."""
    with tempfile.TemporaryDirectory(prefix="lingtu-bench-") as folder, contextlib.ExitStack() as stack:
        url = stack.enter_context(open_embedded(Path(folder) / "postgres"))
        migrate(url)
        environment = os.environ | {
            "LINGTU_DATA_DIR": folder,
            "LINGTU_DATABASE_URL": url,
            "LINGTU_LOG_LEVEL": "error",
        }
        made = Ground(Path(folder), url, environment)
        create = ["app", "create", "--app-id", APP_ID, "--secret", SECRET, "--quota", str(_QUOTA)]
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "lingtu", *create], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        yield made


def client_of(port: int) -> Client:
    return Client(f"http://127.0.0.1:{port}", app_id=APP_ID, secret=SECRET)


def wait_for(port: int, path: str) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False).is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
