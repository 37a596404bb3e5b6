"""A real object store that speaks S3: SeaweedFS, started and stopped by the tests."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from lingtu.errors import OverloadedError
from lingtu.storage.objects import Storage
from lingtu.storage.s3 import S3Keys, S3Place

KEY_ID, SECRET = "tests", "secret-of-the-tests"
BUCKET = "pictures"
START_S = 60.0
_WEED = Path(sys.executable).with_name("weed")
_PARTS = ("master", "volume", "filer", "s3")


@dataclass(frozen=True)
class Seaweed:
    """A running store; a bucket is there as soon as something is put into it."""

    port: int

    def url(self, prefix: str, port: int | None = None, **options: str) -> str:
        """Of `LINGTU_STORAGE_URL`; `port` is that of something in between."""
        query = {"endpoint": f"http://127.0.0.1:{port or self.port}", **options}
        return f"s3://{BUCKET}/{prefix}?{'&'.join(f'{name}={value}' for name, value in query.items())}"

    def settings(self, port: int | None = None) -> dict[str, Any]:
        """The fields of `Settings` for a prefix that nobody has used."""
        url = self.url(uuid.uuid4().hex, port)
        return {"storage_url": url, "storage_key_id": KEY_ID, "storage_secret": SecretStr(SECRET)}


@contextmanager
def seaweedfs(folder: Path) -> Iterator[Seaweed]:
    """Run a store in a folder."""
    identity = {"name": "tests", "credentials": [{"accessKey": KEY_ID, "secretKey": SECRET}]}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    (folder / "s3.json").write_text(json.dumps({"identities": [{**identity, "actions": actions}]}))
    ports = dict(zip((name for part in _PARTS for name in (part, f"{part}.grpc")), _free_ports(8), strict=True))
    options = [f"-{name.replace('.grpc', '')}.port{'.grpc' * name.endswith('.grpc')}={ports[name]}" for name in ports]
    command = [str(_WEED), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", *options]
    command += [f"-s3.config={folder}/s3.json", "-s3.domainName=localhost", "-master.telemetry=false"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-volume.max=30", "-master.volumeSizeLimitMB=32"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for_writes(ports["s3"], folder / "log")
        yield Seaweed(ports["s3"])
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for_writes(port: int, log: Path) -> None:
    storage = Storage.s3(S3Place.parse(Seaweed(port).url("start")), S3Keys(key_id=KEY_ID, secret=SECRET))
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
            asyncio.run(storage.put("ready", b"x"))
        except (httpx.TransportError, OverloadedError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"SeaweedFS takes nothing after {START_S} s:\n{log.read_text(errors='replace')[-4000:]}")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        probes = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(probe.getsockname()[1]) for probe in probes]
