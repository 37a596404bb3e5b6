"""`lingtu demo`: a whole server for a minute, called as any app calls it."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import httpx
from rich.console import Console

from lingtu.client.client import Client
from lingtu.client.job import Job
from lingtu.errors import SetupError
from lingtu.gallery.catalogue import OURS

START_TIMEOUT_S = 300.0
APP_ID = "demo"
SIDE = 1024  # px of the results
BOTTLE_WIDTH = 0.5  # of its height
DEMO_BACKGROUNDS = ("simplicity-01", "outdoor-01", "indoor-01")
QUOTA = 20


def run_demo(folder: Path, console: Console) -> None:
    """Make the demo's pictures in `folder`; everything else is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="lingtu-demo-") as data_dir,
        _running_server(Path(data_dir), console) as url,
    ):
        secret = secrets.token_hex(16)
        _create_app(Path(data_dir), secret)
        with Client(url, app_id=APP_ID, secret=secret) as client:
            _make_pictures(client, folder, console)
            left = client.account()["remaining"]
    console.print(f"done in {time.perf_counter() - began:.1f} s; {QUOTA - left} of {QUOTA} generations used")
    console.print(f"[bold]the pictures are in {folder.resolve()}[/]", highlight=False)


def demo_picture(name: str) -> bytes:
    """A picture that ships with the package for the demo."""
    return (resources.files("lingtu") / "demo" / name).read_bytes()


def _make_pictures(client: Client, folder: Path, console: Console) -> None:
    cut = client.matting(demo_picture("bottle-photo.jpg"))
    _save(cut, folder / "cut-out.png", "cutting the product out of its photo", console)
    product = demo_picture("bottle.png")
    for name in DEMO_BACKGROUNDS:
        goods = {"url": product, **demo_box(name)}
        job = client.submit(
            "change-background", width=SIDE, height=SIDE, goods=goods, background={"bgId": name}, seed=1
        )
        _save(job, folder / f"{name}.png", f"placing it on {name}", console)


def demo_box(background: str) -> dict[str, int]:
    """The demo product's box where the background says that a product stands well, px."""
    x, y, share = OURS.background(background).stand
    height = round(share * SIDE)
    width = round(height * BOTTLE_WIDTH)
    return {"x": round(x * SIDE - width / 2), "y": round(y * SIDE) - height, "width": width, "height": height}


def _save(job: Job, file: Path, what: str, console: Console) -> None:
    with console.status(f"{what} …"):
        files = job.save(file)
    for written in files:
        console.print(f"  {written}", highlight=False)


@contextlib.contextmanager
def _running_server(data_dir: Path, console: Console) -> Iterator[str]:
    """`lingtu serve` on a free port, as its own process, stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "LINGTU_DATA_DIR": str(data_dir),
        "LINGTU_PUBLIC_URL": url,
        "LINGTU_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "lingtu", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        with console.status("starting the database, the API and a worker …"):
            _wait_until_ready(process, url)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SetupError(f"the server stopped while it started (exit code {process.returncode}); see above why")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz", trust_env=False).is_success:
                return
        time.sleep(0.1)
    raise SetupError(f"the server was not ready after {START_TIMEOUT_S:g} s")


def _create_app(data_dir: Path, secret: str) -> None:
    command = [sys.executable, "-m", "lingtu", "app", "create", "--app-id", APP_ID, "--secret", secret]
    environment = os.environ | {"LINGTU_DATA_DIR": str(data_dir)}
    subprocess.run(  # noqa: S603
        [*command, "--quota", str(QUOTA)], env=environment, stdout=subprocess.DEVNULL, check=True
    )
