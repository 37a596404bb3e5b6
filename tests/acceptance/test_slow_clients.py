"""Clients that are slow, large or many, on a real server: they are told or cut off, and others are served meanwhile."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.acceptance.conftest import Deployment

CONNECTIONS = 12
PATIENCE_S = 120.0


@pytest.fixture
def served(deployment: Deployment) -> Deployment:
    deployment.serve("--no-worker", LINGTU_MAX_CONNECTIONS=str(CONNECTIONS))
    return deployment


def _drip(port: int, begin: bytes, drop: bytes) -> bytes:
    """Send a beginning, then a drop a second; what the server says until it hangs up."""
    with _line(port) as line:
        line.sendall(begin)
        deadline = time.monotonic() + PATIENCE_S
        said = b""
        line.settimeout(1)
        while time.monotonic() < deadline:
            try:
                part = line.recv(4096)
                said += part
                if not part:
                    return said
            except TimeoutError:
                with contextlib.suppress(ConnectionError):
                    line.sendall(drop)
            except ConnectionError:
                return said
    raise AssertionError(f"still connected after {PATIENCE_S} s, having said {said!r}")


@contextlib.contextmanager
def _line(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        yield line


def test_slow_ones_are_cut_off(served: Deployment) -> None:
    head = b"POST /aigc/job/result HTTP/1.1\r\nhost: x\r\n"
    with ThreadPoolExecutor(4) as pool:
        silent = pool.submit(_drip, served.port, b"", b"")
        headers = pool.submit(_drip, served.port, head, b"x: y\r\n")
        body = pool.submit(_drip, served.port, head + b"content-length: 10000\r\n\r\n", b" ")
        assert httpx.get(f"{served.url}/readyz", trust_env=False).is_success, "others are served"
        assert silent.result() == b""
        assert headers.result() == b""
        answer = body.result()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["message"].endswith("请求体传输过慢")


def test_large_headers(served: Deployment) -> None:
    for name in (b"x: ", b"x"):
        with _line(served.port) as line:
            with contextlib.suppress(ConnectionError):
                line.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n" + name + b"y" * 200_000)
            answer = line.recv(4096)
        assert answer.startswith(b"HTTP/1.1 431 ")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == 431


def test_too_many_connections(served: Deployment) -> None:
    with contextlib.ExitStack() as held:
        lines = [held.enter_context(_line(served.port)) for _ in range(CONNECTIONS)]
        lines[-1].sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        assert lines[-1].recv(4096).startswith(b"HTTP/1.1 200 ")
        refused = httpx.get(f"{served.url}/healthz", trust_env=False)
        assert (refused.status_code, refused.json()["code"]) == (503, 503)
        assert int(refused.headers["retry-after"]) > 0
    deadline = time.monotonic() + PATIENCE_S
    while httpx.get(f"{served.url}/healthz", trust_env=False).status_code != 200:
        assert time.monotonic() < deadline
