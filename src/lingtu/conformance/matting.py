"""Section 3, matting (抠图): fields with their codes, and what is in the files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import MATTING
from lingtu.conformance.fields import REQUEST_ID, SEED, links, missing
from lingtu.conformance.refusal import refuse_bodies, take_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import BreachError, SkipError, expect

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("matting", "3, matting")

refuse_bodies(
    section,
    MATTING,
    bodies.matting,
    (
        *REQUEST_ID,
        *missing("image", "image"),
        *links("image", "image"),
        ("type-2", {"type": 2}, 800003, "type"),
        ("type-negative", {"type": -1}, 800003, "type"),
        ("type-huge", {"type": 10**30}, 800003, "type"),
        ("type-text", {"type": "head"}, (400, 800003), "type"),
        ("type-fraction", {"type": 0.5}, (400, 800003), "type"),
        ("type-true", {"type": True}, (400, 800003), "type"),
        ("type-list", {"type": [0]}, (400, 800003), "type"),
        ("formats-gif", {"formats": ["gif"]}, 800003, "formats"),
        ("formats-png-and-jpg", {"formats": ["png", "jpg"]}, 800003, "formats"),
        ("formats-numbers", {"formats": [1]}, (800003, 400), "formats"),
        ("formats-object", {"formats": {"png": True}}, (800003, 400), "formats"),
        ("formats-number", {"formats": 5}, (800003, 400), "formats"),
        *SEED,
        ("image-before-type", {"image": None, "type": 9}, 800002, "image"),
    ),
)
take_bodies(
    section,
    MATTING,
    bodies.matting,
    (
        ("type-as-text", {"type": "1"}),
        ("type-as-float", {"type": 0.0}),
        ("type-null", {"type": None}),
        ("type-empty", {"type": ""}),
        ("formats-null", {"formats": None}),
        ("formats-empty-text", {"formats": ""}),
        ("formats-psd", {"formats": ["psd"]}),
        ("formats-both", {"formats": ["psd", "png"]}),
        ("unknown-fields", {"junk": 1, "width": 1, "num": 99}),
    ),
    ({"image": pictures.data_uri(b"no picture")}, 800002, "image"),
)


@section.rule(jobs=("matting",))
def png_is_rgba_of_the_inputs_size(session: Session) -> None:
    """png: straight-alpha RGBA of the input's size."""
    cut = session.result_of("matting")
    right = (cut.format, cut.mode, cut.size) == ("PNG", "RGBA", pictures.PHOTO_SIZE)
    expect(right, f"PNG RGBA {pictures.PHOTO_SIZE}", f"{cut.format} {cut.mode} {cut.size}")


@section.rule(jobs=("matting",))
def the_subject_is_kept_and_the_rest_is_gone(session: Session) -> None:
    """The subject is opaque in its own colours, the background transparent."""
    cut, inside, outside = session.result_of("matting"), (75, 130), (8, 8)
    colour, wanted = pictures.at(cut.convert("RGB"), inside), pictures.at(pictures.photo(), inside)
    kept, gone = (_level(cut.getchannel("A").getpixel(place)) for place in (inside, outside))
    right = pictures.near(colour, wanted, 3) and kept > 240 and gone < 16
    expect(right, f"the bottle opaque in its {wanted}, the corner transparent", f"{colour}, alpha {kept} and {gone}")


def _level(value: object) -> int:
    assert isinstance(value, int)
    return value


@section.rule(jobs=("matting",))
def formats_come_in_the_order_asked_for(session: Session) -> None:
    """formats png, psd: two links in this order, format comma-joined in parallel."""
    view = session.job("matting").view
    expect(
        view.get("formats") == ["png", "psd"] and view.get("format") == "png,psd",
        'format "png,psd" for two links',
        view,
    )


@section.rule(jobs=("matting",))
def psd_holds_the_cut_out_over_the_hidden_original(session: Session) -> None:
    """psd: the cut-out as a layer over the hidden original, of the input's size."""
    data = session.file(session.job("matting").urls[1]).content
    size, hidden = _read_psd(data)
    expect(size == pictures.PHOTO_SIZE, f"a PSD of {pictures.PHOTO_SIZE}", size)
    expect(
        hidden == [True, False], "two layers, the lower one hidden", ["hidden" if flag else "shown" for flag in hidden]
    )


def _read_psd(data: bytes) -> tuple[tuple[int, int], list[bool]]:
    """Size, and for each layer from the lowest whether it is hidden (Adobe Photoshop File Formats Specification)."""
    try:
        signature, version, height, width = struct.unpack_from(">4sH6x2xII", data)
        place = 26
        for _ in range(2):  # colour mode data, image resources
            place += 4 + struct.unpack_from(">I", data, place)[0]
        count = abs(struct.unpack_from(">h", data, place + 8)[0])
        place, hidden = place + 10, []
        for _ in range(count):
            channels = struct.unpack_from(">H", data, place + 16)[0]
            place += 18 + 6 * channels
            flags, extra = struct.unpack_from(">10xBxI", data, place)
            hidden.append(bool(flags & 2))
            place += 16 + extra
    except struct.error:
        raise BreachError("a PSD file", f"{len(data)} bytes beginning {data[:16]!r}") from None
    expect((signature, version) == (b"8BPS", 1), "a PSD file", data[:16])
    return (width, height), hidden


@section.rule(units=1)
def a_head_is_cut_out_by_type_1(session: Session) -> None:
    """type 1: the head alone, of the input's size; never a picture with nothing in it."""
    photo, link = session.portrait()
    view = session.wait(session.submit(MATTING, {**bodies.matting(session), "image": link, "type": "1"}))[-1]
    if (view.get("status"), view.get("code")) == ("failed", 800002):
        raise SkipError("the server sees no face in the picture of a face: give another one by --person")
    expect(view.get("status") == "succeed", "status succeed", view)
    cut = session.picture(view["urls"][0])
    expect(cut.size == photo.size and cut.mode == "RGBA", f"RGBA of {photo.size}", f"{cut.mode} of {cut.size}")
    low, high = cut.getchannel("A").getextrema()
    expect(low == 0 and high == 255, "something kept and something gone", f"alpha from {low} to {high}")
