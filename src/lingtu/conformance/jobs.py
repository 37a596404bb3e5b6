"""Jobs that are run once and looked at by many rules: the smallest that show what a rule is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image, ImageDraw

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import CHANGE, MATTING, SIDE, altered
from lingtu.conformance.verdict import expect
from lingtu.conformance.wire import Answer, Call

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

MASKED = (300, 60)  # a place that the mask marks as free, far from the product
FOLLOWED = (60, 300)  # and one that it marks as to be followed
STRETCHED = (160, 80)  # px, the box of the stretched product


@dataclass(frozen=True, kw_only=True)
class JobSpec:
    """How to make a shared job."""

    name: str
    path: str
    body: Callable[[Session], dict[str, Any]]
    units: int = 1
    ends: Literal["succeed", "failed"] = "succeed"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A shared job at its end, and what was seen of it."""

    name: str
    sent: dict[str, Any]
    answer: Answer
    job_id: str
    #: Every answer of job/result, the last one at the job's end.
    views: tuple[dict[str, Any], ...]
    #: Generations that were gone right after the submission.
    spent: int | None

    @property
    def view(self) -> dict[str, Any]:
        return self.views[-1]

    @property
    def urls(self) -> list[str]:
        urls = self.view.get("urls")
        expect(isinstance(urls, list) and all(isinstance(url, str) for url in urls), "urls: a list of links", self.view)
        return list(urls or [])


def _plain(session: Session) -> dict[str, Any]:
    """The product at its own size and colours, on a plain scene, with a seed."""
    return altered(bodies.change(session), {"productSmartColor": False, "seed": 7})


def _repeated(session: Session) -> dict[str, Any]:
    return altered(_plain(session), {"goods.url": upload(session, pictures.encode(pictures.product()))})


def _lenient(session: Session) -> dict[str, Any]:
    """The plain job as careless clients write it."""
    return altered(
        _plain(session),
        {
            "width": "400",
            "height": 400.0,
            "goods.x": 100.4,
            "goods.y": "119.6",
            "goods.width": 59.6,
            "goods.height": "80",
            "goods.note": {"unknown": [1]},
            "background.bgId": "",
            "background.mask": None,
            "productSmartColor": "false",
            "referenceStrong": "true",
            "num": "1",
            "seed": "7",
            "format": None,
            "unknown": None,
        },
    )


def _defaults(session: Session) -> dict[str, Any]:
    absent = dict.fromkeys(("productSmartColor", "num", "background.mask"), "")
    return altered(bodies.change(session), {"seed": 7, "referenceStrong": None, "format": None, **absent})


def _explicit(session: Session) -> dict[str, Any]:
    stated = {"seed": 7, "productSmartColor": True, "referenceStrong": True, "num": 1, "format": "png"}
    return altered(bodies.change(session), stated)


def _strong(session: Session) -> dict[str, Any]:
    """Two results on the reference itself, whose proportions are half a percent off."""
    return altered(bodies.change(session), {"num": 2, "background.url": bodies.scene((402, 400))})


def _varied(session: Session) -> dict[str, Any]:
    background = {"bgId": session.backgrounds[0]["id"]}
    return altered(bodies.change(session), {"num": 4, "referenceStrong": False, "background": background})


def _gallery(session: Session) -> dict[str, Any]:
    return altered(_plain(session), {"background": {"bgId": session.backgrounds[0]["id"]}})


def _outside(session: Session) -> dict[str, Any]:
    return altered(_plain(session), {"goods.x": -20, "goods.y": -30})


def _framed(session: Session) -> dict[str, Any]:
    width, height = pictures.framed().size
    box = {"goods.x": 50, "goods.y": 60, "goods.width": width, "goods.height": height}
    return altered(_plain(session), {"goods.url": pictures.uri_of(pictures.framed()), **box})


def _stretched(session: Session) -> dict[str, Any]:
    box = {"goods.width": STRETCHED[0], "goods.height": STRETCHED[1]}
    return altered(_plain(session), {"goods.url": pictures.uri_of(pictures.quarters()), **box})


def _masked(session: Session) -> dict[str, Any]:
    """Two red patches, one of them freed by the darkest white of a transparent mask, half a percent too wide."""
    scene = pictures.flat((SIDE, SIDE), bodies.SCENE)
    mask = pictures.flat((SIDE + 2, SIDE), (127, 127, 127, 0))
    for place in (MASKED, FOLLOWED):
        ImageDraw.Draw(scene).rectangle(_patch(place), fill=pictures.RED)
    ImageDraw.Draw(mask).rectangle(_patch(MASKED, 40), fill=(128, 128, 128, 0))
    urls = {"background.url": pictures.uri_of(scene), "background.mask": pictures.uri_of(mask)}
    return altered(_plain(session), {**urls, "background.bgId": session.backgrounds[0]["id"]})


def _patch(place: tuple[int, int], reach: int = 24) -> tuple[int, int, int, int]:
    return place[0] - reach, place[1] - reach, place[0] + reach, place[1] + reach


def _photo(session: Session) -> dict[str, Any]:
    """The bottle's photo, which has no alpha channel, unscaled; without a seed."""
    width, height = pictures.PHOTO_SIZE
    photo = {"goods.url": pictures.uri_of(pictures.photo()), "goods.width": width, "goods.height": height}
    return altered(bodies.change(session), {**photo, "productSmartColor": False})


def _cut_jpg(session: Session) -> dict[str, Any]:
    return {**_photo(session), "format": "jpg"}


def _kept(session: Session) -> dict[str, Any]:
    return altered(_photo(session), {"goods.matting": False})


def _kept_file(data: bytes, kind: str) -> Callable[[Session], dict[str, Any]]:
    """The photo from another file."""
    return lambda session: altered(_kept(session), {"goods.url": pictures.data_uri(data, kind)})


def _forced_webp(session: Session) -> dict[str, Any]:
    """The photo with an alpha channel that is opaque everywhere."""
    photo = pictures.uri_of(pictures.photo().convert("RGBA"))
    return altered(_photo(session), {"goods.url": photo, "goods.matting": "true", "format": "webp"})


def _chained(session: Session) -> dict[str, Any]:
    """The server's own links as pictures: a cut-out, and a gallery picture with its id, at its proportions."""
    entry = session.backgrounds[0]
    width, height = canvas_for(session.picture(entry["image"]))
    width_px, height_px = pictures.PHOTO_SIZE
    goods = {"goods.url": session.job("matting").urls[0], "goods.width": width_px, "goods.height": height_px}
    background = {"bgId": entry["id"], "url": entry["image"]}
    return altered(_plain(session), {**goods, "width": width, "height": height, "background": background})


def canvas_for(image: Image.Image) -> tuple[int, int]:
    """The smallest canvas of an image's proportions."""
    scale = SIDE / min(image.size)
    return round(image.width * scale), round(image.height * scale)


def _profile(session: Session) -> dict[str, Any]:
    return altered(_plain(session), {"goods.url": pictures.data_uri(pictures.swapped_profile())})


def _matting(session: Session) -> dict[str, Any]:
    return {**bodies.matting(session), "formats": ["png", "psd"]}


def _undecodable(session: Session) -> dict[str, Any]:
    return {**bodies.matting(session), "image": pictures.data_uri(pictures.undecodable())}


def upload(session: Session, data: bytes) -> str:
    answer = session.app.send(Call(path=bodies.UPLOAD, body=data))
    url = answer.object().get("url")
    expect(isinstance(url, str) and url.startswith("upload://"), '{"url":"upload://…"}', answer)
    return str(url)


JOBS = {
    spec.name: spec
    for spec in (
        JobSpec(name="plain", path=CHANGE, body=_plain),
        JobSpec(name="repeated", path=CHANGE, body=_repeated),
        JobSpec(name="lenient", path=CHANGE, body=_lenient),
        JobSpec(name="defaults", path=CHANGE, body=_defaults),
        JobSpec(name="explicit", path=CHANGE, body=_explicit),
        JobSpec(name="strong", path=CHANGE, body=_strong, units=2),
        JobSpec(name="varied", path=CHANGE, body=_varied, units=4),
        JobSpec(name="gallery", path=CHANGE, body=_gallery),
        JobSpec(name="outside", path=CHANGE, body=_outside),
        JobSpec(name="framed", path=CHANGE, body=_framed),
        JobSpec(name="stretched", path=CHANGE, body=_stretched),
        JobSpec(name="masked", path=CHANGE, body=_masked),
        JobSpec(name="cut-jpg", path=CHANGE, body=_cut_jpg),
        JobSpec(name="kept", path=CHANGE, body=_kept),
        JobSpec(name="forced-webp", path=CHANGE, body=_forced_webp),
        JobSpec(name="chained", path=CHANGE, body=_chained),
        JobSpec(name="profile", path=CHANGE, body=_profile),
        JobSpec(name="deleted", path=CHANGE, body=_plain),
        JobSpec(name="matting", path=MATTING, body=_matting),
        JobSpec(name="sideways-jpg", path=CHANGE, body=_kept_file(pictures.sideways(), "jpeg")),
        JobSpec(name="moving-webp", path=CHANGE, body=_kept_file(pictures.two_frames(), "webp")),
        JobSpec(name="undecodable", path=MATTING, body=_undecodable, ends="failed"),
    )
}
