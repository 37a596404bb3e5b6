"""Section 3, model (AI模特): fields with their codes, and what a result keeps; skipped where it is 501."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import DRESS, MODEL
from lingtu.conformance.fields import FORMAT, NUM, REQUEST_ID, SEED, links, missing
from lingtu.conformance.refusal import check_error, refuse_bodies, take_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.session import job_id_of
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.wire import post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("model", "3, model")

DECODERS_DIFFER = 3  # levels; of one JPEG

refuse_bodies(
    section,
    MODEL,
    bodies.model,
    (
        *REQUEST_ID,
        *missing("model", "model"),
        *links("model", "model"),
        ("face-id-missing", {"faceId": ...}, (800003, 400), "faceId"),
        ("face-id-null", {"faceId": None}, (800003, 400), "faceId"),
        ("face-id-empty", {"faceId": ""}, (800003, 400), "faceId"),
        ("face-id-unknown", {"faceId": "no-such-face"}, 800003, "faceId"),
        ("face-id-number", {"faceId": 5}, 400, "faceId"),
        ("face-id-list", {"faceId": ["x"]}, 400, "faceId"),
        *links("background", "background"),
        *NUM,
        ("skin-tone-unknown", {"skinTone": "green"}, (800003, 400), "skinTone"),
        ("skin-tone-number", {"skinTone": 5}, 400, "skinTone"),
        *SEED,
        *FORMAT,
        ("model-before-face-id", {"model": None, "faceId": None}, 800002, "model"),
    ),
    optional=True,
)
take_bodies(
    section,
    MODEL,
    bodies.model,
    (
        ("background-null", {"background": None}),
        ("background-empty", {"background": "", "num": "1"}),
        ("skin-tones", {"skinTone": "keep"}),
        ("unknown-fields", {"junk": {}, "width": "any"}),
    ),
    ({"model": pictures.data_uri(b"no picture")}, 800002, "model"),
    optional=True,
)


@section.rule()
def an_operation_is_offered_or_told_as_501(session: Session) -> None:
    """A sound submission to model or dress is taken, or answered by 501 on a server without the operation."""
    for path, body in ((MODEL, bodies.model(session)), (DRESS, bodies.dress(session))):
        answer = session.app.send(post(path, {**body, "model": pictures.data_uri(b"no picture")}))
        check_error(answer, (501, 800002))


@section.rule(units=1)
def the_result_is_the_photo_with_another_face(session: Session) -> None:
    """The result has the photo's size, and outside of face, hairline and skin its pixels (looked at: a corner)."""
    photo, link = session.portrait()
    keeps_photo(session, MODEL, {**bodies.model(session), "model": link}, photo)


def keeps_photo(session: Session, path: str, body: dict[str, Any], photo: Image.Image) -> None:
    """Run a job that must leave the size and the upper corners of its photo as they are."""
    answer = session.app.send(post(path, body))
    if answer.status == 501:
        raise SkipError("the server doesn't offer this operation (501)")
    view = session.wait(job_id_of(answer))[-1]
    expect(view.get("status") == "succeed", "status succeed", view)
    result = session.picture(view["urls"][0])
    expect(result.size == photo.size, f"a result of {photo.size}", result.size)
    for place in ((0, 0), (photo.width - 1, 0)):
        kept = pictures.near(pictures.at(result, place), pictures.at(photo, place), DECODERS_DIFFER)
        expect(kept, f"{pictures.at(photo, place)} at {place}, as in the photo", pictures.at(result, place))
