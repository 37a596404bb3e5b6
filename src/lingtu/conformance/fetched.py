"""Section 5: pictures behind the caller's links, and servers of pictures that misbehave."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import CHANGE, altered
from lingtu.conformance.fetching import WIDE, matting_of
from lingtu.conformance.picture_host import Reply
from lingtu.conformance.refusal import check_error, refuse
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("fetched", "5")

MAX_BYTES = 10 * (1 << 20)
_TOGETHER_S = 8.0  # two pictures fetched at once meet within this time
_GIVEN_UP_S = 25.0  # 10 by the contract, and something for a busy machine
_PART = bytes(1 << 16)
_ENDLESS_PARTS = 64 * 16  # of 64 KiB: 64 MB, far over the limit

_PHOTO = pictures.encode(pictures.photo())
_OK = Reply(body=_PHOTO)


def _refuse_fetched(name: str, says: str, link: Callable[[Session], str]) -> None:
    refuse(section, name, f"{says} → 800002", lambda session: matting_of(session, link(session)), 800002, "image")


def _take_fetched(name: str, says: str, link: Callable[[Session], str]) -> None:
    """The link is fetched as goods; the background, of wrong proportions, is what is refused."""
    spoilt, code, names = WIDE

    def check(session: Session) -> None:
        body = altered(bodies.change(session), {**spoilt, "goods.url": link(session)})
        check_error(session.app.send(post(CHANGE, body)), (code,), names=names)

    section.add(f"takes-{name}", says, check)


def _redirect(target: str) -> Callable[[Session], str]:
    return lambda session: session.host.redirects(1, target)


def _endless() -> Iterator[bytes]:
    yield pictures.encode(pictures.photo())
    for _ in range(_ENDLESS_PARTS):
        yield _PART


_take_fetched("http-link", "An http link is fetched", lambda s: s.host.put(_OK))
_take_fetched(
    "any-name-and-type",
    "png, jpg, webp by content, not by name or type",
    lambda s: s.host.put(replace(_OK, headers={"Content-Type": "text/html"}), "a.txt"),
)
_take_fetched("5-redirects", "5 redirects are followed", lambda s: s.host.redirects(5, s.host.put(_OK)))
_take_fetched("10-mb", "A picture of 10 MB is taken", lambda s: s.host.put(Reply(body=_PHOTO.ljust(10_000_000, b"\0"))))
_refuse_fetched("6-redirects", "6 redirects", lambda s: s.host.redirects(6, s.host.put(_OK)))
_refuse_fetched(
    "redirect-loop", "A redirect to itself", lambda s: s.host.put(Reply(status=302, headers={"Location": "?again"}))
)
_refuse_fetched("redirect-to-file", "A redirect to a file", _redirect("file:///etc/passwd"))
_refuse_fetched(
    "redirect-to-inner-address", "A redirect to an address that isn't public", _redirect("http://169.254.169.254:1/")
)
_refuse_fetched("redirect-to-data", "A redirect to a data: URI", _redirect(pictures.data_uri(b"x")))
_refuse_fetched("redirect-to-nowhere", "A redirect without a target", lambda s: s.host.put(Reply(status=302)))
_refuse_fetched("status-404", "A link that answers 404", lambda s: s.host.put(replace(_OK, status=404)))
_refuse_fetched("status-500", "A link that answers 500", lambda s: s.host.put(replace(_OK, status=500)))
_refuse_fetched("empty-file", "An empty file", lambda s: s.host.put(Reply(body=b"")))
_refuse_fetched("html-named-png", "A page named .png", lambda s: s.host.put(Reply(body=b"<html></html>")))
_refuse_fetched("over-10-mb", "More than 10 MB", lambda s: s.host.put(Reply(body=_PHOTO.ljust(MAX_BYTES + 1, b"\0"))))
_refuse_fetched("endless", "A body without end", lambda s: s.host.put(Reply(body=_endless)))
_refuse_fetched(
    "cut-short",
    "A connection that breaks off",
    lambda s: s.host.put(replace(_OK, headers={"Content-Length": str(len(_PHOTO) + 9)})),
)


@section.rule()
def an_endless_body_is_not_read_to_its_end(session: Session) -> None:
    """A body over 10 MB is hung up on."""
    sent = []

    def body() -> Iterator[bytes]:
        for part in _endless():
            sent.append(len(part))
            yield part

    check_error(session.app.send(matting_of(session, session.host.put(Reply(body=body)))), (800002,))
    expect(
        sum(sent) < _ENDLESS_PARTS * len(_PART) // 2,
        "the connection closed soon after 10 MB",
        f"{sum(sent)} bytes taken",
    )


@section.rule()
def a_fetch_asks_for_identity(session: Session) -> None:
    """Accept-Encoding: identity; no cookies and no credentials are sent."""
    url = session.host.put(Reply(status=404))
    session.app.send(matting_of(session, url))
    asked = session.host.asked(url)
    expect(len(asked) >= 1, "a request for the link", "none")
    plain = asked[0].get("accept-encoding") == "identity" and not {"cookie", "authorization", "sign"} & set(asked[0])
    expect(plain, "Accept-Encoding: identity and nothing of the caller's", asked[0])


@section.rule()
def pictures_are_fetched_in_parallel(session: Session) -> None:
    """The pictures of one submission are fetched in parallel: two links that wait for each other both come."""
    together = threading.Barrier(2)

    def meet() -> None:
        try:
            together.wait(_TOGETHER_S)
        except threading.BrokenBarrierError:
            return

    goods = session.host.put(replace(_OK, first=meet))
    mask = session.host.put(Reply(body=pictures.encode(pictures.flat((400, 400))), first=meet))
    spoilt, code, names = WIDE
    body = altered(bodies.change(session), {**spoilt, "goods.url": goods, "background.mask": mask})
    check_error(session.app.send(post(CHANGE, body)), (code,), names=names)
    expect(not together.broken, "both links asked for before either was answered", "one after the other")


@section.rule()
def a_slow_server_is_given_up(session: Session) -> None:
    """10 s for all pictures of a submission together: a server that drips is given up with 800002."""
    done = threading.Event()

    def drip() -> Iterator[bytes]:
        for byte in _PHOTO:
            yield bytes([byte])
            if done.wait(0.2):
                return

    began = time.monotonic()
    answer = session.app.send(matting_of(session, session.host.put(Reply(body=drip))))
    done.set()
    check_error(answer, (800002,), names="image")
    seconds = time.monotonic() - began
    expect(seconds <= _GIVEN_UP_S, "an answer soon after 10 s", f"after {seconds:.0f} s")


@section.rule(units=1)
def pictures_are_kept_with_the_job(session: Session) -> None:
    """The bytes are kept with the job: links may die while it waits; the same requestId fetches nothing again."""
    url = session.host.put(_OK)
    body = altered(bodies.change(session), {"goods.url": url, "goods.matting": False})
    job_id = session.submit(CHANGE, body)
    session.host.gone(url)
    asked = len(session.host.asked(url))
    expect(
        session.wait(job_id)[-1].get("status") == "succeed",
        "status succeed, though the link is dead",
        session.view(job_id),
    )
    expect(session.submit(CHANGE, body) == job_id, f"job {job_id} again", "another one")
    expect(len(session.host.asked(url)) == asked, f"{asked} requests for the link", len(session.host.asked(url)))
