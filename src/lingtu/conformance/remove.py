"""An addition, remove (擦除): fields with their codes, and what a result keeps; skipped where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import REMOVE
from lingtu.conformance.fields import FORMAT, REQUEST_ID, SEED, links, missing
from lingtu.conformance.refusal import refuse_bodies, take_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.session import job_id_of
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.wire import post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("remove", "6, remove")

refuse_bodies(
    section,
    REMOVE,
    bodies.remove,
    (
        *REQUEST_ID,
        *missing("image", "image"),
        *links("image", "image"),
        *missing("mask", "mask"),
        *links("mask", "mask"),
        ("mask-of-other-proportions", {"mask": pictures.uri_of(pictures.flat((40, 40)))}, 800004, "mask"),
        *SEED,
        *FORMAT,
        ("image-before-mask", {"image": None, "mask": 5}, 800002, "image"),
    ),
    optional=True,
)
take_bodies(
    section,
    REMOVE,
    bodies.remove,
    (
        ("format-empty", {"format": ""}),
        ("seed-as-text", {"seed": "7"}),
        ("unknown-fields", {"junk": 1, "width": 1, "num": 99}),
    ),
    ({"mask": pictures.data_uri(b"no picture")}, 800002, "mask"),
    optional=True,
)


@section.rule(units=1)
def what_is_white_is_gone_and_the_rest_stays(session: Session) -> None:
    """What the mask marks is gone; the result has the picture's size, and far from the mask its pixels."""
    photo = pictures.photo()
    answer = session.app.send(post(REMOVE, bodies.remove(session)))
    if answer.status in (404, 501):
        raise SkipError(f"the server doesn't offer this operation ({answer.status})")
    view = session.wait(job_id_of(answer))[-1]
    expect(view.get("status") == "succeed", "status succeed", view)
    result = session.picture(view["urls"][0])
    expect(result.size == photo.size, f"a result of {photo.size}", result.size)
    wall = pictures.at(photo, (5, 5))
    for place in ((75, 60), (75, 130)):
        gone = pictures.near(pictures.at(result.convert("RGB"), place), wall, 40)
        expect(gone, f"about the wall's {wall} at {place}", pictures.at(result, place))
    for place in ((5, 5), (145, 195), (20, 120)):
        kept = pictures.at(result.convert("RGB"), place) == pictures.at(photo, place)
        expect(kept, f"{pictures.at(photo, place)} at {place}, as in the picture", pictures.at(result, place))
