"""Section 5: where the caller's pictures may come from, and what they may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import CHANGE, MATTING
from lingtu.conformance.jobs import upload
from lingtu.conformance.refusal import check_error, refuse, refuse_bodies, take_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.wire import Call, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("fetching", "5")

# --- what is no picture ----------------------------------------------------------------------------------------------

_DATA = (
    ("gif", lambda: pictures.encode(pictures.flat((9, 9)), "GIF")),
    ("bmp", lambda: pictures.encode(pictures.flat((9, 9)), "BMP")),
    ("tiff", lambda: pictures.encode(pictures.flat((9, 9)), "TIFF")),
    ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ("html", lambda: b"<html><img src=a.png></html>"),
    ("psd", lambda: b"8BPS\0\1" + bytes(40)),
    ("png-cut-in-its-header", lambda: pictures.encode(pictures.photo())[:20]),
    ("jpg-cut-in-its-header", lambda: pictures.encode(pictures.photo(), "JPEG")[:10]),
    ("png-4097-wide", lambda: pictures.encode(pictures.flat((4097, 1)))),
    ("png-4097-high", lambda: pictures.encode(pictures.flat((1, 4097)))),
    ("jpg-5000-wide", lambda: pictures.encode(pictures.flat((5000, 8)), "JPEG")),
    ("webp-5000-high", lambda: pictures.encode(pictures.flat((8, 5000)), "WEBP")),
)


def matting_of(session: Session, url: str) -> Call:
    return post(MATTING, {**bodies.matting(session), "image": url})


def _as_image(make: Callable[[], bytes]) -> Callable[[Session], Call]:
    return lambda session: matting_of(session, pictures.data_uri(make()))


for _name, _make in _DATA:
    _says = f"A picture that is a {_name.replace('-', ' ')} → 800002, whatever its link says"
    refuse(section, _name, _says, _as_image(_make), 800002, "image")

#: Addresses that are nobody's public picture server, in the spellings that guards are known to miss.
_INNER = (
    "127.0.0.1:1",
    "localhost:1",
    "0.0.0.0:1",
    "10.0.0.1:1",
    "172.16.0.1:1",
    "192.168.0.1:1",
    "169.254.169.254:1",
    "100.100.100.200:1",
    "192.0.0.192:1",
    "224.0.0.1:1",
    "255.255.255.255:1",
    "2130706433:1",
    "0x7f000001:1",
    "127.1:1",
    "[::1]:1",
    "[::]:1",
    "[::ffff:127.0.0.1]:1",
    "[::ffff:169.254.169.254]:1",
    "[64:ff9b::a00:1]:1",
    "[2002:a00:1::]:1",
    "[fe80::1]:1",
    "[fd00::1]:1",
    "[ff02::1]:1",
)
refuse_bodies(
    section,
    MATTING,
    bodies.matting,
    (
        *(
            (f"address-{host.removesuffix(':1').strip('[]')}", {"image": f"http://{host}/a.png"}, 800002, "image")
            for host in _INNER
        ),
        ("host-unknown", {"image": "http://no-such-host.invalid/a.png"}, 800002, "image"),
        ("user-and-password", {"image": "http://user:secret@127.0.0.1:1/a.png"}, 800002, "image"),
        ("port-0", {"image": "http://pictures.example:0/a.png"}, 800002, "image"),
        ("port-too-high", {"image": "http://pictures.example:99999/a.png"}, 800002, "image"),
        ("no-host", {"image": "http:///a.png"}, 800002, "image"),
        ("gopher", {"image": "gopher://127.0.0.1:1/a.png"}, 800002, "image"),
    ),
)

#: What a submission that is otherwise sound is refused by: a background of other proportions.
WIDE = {"background.url": bodies.scene((400, 300))}, 800004, "background"
take_bodies(
    section,
    CHANGE,
    bodies.change,
    (
        ("png-of-4096", {"goods.url": pictures.uri_of(pictures.flat((4096, 1)))}),
        ("data-uri-jpg", {"goods.url": pictures.uri_of(pictures.photo(), "JPEG")}),
        ("data-uri-webp", {"goods.url": pictures.uri_of(pictures.photo(), "WEBP")}),
        (
            "data-uri-of-another-type",
            {"goods.url": pictures.data_uri(pictures.encode(pictures.photo(), "JPEG"), "png")},
        ),
    ),
    WIDE,
)


# --- links of the server's own ---------------------------------------------------------------------------------------


@section.rule()
def a_foreign_upload_is_unknown(session: Session) -> None:
    """upload:// names uploads of the same app; another app's → 800002."""
    link = upload(session, pictures.encode(pictures.product()))
    answer = session.second.send(post(MATTING, {**bodies.matting(session), "image": link}))
    check_error(answer, (800002,), names="image")


@section.rule(jobs=("plain",))
def a_forged_own_link_is_refused(session: Session) -> None:
    """A link to a result with a wrong signature → 800002."""
    url = session.job("plain").urls[0]
    forged = url[:-1] + ("0" if url[-1] != "0" else "1")
    answer = session.app.send(post(MATTING, {**bodies.matting(session), "image": forged}))
    check_error(answer, (800002,), names="image")
