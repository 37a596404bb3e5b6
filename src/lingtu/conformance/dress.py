"""Section 3, dress (AI试衣): fields with their codes. Skipped where the server answers 501."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import DRESS
from lingtu.conformance.fields import FORMAT, LONG, NUM, REQUEST_ID, SEED, links, missing
from lingtu.conformance.model import keeps_photo
from lingtu.conformance.refusal import refuse_bodies, take_bodies
from lingtu.conformance.rule import Section

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("dress", "3, dress")

_PICTURE = pictures.uri_of(pictures.flat((40, 40)))


def _garments(*types: Any) -> dict[str, Any]:
    return {"dresses": [{"image": _PICTURE, "type": kind} for kind in types]}


refuse_bodies(
    section,
    DRESS,
    bodies.dress,
    (
        *REQUEST_ID,
        *missing("model", "model"),
        *links("model", "model"),
        ("dresses-missing", {"dresses": ...}, (800003, 800002, 400), "dresses"),
        ("dresses-null", {"dresses": None}, (800003, 800002, 400), "dresses"),
        ("dresses-none", {"dresses": []}, (800003, 800002, 400), "dresses"),
        ("dresses-text", {"dresses": "dresses"}, 400, "dresses"),
        ("dresses-object", {"dresses": {"image": _PICTURE, "type": "dresses"}}, 400, "dresses"),
        ("dresses-of-texts", {"dresses": ["dresses"]}, 400, "dresses"),
        ("dresses-of-null", {"dresses": [None]}, 400, "dresses"),
        ("garment-without-image", {"dresses.0.image": ...}, 800002, "dresses.0.image"),
        ("garment-image-empty", {"dresses.0.image": ""}, 800002, "dresses.0.image"),
        ("garment-image-number", {"dresses.0.image": 5}, 400, "dresses.0.image"),
        ("garment-image-too-long", {"dresses.0.image": LONG}, 800001, "dresses.0.image"),
        ("garment-without-type", {"dresses.0.type": ...}, (800003, 400), "dresses.0.type"),
        ("garment-type-empty", {"dresses.0.type": ""}, (800003, 400), "dresses.0.type"),
        ("garment-type-unknown", {"dresses.0.type": "hat"}, 800003, "dresses.0.type"),
        ("garment-type-in-small-letters", {"dresses.0.type": "upperbody"}, 800003, "dresses.0.type"),
        ("garment-type-number", {"dresses.0.type": 1}, 400, "dresses.0.type"),
        ("two-uppers", _garments("upperBody", "upperBody"), 800003, "dresses"),
        ("two-lowers", _garments("lowerBody", "lowerBody"), 800003, "dresses"),
        ("two-whole", _garments("dresses", "dresses"), 800003, "dresses"),
        ("whole-with-upper", _garments("dresses", "upperBody"), 800003, "dresses"),
        ("lower-with-whole", _garments("lowerBody", "dresses"), 800003, "dresses"),
        ("three-garments", _garments("upperBody", "lowerBody", "dresses"), 800003, "dresses"),
        ("second-garment-unknown", _garments("upperBody", "shoes"), 800003, "dresses.1.type"),
        *NUM,
        *SEED,
        *FORMAT,
        ("model-before-dresses", {"model": None, "dresses": []}, 800002, "model"),
    ),
    optional=True,
)
take_bodies(
    section,
    DRESS,
    bodies.dress,
    (
        ("one-upper", _garments("upperBody")),
        ("one-lower", _garments("lowerBody")),
        ("one-whole", _garments("dresses")),
        ("upper-and-lower", _garments("upperBody", "lowerBody")),
        ("lower-and-upper", _garments("lowerBody", "upperBody")),
        ("unknown-fields", {"junk": {}, "dresses.0.junk": [None], "num": ""}),
    ),
    ({"model": pictures.data_uri(b"no picture")}, 800002, "model"),
    optional=True,
)


@section.rule(units=1)
def the_result_is_the_photo_in_other_clothes(session: Session) -> None:
    """The result has the photo's size, and away from garments and skin its pixels (looked at: the upper corners)."""
    person, garment = session.person, session.garment
    clothes = [{"image": pictures.uri_of(garment), "type": "upperBody"}]
    body = {**bodies.dress(session), "model": pictures.uri_of(person), "dresses": clothes}
    keeps_photo(session, DRESS, body, person)
