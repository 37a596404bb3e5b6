"""Fetching the caller's pictures from real little servers on the loopback, honest and hostile."""

from __future__ import annotations

import asyncio
import base64
import gzip
import re
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lingtu.errors import PictureError
from lingtu.fetching.client import MAX_FETCHES_FROM_HOST, MAX_FETCHES_OF_APP, MAX_REDIRECTS, Fetcher, parse_data_uri
from lingtu.fetching.header import MAX_BYTES
from tests.integration.sites import (
    BODY,
    HERE,
    Writer,
    fetch_from,
    get,
    in_loop,
    names,
    redirect,
    refusal,
    refused_from,
    reply,
    serve,
)

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("factory", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_picture_is_fetched_with_an_honest_request(factory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.9:9")

    async def main() -> None:
        async with serve(reply(Set_Cookie="a=b")) as site, Fetcher(HERE) as fetcher:
            for _ in range(2):
                link = f"{site.base}/a%2Fb.png?sign=x%2By&e=1#part"
                assert await fetcher.fetch(link, app_id="app", deadline=time.monotonic() + 5) == BODY
            request = site.requests[1].decode().lower()
            assert site.requests[1].startswith(b"GET /a%2Fb.png?sign=x%2By&e=1 HTTP/1.1\r\n")
            assert "accept-encoding: identity\r\n" in request
            assert "user-agent: lingtu" in request
            assert f"host: {site.base.removeprefix('http://')}\r\n" in request
            assert "cookie" not in request

    in_loop(main(), factory)


def test_a_chunked_body_and_one_without_length_are_read() -> None:
    async def chunked(_path: str, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    assert fetch_from(chunked) == b"abcde"
    assert fetch_from(reply(Content_Length=None)) == BODY


# Where a link may lead


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "localhost.", "LOCALHOST", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1%25lo]", "０.0.0.0"),
    ],
)
def test_no_spelling_of_this_machine_is_let_through(host: str) -> None:
    async def main() -> None:
        async with serve(reply()) as site:
            port = site.base.rsplit(":", 1)[1]
            await refusal(f"http://{host}:{port}/a.png", allow=())
            assert site.connections == 0

    in_loop(main())


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.100.100.200/",
            "http://[fd00::1]/",
        ),
        *("http://no-such-host.invalid/", "https://192.168.0.1/", "http://a%00b/", f"http://{'x' * 70}.com/"),
    ],
)
def test_addresses_inside_and_unknown_hosts_sound_the_same(url: str) -> None:
    said = in_loop(refusal(url, allow=()))
    assert "unknown or not on the public internet" in said


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "picture.png",
            "//host/a.png",
            "ftp://host/a.png",
            "file:///etc/passwd",
            "gopher://host/",
            "javascript:1",
        ),
        *("http://", "http:///a.png", "http://user:word@host/", "http://user@host/", "http://host\\@127.0.0.1/"),
        *("http://host:99999/", "http://host:0/", "http://host:x/", "http://ho\nst/", "http://host/" + "a" * 9000),
        *("http://[::1/", "http://ⓛⓞⓒⓐⓛ/", "data:text/html,hello"),
    ],
)
def test_only_plain_web_links_are_followed(url: str) -> None:
    assert re.search("malformed|begin with|user name|too long", in_loop(refusal(url)))


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(status: str) -> None:
    async def script(path: str, writer: Writer) -> None:
        await (redirect("../end", status) if path == "/way/1" else reply(path.encode()))(path, writer)

    assert fetch_from(script, "/way/1") == b"/end"


def test_redirects_are_counted() -> None:
    async def count_down(path: str, writer: Writer) -> None:
        left = int(path[1:])
        await (redirect(f"/{left - 1}") if left else reply())(path, writer)

    assert fetch_from(count_down, f"/{MAX_REDIRECTS}") == BODY
    with pytest.raises(PictureError, match="redirected more than 5 times"):
        fetch_from(count_down, f"/{MAX_REDIRECTS + 1}")
    assert "redirected more than" in refused_from(redirect("/again"))


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[::ffff:10.0.0.1]/",
        "//192.168.1.1/x",
        "http://0x0a000001/",
    ],
)
def test_a_redirect_to_the_inside_is_refused(target: str) -> None:
    assert "not on the public internet" in refused_from(redirect(target))


def test_a_redirect_to_another_address_makes_no_connection_there() -> None:
    async def main() -> None:
        async with serve(reply(), "127.0.0.2") as inner, serve(redirect(inner.base)) as outer:
            assert "not on the public" in await refusal(outer.base)
            assert inner.connections == 0
            assert await get(inner.base, allow=(ip_network("127.0.0.2/32"),)) == BODY

    in_loop(main())


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://user:word@127.0.0.1/", "//host:x/", "", "gopher://x/"]
)
def test_a_redirect_to_no_web_link_is_refused(target: str) -> None:
    assert re.search("malformed|begin with|user name|nowhere", refused_from(redirect(target)))


def test_a_name_that_changes_its_address_leads_to_the_checked_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = names(monkeypatch, {"rebinding.test": [["127.0.0.1"], ["127.0.0.2"]]})

    async def main() -> None:
        async with serve(reply(b"checked")) as site:
            port = int(site.base.rsplit(":", 1)[1])
            assert await get(f"http://rebinding.test:{port}/") == b"checked"
            assert f"Host: rebinding.test:{port}".encode() in site.requests[0]

    in_loop(main())
    assert asked == ["rebinding.test"]


def test_one_bad_address_of_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"mixed.test": [["127.0.0.1", "10.0.0.1"]], "none.test": [[]]})

    async def main() -> None:
        async with serve(reply()) as site:
            port = site.base.rsplit(":", 1)[1]
            for host in ("mixed.test", "none.test"):
                assert "not on the public" in await refusal(f"http://{host}:{port}/")
            assert site.connections == 0

    in_loop(main())


def test_the_next_address_is_tried_when_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"two.test": [["127.0.0.3", "127.0.0.1"]]})

    async def main() -> None:
        async with serve(reply()) as site:
            port = site.base.rsplit(":", 1)[1]
            assert await get(f"http://two.test:{port}/", allow=(ip_network("127.0.0.0/8"),)) == BODY

    in_loop(main())


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side and a client's side of TLS, for a name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def test_certificates_are_checked_for_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, client = certificate(tmp_path, "right.test")
    names(monkeypatch, {"right.test": [["127.0.0.1"]], "wrong.test": [["127.0.0.1"]]})

    async def main() -> None:
        async with serve(reply(), tls=server) as site:
            port = site.base.rsplit(":", 1)[1]
            assert await get(f"https://right.test:{port}/", tls=client) == BODY
            assert "cannot be reached" in await refusal(f"https://wrong.test:{port}/", tls=client)
            assert "cannot be reached" in await refusal(f"https://right.test:{port}/"), "an unknown authority"

    in_loop(main())


# What a server may send


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content", "206 Partial"])
def test_only_status_200_has_a_picture(status: str) -> None:
    assert f"status {status[:3]}" in refused_from(reply(b"", status))


def test_a_compressed_reply_is_refused() -> None:
    assert "encoding" in refused_from(reply(gzip.compress(BODY), Content_Encoding="gzip"))
    assert fetch_from(reply(Content_Encoding="identity")) == BODY


def test_a_body_declared_too_large_is_refused_unread() -> None:
    assert "at most 10 MB" in refused_from(reply(b"", Content_Length=MAX_BYTES + 1))
    assert len(fetch_from(reply(bytes(MAX_BYTES)))) == MAX_BYTES


def test_an_endless_body_is_cut_off() -> None:
    sent = 0

    async def endless(_path: str, writer: Writer) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(1 << 16))
            sent += 1 << 16
            await writer.drain()

    assert "at most 10 MB" in refused_from(endless)
    assert sent < 4 * MAX_BYTES


@pytest.mark.parametrize("length", [len(BODY) + 1, "x", "-1", "9" * 6000, "1, 2"])
def test_a_wrong_length_is_refused(length: object) -> None:
    async def script(_path: str, writer: Writer) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode() + BODY)
        writer.close()

    assert re.search("broke off|at most 10 MB", refused_from(script))


@pytest.mark.parametrize("garbage", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000])
def test_what_is_no_http_is_refused(garbage: bytes) -> None:
    async def script(_path: str, writer: Writer) -> None:
        writer.write(garbage)
        writer.close()

    assert "broke off" in refused_from(script)


def test_a_closed_port_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be reached" in in_loop(refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/"))


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_trickles_is_left_at_the_deadline(start: bytes) -> None:
    async def trickle(_path: str, writer: Writer) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(b"z")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert "not delivered in time" in refused_from(trickle, seconds=0.4)


def test_a_deadline_that_has_passed_asks_nobody() -> None:
    async def main() -> None:
        async with serve(reply()) as site:
            assert "in time" in await refusal(site.base, seconds=-1)
            assert not site.requests

    in_loop(main())


# How many at once


async def crowd(fetcher: Fetcher, base: str, apps: list[str], seconds: float = 10.0) -> list[bytes]:
    deadline = time.monotonic() + seconds
    return await asyncio.gather(*(fetcher.fetch(base, app_id=app, deadline=deadline) for app in apps))


async def unhurried(path: str, writer: Writer) -> None:
    await asyncio.sleep(0.1)
    await reply()(path, writer)


@pytest.mark.parametrize(
    ("apps", "limit"),
    [
        (["one"] * 30, MAX_FETCHES_OF_APP),
        ([f"app {number}" for number in range(40)], MAX_FETCHES_FROM_HOST),
    ],
    ids=["of an app", "from a host"],
)
def test_simultaneous_fetches_are_capped(apps: list[str], limit: int) -> None:
    async def main() -> None:
        async with serve(unhurried) as site, Fetcher(HERE) as fetcher:
            assert await crowd(fetcher, site.base, apps) == [BODY] * len(apps)
            assert site.most_at_once == limit
            assert len(fetcher._apps) == len(fetcher._hosts) == 0, "limits of the past are remembered"

    in_loop(main())


def test_an_app_that_waits_for_a_slow_server_does_not_hold_up_another() -> None:
    async def never(_path: str, _writer: Writer) -> None:
        await asyncio.sleep(30)

    async def main() -> None:
        async with (
            serve(never) as slow,
            serve(reply(), "127.0.0.2") as quick,
            Fetcher((ip_network("127.0.0.0/8"),)) as fetcher,
        ):
            blocked = asyncio.create_task(crowd(fetcher, slow.base, ["one"] * 20, seconds=20))
            await asyncio.sleep(0.1)
            assert await crowd(fetcher, quick.base, ["two"] * 20, seconds=5) == [BODY] * 20
            blocked.cancel()
            await asyncio.gather(blocked, return_exceptions=True)

    in_loop(main())


# data: URIs


@pytest.mark.parametrize(
    "uri",
    [
        "data:image/png;base64,iVBOR/8+",
        "DATA:IMAGE/PNG;BASE64,iVBOR/8+",
        "data:image/png;charset=utf-8;base64,iVBOR/8+",
        "  data:image/png;base64,iVBO\r\n R/8+\n",
        "data:image/png;base64,iVBOR_8-",
        "data:image/png;base64,iVBOR%2F8%2B",
    ],
)
def test_data_links_in_their_many_spellings(uri: str) -> None:
    assert parse_data_uri(uri) == base64.b64decode("iVBOR/8+")


@pytest.mark.parametrize(("text", "data"), [("YQ==", b"a"), ("YQ", b"a"), ("YWI=", b"ab"), ("", b"")])
def test_padding_may_be_absent(text: str, data: bytes) -> None:
    assert parse_data_uri(f"data:image/webp;base64,{text}") == data


@pytest.mark.parametrize(
    "uri",
    [
        *(
            "data:,x",
            "data:text/html;base64,YQ==",
            "data:image/png,rawbytes",
            "data:image/png;base64",
            "image/png;base64,YQ",
        ),
        *(
            "data:image/png;base64,Y",
            "data:image/png;base64,YQ==YQ==",
            "data:image/png;base64,é",
            "data:image/png;base64,@@",
        ),
        *("data:image/" + ";x" * 50_000, "data:image/png;base64," + "%" * 9),
    ],
)
def test_broken_data_links_are_refused(uri: str) -> None:
    with pytest.raises(PictureError, match="data link"):
        parse_data_uri(uri)


def test_a_data_link_has_the_limit_of_a_picture() -> None:
    fits = base64.b64encode(bytes(MAX_BYTES)).decode()
    assert len(parse_data_uri(f"data:image/png;base64,{fits}")) == MAX_BYTES
    for size in (MAX_BYTES + 4, 3 * MAX_BYTES):
        with pytest.raises(PictureError, match="at most 10 MB"):
            parse_data_uri("data:image/png;base64," + "A" * (size * 4 // 3))
