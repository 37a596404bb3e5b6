"""Tricks with links: whatever a link says, and wherever it is sent on to, only checked addresses are connected to."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from ipaddress import ip_network
from typing import Any

import pytest

from lingtu.errors import PictureError
from lingtu.fetching.client import MAX_FETCHES_OF_APP, MAX_REDIRECTS, Fetcher
from tests.integration.sites import (
    BODY,
    HERE,
    Site,
    Writer,
    get,
    in_loop,
    names,
    redirect,
    refusal,
    reply,
    serve,
)

pytestmark = pytest.mark.timeout(60)


def port_of(site: Site) -> int:
    return int(site.base.rsplit(":", 1)[1])


SPELLINGS = [
    *(
        "0x7f.1",
        "0x7F.0x0.0x0.0x1",
        "0177.1",
        "017700000001",
        "0x7f000001.",
        "127.0.1",
        "127.000.000.001",
        "127.0.0.1.",
    ),
    *(
        "127.000.000.001",
        "00000127.0.0.1",
        "127.0.0.1..",
        ".127.0.0.1",
        "0.0.0.0",
        "0x0",
        "127.255.255.254",
        "2130706433.",
    ),
    *("127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "１２７.0.0.1", "１２７．１", "①②⑦.0.0.1", "ｌｏｃａｌｈｏｓｔ"),
    *(
        "localhost.",
        "LocalHost",
        "%6cocalhost",
        "127%2e0%2e0%2e1",
        "127.0.0.1%00.test",
        "xn--localhost-",
        "local\u00adhost",
    ),
    *("[0:0:0:0:0:0:0:1]", "[::1%25lo]", "[::1%lo]", "[::]", "[::%31]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"),
    *("[0:0:0:0:0:ffff:7f00:1]", "[::ffff:127.0.0.1%25lo]", "[2002:7f00:1::1]", "[64:ff9b::127.0.0.1]"),
    *(
        "[64:ff9b:1:7f00:0:100::]",
        "[2001:0:7f00:1::]",
        "[fe80::5efe:127.0.0.1]",
    ),
    *("[2606:4700::5efe:127.0.0.1]", "[2606:4700::200:5efe:127.0.0.1]", "[::1", "::1", "[127.0.0.1]", "[v1.x]"),
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_this_machine_is_let_through(host: str) -> None:
    async def main() -> None:
        async with serve(reply()) as site:
            await refusal(f"http://{host}:{port_of(site)}/a.png", allow=())
            assert site.connections == 0

    in_loop(main())


CONFUSIONS = [
    *("http://public.test#@{inside}/", "http://public.test?@{inside}/", "http://public.test/@{inside}/"),
    *("http://{inside}@public.test/", "http://public.test@{inside}/", "http://public.test:80@{inside}/"),
    *("http://public.test\\@{inside}/", "http://{inside}\\@public.test/", "http://public.test%2f@{inside}/"),
    *("http://public.test;@{inside}/", "http://public.test,{inside}/", "http://public.test%00.{inside}/"),
    *("http://public.test\t@{inside}/", "http://public.test\r\nHost: {inside}/", "http://public.test %40{inside}/"),
    *("http://:@{inside}/", "http://public.test:80:@{inside}/", "http:\\\\{inside}/"),
    *("http://[public.test]@{inside}/", "http:///{inside}/", "//{inside}/", "http:{inside}/", "{inside}/"),
]


@pytest.mark.parametrize("form", CONFUSIONS)
def test_a_host_is_where_the_connection_goes_and_nothing_else_is(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers of links disagree on these; `inside` may be fetched from, and yet nothing asks it."""
    names(monkeypatch, {"public.test": [["10.0.0.9"]]})

    async def main() -> None:
        async with serve(reply()) as site:
            await refusal(form.format(inside=site.base.removeprefix("http://")))
            assert site.connections == 0

    in_loop(main())


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1", "127.0.0.1"],
        ["127.0.0.1", "::1"],
        ["127.0.0.1", "127.0.0.1", "::ffff:10.0.0.1"],
        ["127.0.0.1", "100.100.100.200"],
        ["127.0.0.1", "fe80::1"],
        ["127.0.0.1", "2002:a00:1::1"],
        ["127.0.0.1", "2606:4700::5efe:a00:1"],
    ],
)
def test_one_closed_address_among_several_is_enough(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"mixed.test": [addresses]})

    async def main() -> None:
        async with serve(reply()) as site:
            assert "not on the public" in await refusal(f"http://mixed.test:{port_of(site)}/")
            assert site.connections == 0

    in_loop(main())


@pytest.mark.parametrize("hops", range(MAX_REDIRECTS))
@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://127.0.0.2:{port}/", "http://inside.test:{port}/"])
def test_every_hop_is_checked(hops: int, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"inside.test": [["127.0.0.2"]]})

    async def main() -> None:
        async with serve(reply(), "127.0.0.2") as inside:

            async def script(path: str, writer: Writer) -> None:
                left = int(path[1:])
                onward = f"/{left - 1}" if left else target.format(port=port_of(inside))
                await redirect(onward)(path, writer)

            async with serve(script) as outer:
                assert "not on the public" in await refusal(f"{outer.base}/{hops}")
            assert inside.connections == 0

    in_loop(main())


def test_a_name_is_looked_up_and_checked_again_for_a_new_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """It led to an allowed address first; on the next hop, and for the next picture, it leads inside."""
    asked = names(monkeypatch, {"turncoat.test": [["127.0.0.1"], ["127.0.0.2"]]})

    async def main() -> None:
        async with serve(reply(), "127.0.0.2") as inside:
            away = f"http://turncoat.test:{port_of(inside)}/"
            async with serve(redirect(away)) as outer:
                assert "not on the public" in await refusal(f"http://turncoat.test:{port_of(outer)}/")
            assert inside.connections == 0

    in_loop(main())
    assert asked == ["turncoat.test", "turncoat.test"]


@pytest.mark.parametrize(
    "target",
    [
        *(
            "file:///etc/passwd",
            "FILE:/etc/passwd",
            "gopher://127.0.0.1:70/_GET",
            "ftp://127.0.0.1/a.png",
            "dict://x:1/",
        ),
        *(
            "data:image/png;base64,YQ==",
            "javascript:1",
            "unix:///run/x.sock",
            "http+unix://%2frun%2fx.sock/",
            "ws://x/",
        ),
        *("upload://x", "gallery://backgrounds/x", "ldap://127.0.0.1/", "http://a:b@127.0.0.1/", "http://127.0.0.1:0/"),
        *("http://127.0.0.1:70000/", "http://[::1/", "\x00", "http://\x7f/", "http:// /"),
    ],
)
def test_a_redirect_can_only_lead_to_a_plain_web_link(target: str) -> None:
    async def main() -> None:
        async with serve(redirect(target)) as site:
            said = await refusal(site.base)
            assert re.search("malformed|begin with|user name|broke off|not on the public|redirects", said)
            assert site.connections == 1

    in_loop(main())


def test_what_is_inside_and_what_is_unknown_have_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word for word, and by way of a redirect too: the difference would be a map of the inside."""
    names(monkeypatch, {"inside.test": [["10.0.0.1"]], "cloud.test": [["100.100.100.200"]], "empty.test": [[]]})
    hosts = (
        "no-such-host.invalid",
        "inside.test",
        "cloud.test",
        "empty.test",
        "192.168.0.1",
        "100.100.100.200",
        "[::1]",
    )

    async def main() -> set[tuple[str, str]]:
        said = set()
        for host in hosts:
            async with serve(redirect(f"http://{host}/")) as outer:
                for link in (f"http://{host}/", f"http://{host}:22/", outer.base):
                    with pytest.raises(PictureError) as raised:
                        await get(link)
                    said.add((raised.value.message("zh"), raised.value.message("en")))
        return said

    assert len(in_loop(main())) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_proxy_of_the_environment_is_asked(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with serve(reply()) as site, serve(reply(), "127.0.0.2") as proxy:
            for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.base)
            link = f"{scheme}://127.0.0.1:{port_of(site)}/"
            if scheme == "http":
                assert await get(link) == BODY
            else:
                await refusal(link, seconds=1.0)  # no TLS is spoken there
            assert proxy.connections == 0

    in_loop(main())


def test_nothing_of_one_answer_is_carried_into_the_next_request() -> None:
    async def script(path: str, writer: Writer) -> None:
        cookie = "session=1; Path=/"
        onward = reply(b"", "302 Found", Location="/end", Set_Cookie=cookie)
        await (reply(Set_Cookie=cookie) if path == "/end" else onward)(path, writer)

    async def main() -> None:
        async with serve(script) as site, Fetcher(HERE) as fetcher:
            for _ in range(2):
                assert await fetcher.fetch(site.base + "/a", app_id="app", deadline=time.monotonic() + 5) == BODY
            assert len(site.requests) == 4
            names_sent = {
                line.split(b":")[0].lower() for sent in site.requests for line in sent.split(b"\r\n")[1:] if line
            }
            assert names_sent == {b"host", b"user-agent", b"accept", b"accept-encoding"}

    in_loop(main())


def test_look_ups_that_hang_hold_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller whose name servers never answer; the loop's own look-ups have a handful of threads for everybody."""
    released = threading.Event()
    honest = socket.getaddrinfo

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host == "hanging.test":
            released.wait(30)
        return honest(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    async def main() -> None:
        deadline = time.monotonic() + 30
        async with serve(reply()) as site, Fetcher(HERE) as fetcher:
            hanging = [
                asyncio.create_task(fetcher.fetch("http://hanging.test/", app_id="one", deadline=deadline))
                for _ in range(2 * MAX_FETCHES_OF_APP)
            ]
            await asyncio.sleep(0.1)
            assert await fetcher.fetch(site.base, app_id="two", deadline=time.monotonic() + 10) == BODY
            released.set()
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    in_loop(main(), asyncio.new_event_loop)


def test_a_network_that_is_named_is_open_and_its_neighbour_is_not() -> None:
    async def main() -> None:
        async with serve(reply(), "127.0.0.2") as named, serve(reply(), "127.0.0.3") as other:
            assert await get(named.base, allow=(ip_network("127.0.0.2/32"),)) == BODY
            assert "not on the public" in await refusal(other.base, allow=(ip_network("127.0.0.2/32"),))
            assert other.connections == 0

    in_loop(main())
