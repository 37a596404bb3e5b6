"""What a server may answer a picture fetch with: a picture comes out, or a refusal in plain words, and soon."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Callable

import pytest

from lingtu.errors import PictureError
from lingtu.fetching.client import FREE_PARTS, PART_BYTES, Fetcher
from lingtu.fetching.header import MAX_BYTES
from lingtu.fetching.metered import MAX_BODY_BYTES, MAX_HEAD_BYTES
from tests.integration.sites import (
    BODY,
    HERE,
    Script,
    Writer,
    fetch_from,
    in_loop,
    redirect,
    refusal,
    refused_from,
    reply,
    serve,
)

pytestmark = pytest.mark.timeout(60)

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
REFUSED = "broke off|at most 10 MB|status|encoding"


def raw(answer: bytes) -> Script:
    """Send these bytes and hang up."""

    async def script(_path: str, writer: Writer) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return script


def endless(start: bytes, again: bytes) -> tuple[Script, Callable[[], int]]:
    """Send the start, then the rest until the client leaves; and how many bytes that were."""
    sent = 0

    async def script(_path: str, writer: Writer) -> None:
        nonlocal sent
        writer.write(start)
        block = again * (1 + (1 << 14) // len(again))
        while not writer.is_closing():
            writer.write(block)
            sent += len(block)
            await writer.drain()

    return script, lambda: sent


# Lengths


@pytest.mark.parametrize(
    "lines",
    [
        *("Content-Length: 2\r\nContent-Length: 3", "Content-Length: 2, 3", "Content-Length: -1", "Content-Length: +5"),
        *(
            "Content-Length: 0x5",
            "Content-Length: 5.0",
            "Content-Length: ",
            "Content-Length: ５",
            "Content-Length: 1e3",
        ),
        *(f"Content-Length: {2**64}", f"Content-Length: {'9' * 5000}", "Content-Length: 5\r\nContent-Length: x"),
        *("Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, chunked"),
        *("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Content-Length : 5", " Content-Length: 5"),
    ],
)
def test_a_length_that_is_none_is_refused(lines: str) -> None:
    assert re.search(REFUSED, refused_from(raw(f"HTTP/1.1 200 OK\r\n{lines}\r\n\r\n".encode() + BODY)))


def test_the_stated_length_counts() -> None:
    """A longer body is cut there, and what comes after it is not taken for another answer; a shorter one is refused."""

    async def talkative(path: str, writer: Writer) -> None:
        poison = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path[-2:].encode() + poison)

    async def main() -> None:
        async with serve(talkative) as site, Fetcher(HERE) as fetcher:
            for path in ("aa", "bb"):
                assert await fetcher.fetch(f"{site.base}/{path}", app_id="app", deadline=time.monotonic() + 5) == (
                    path.encode()
                )

    in_loop(main())
    assert "broke off" in refused_from(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + BODY))
    assert fetch_from(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc")) == b"abc"


# Encodings


@pytest.mark.parametrize("name", ["gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, identity", "identity, br"])
def test_a_compressed_answer_is_refused_unread(name: str) -> None:
    """Identity was asked for; a megabyte of gzip may hold a gigabyte."""
    bomb = gzip.compress(bytes(1 << 24))
    assert "encoding" in refused_from(reply(bomb, Content_Encoding=name))
    assert "encoding" in refused_from(endless(f"HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\n\r\n".encode(), bomb)[0])


# Chunks


@pytest.mark.parametrize(
    "chunks",
    [
        *(b"zz\r\nab\r\n", b"-2\r\nab\r\n", b"0x2\r\nab\r\n", b"2\r\nabc\r\n", b"2\nab\n", b" 2\r\nab\r\n", b"\r\n"),
        *(b"2\r\nab", b"2\r\nab\r\n", b"", b"0", b"0\r\n", b"5\r\nab", b"f" * 16 + b"\r\nab", b"f" * 17 + b"\r\nab"),
        *(
            b"0\r\nno trailer\r\n\r\n",
            b"2;" + b"x" * MAX_HEAD_BYTES * 2 + b"\r\nab\r\n",
            b"0\r\n" + b"a: b\r\n" * 50_000,
        ),
    ],
)
def test_chunked_nonsense_is_refused(chunks: bytes) -> None:
    assert re.search(REFUSED, refused_from(raw(CHUNKED + chunks)))


def test_chunk_extensions_and_trailers_are_read_over() -> None:
    assert fetch_from(raw(CHUNKED + b'2;name="value"\r\nab\r\n0\r\nX-Sum: 1\r\n\r\n')) == b"ab"


def test_a_body_in_crumbs_is_refused() -> None:
    """A hundred thousand parses for a few bytes each would keep the event loop from everybody else."""
    script, sent = endless(CHUNKED, b"1\r\nx\r\n")
    assert "crumbs" in refused_from(script)
    assert sent() < 4 << 20  # mostly in the sockets' buffers
    small, allowed = FREE_PARTS // 2, b"".join(b"%x\r\n%s\r\n" % (PART_BYTES, b"y" * PART_BYTES) for _ in range(5000))
    body = fetch_from(raw(CHUNKED + b"1\r\nx\r\n" * small + allowed + b"0\r\n\r\n"), seconds=20)
    assert len(body) == small + 5000 * PART_BYTES


# Floods


FLOODS = {
    "interim answers": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "interim answers with headers": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
    "one header": (b"HTTP/1.1 200 OK\r\na: ", b"b"),
    "a folded header": (b"HTTP/1.1 200 OK\r\na: b\r\n", b" c\r\n"),
    "a status line": (b"HTTP/1.1 200 ", b"OK"),
    "empty lines": (b"", b"\r\n"),
    "chunk extensions": (CHUNKED, b"1;" + b"x" * 60_000 + b"\r\ny\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"a: b\r\n"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_left_long_before_the_deadline(name: str) -> None:
    script, sent = endless(*FLOODS[name])
    assert "broke off" in refused_from(script, seconds=25)
    assert sent() < 2 * MAX_BODY_BYTES  # the rest lies in the sockets' buffers


# What is no HTTP/1.1


@pytest.mark.parametrize(
    "answer",
    [
        *(BODY, b"<html>HTTP/0.9 has no head</html>", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\0" * 100, b"\r\n" * 10),
        *(b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 -200 OK\r\n\r\n"),
        *(b"http/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
        *(
            b"HTTP/1.1 200 OK\r\na\0b: c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n: c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\na: b\x00\r\n\r\n",
        ),
        *(
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"220 mail.test ESMTP\r\n",
            b"-ERR unknown command\r\n",
            b"",
        ),
        *(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        *(b"HTTP/1.1 999 Strange\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n"),
    ],
)
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    assert re.search(REFUSED + "|redirects|malformed|more than 5", refused_from(raw(answer)))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_says_nothing_is_left_at_the_deadline(scheme: str) -> None:
    """While TLS is being agreed on, too."""

    async def silent(reader: asyncio.StreamReader, writer: Writer) -> None:
        while await reader.read(1000):
            pass
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        async with server:
            link = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            assert "not delivered in time" in await refusal(link, seconds=0.4)

    in_loop(main())


def test_redirects_share_one_deadline() -> None:
    async def unhurried(path: str, writer: Writer) -> None:
        await asyncio.sleep(0.25)
        left = int(path[1:])
        await (redirect(f"/{left - 1}") if left else reply())(path, writer)

    async def main() -> None:
        async with serve(unhurried) as site:
            assert "not delivered in time" in await refusal(f"{site.base}/5", seconds=0.8)

    in_loop(main())


def test_after_all_that_an_honest_server_is_served_as_before() -> None:
    """One fetcher, many hostile answers: no connection is left behind, and no place in line."""
    scripts: list[Script] = [
        *(endless(*flood)[0] for flood in FLOODS.values()),
        *(raw(answer) for answer in (b"", BODY, CHUNKED + b"zz\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")),
        *(
            reply(b"", "404 Not Found"),
            reply(b"x", Content_Encoding="br"),
            redirect("file:///etc/passwd"),
            redirect("/"),
        ),
        reply(b"", Content_Length=MAX_BYTES + 1),
    ]

    async def main() -> None:
        async with Fetcher(HERE) as fetcher:

            async def attempt(script: Script) -> None:
                async with serve(script) as site:
                    with pytest.raises(PictureError):
                        await fetcher.fetch(site.base, app_id="app", deadline=time.monotonic() + 20)

            await asyncio.gather(*(attempt(script) for script in scripts * 3))
            async with serve(reply()) as honest:
                assert await fetcher.fetch(honest.base, app_id="app", deadline=time.monotonic() + 5) == BODY
            assert len(fetcher._apps) == len(fetcher._hosts) == 0
            assert fetcher._transport._pool.connections == []

    in_loop(main())
