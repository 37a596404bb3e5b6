"""What the server answers to requests that no client would make, byte by byte: never a file, a 500 or a bare answer."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

import pytest

from lingtu.signing import Signed, sign_headers
from tests.acceptance.conftest import Deployment

HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
SIGNED = b"?e=9999999999&s=0123456789abcdef0123456789abcdef"
CLIMBS = [
    b"../master.key",
    b"../../master.key",
    b"A/../../master.key",
    b"A/1/../../../master.key",
    b"..%2fmaster.key",
    b"%2e%2e/master.key",
    b"%2e%2e%2fmaster.key",
    b"%252e%252e%252fmaster.key",
    b"%c0%ae%c0%ae/master.key",
    b"..\\master.key",
    b"..%5cmaster.key",
    b"A%00/../master.key",
    b"A/1/out/1-0.png",
    b"A/1/out/1-0.png%00.jpg",
    b"/etc/passwd",
    b"%2fetc%2fpasswd",
    b"//etc/passwd",
    b"file:///etc/passwd",
    b"catalogue.toml",
    b"../catalogue.toml",
    b"../__init__.py",
    b"~root/.profile",
    b"A/.partial/x",
    b".partial/x",
    b"\xff\xfe",
    b"%ff%fe",
    b"%",
    b"%zz",
    b"A" * 5000,
    b"a/" * 2000,
    b"",
]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, request: bytes) -> Answer:
    """Send these very bytes, and read the one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return Answer(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)


def get(port: int, path: bytes, method: bytes = b"GET", more: bytes = b"") -> Answer:
    return ask(
        port, method + b" " + path + b" HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + more + b"\r\n"
    )


@pytest.fixture
def port(deployment: Deployment) -> int:
    deployment.serve("--no-worker")
    return deployment.port


def test_no_path_leads_out_of_the_folders(port: int) -> None:
    studio = (b"/studio/static/", b"/studio/api/")
    for folder in (b"/files/", b"/gallery/", b"/gallery/backgrounds/", b"/gallery/../", b"/docs/", b"/", *studio):
        for climb in CLIMBS:
            for query in (b"", SIGNED, b"?e=%C3%A9&s=%C3%A9", b"?e=9999999999&s=%C3%A9", b"?e=1&e=2&s"):
                answer = get(port, folder + climb + query)
                assert answer.status in (400, 404), (folder, climb, query, answer)
                assert b"root:" not in answer.body
                assert (answer.status == 400) == (b"requestRef" not in answer.body), "400 is the parser's own"


def test_every_answer_has_the_security_headers_and_no_address_of_the_callers_making(port: int) -> None:
    answers = {
        "healthz": get(port, b"/healthz"),
        "head": get(port, b"/healthz", b"HEAD"),
        "docs": get(port, b"/docs"),
        "openapi": get(port, b"/openapi.json"),
        "gallery": get(port, b"/gallery/backgrounds/simplicity-01.jpg"),
        "unknown": get(port, b"/nothing"),
        "dead link": get(port, b"/files/A/1/out/1-0.png" + SIGNED),
        "unsigned": get(port, b"/aigc/account"),
        "wrong method": get(port, b"/aigc/matting"),
        "odd method": get(port, b"/aigc/matting", b"PROPFIND"),
        "slash": get(port, b"/aigc/account/"),
        "slash post": get(port, b"/aigc/matting/", b"POST", b"Content-Length: 2\r\n"),
        "too large": get(port, b"/aigc/matting", b"POST", b"Content-Length: 99999999\r\n"),
        "upgrade": get(port, b"/healthz", more=b"Upgrade: websocket\r\nConnection: Upgrade\r\n"),
        "no http": ask(port, b"nonsense\r\n\r\n"),
        "bad header": get(port, b"/healthz", more=b"no colon\r\n"),
    }
    for name, answer in answers.items():
        assert answer.headers.items() >= HEADERS.items(), (name, answer)
        assert b"evil.example" not in answer.body + str(answer.headers).encode(), name
        assert answer.status < 500, name
    assert {name: answer.status for name, answer in answers.items()} == {
        **dict.fromkeys(("healthz", "head", "docs", "openapi", "gallery", "upgrade"), 200),
        **dict.fromkeys(("unknown", "dead link", "slash", "slash post"), 404),
        **dict.fromkeys(("wrong method", "odd method"), 405),
        **dict.fromkeys(("no http", "bad header"), 400),
        "unsigned": 401,
        "too large": 413,
    }


@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket"])
@pytest.mark.parametrize("at", ["once", "twice"])
def test_a_body_survives_the_proposal_of_another_protocol(deployment: Deployment, upgrade: bytes, at: str) -> None:
    """As Java's HttpClient makes it to servers without TLS."""
    deployment.serve("--no-worker")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S")
    body = b'{"limit": 4096}'
    signed = sign_headers(Signed(method="POST", path="/aigc/job/list", body=body), app_id="A", secret="S")
    headers = b"".join(f"{name}: {value}\r\n".encode() for name, value in signed.items())
    proposal = b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAA\r\nUPGRADE: " + upgrade + b"\r\n"
    length = b"Content-Length: %d\r\n" % len(body)
    head = b"POST /aigc/job/list HTTP/1.1\r\nHost: a\r\n" + proposal + length + headers + b"\r\n"
    with socket.create_connection(("127.0.0.1", deployment.port), timeout=30) as line:
        for part in [head + body] if at == "once" else [head, body]:
            line.sendall(part)
            time.sleep(0.2)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
    assert b" 400 " in answer.splitlines()[0]
    assert b"limit" in answer, "the body was read"
