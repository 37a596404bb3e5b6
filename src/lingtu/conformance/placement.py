"""Section 3, change-background: what is seen in the results, pixel by pixel where the contract allows."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from PIL import Image

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import SIDE
from lingtu.conformance.jobs import FOLLOWED, MASKED, STRETCHED, canvas_for
from lingtu.conformance.pictures import QUARTERS, at, near, product, same_pixels
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("placement", "3, change-background")

CORNERS = ((0, 0), (SIDE - 1, 0), (0, SIDE - 1), (SIDE - 1, SIDE - 1))
_RESAMPLED = 6  # levels that a resampled flat colour may be off
_COMPRESSED = 4  # mean levels that JPEG may cost
_PROFILED = 4  # levels between colour engines
_CLEARLY = 3.0  # mean levels between scenes that are clearly different
_SLIGHTLY = 2.0  # and between those whose differences are small
_FAR_FROM_PRODUCT = (0, 0, SIDE, 60)  # a strip of the canvas


def _box(x: int, y: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    return x, y, x + size[0], y + size[1]


@section.rule(jobs=("plain", "varied", "matting", "chained"))
def results_have_the_size_asked_for(session: Session) -> None:
    """Results have the width and height of the submission."""
    for name in ("plain", "varied", "chained"):
        sent, image = session.job(name).sent, session.result_of(name)
        expect(image.size == (sent["width"], sent["height"]), f"{sent['width']}×{sent['height']}", image.size)


@section.rule(jobs=("plain",))
def product_pixels_come_out_unchanged(session: Session) -> None:
    """productSmartColor false: an opaque, unscaled product's pixels are unchanged, at the box to the pixel."""
    shown = session.result_of("plain").crop(_box(100, 120, product().size))
    expect(same_pixels(shown, product()), "the product's own pixels at (100, 120)", _told(shown, product()))


@section.rule(jobs=("outside",))
def a_box_may_lie_partly_outside(session: Session) -> None:
    """x and y may be negative: what lies on the canvas is shown, to the pixel."""
    width, height = product().size
    shown = session.result_of("outside").crop((0, 0, width - 20, height - 30))
    wanted = product().crop((20, 30, width, height))
    expect(same_pixels(shown, wanted), "the product without its first 20 columns and 30 rows", _told(shown, wanted))


@section.rule(jobs=("framed",))
def a_picture_is_never_trimmed(session: Session) -> None:
    """The whole picture is mapped onto the box, a transparent margin included."""
    result = session.result_of("framed")
    shown = result.crop(_box(50 + 20, 60 + 20, product().size))
    expect(same_pixels(shown, product()), "the product 20 px inside of its box", _told(shown, product()))
    margin = at(result, (52, 62))
    expect(near(margin, bodies.SCENE, 60), f"the scene {bodies.SCENE} in the margin, perhaps in shadow", margin)


@section.rule(jobs=("stretched",))
def a_picture_is_stretched_onto_its_box(session: Session) -> None:
    """A picture of other proportions is stretched to fill the box."""
    result, (width, height) = session.result_of("stretched"), STRETCHED
    places = [(100 + width * (1 + 2 * (i % 2)) // 4, 120 + height * (1 + 2 * (i // 2)) // 4) for i in range(4)]
    corners = [(102 + (width - 5) * (i % 2), 122 + (height - 5) * (i // 2)) for i in range(4)]
    for where in (places, corners):
        seen = [at(result, place) for place in where]
        right = all(near(colour, wanted, 3 * _RESAMPLED) for colour, wanted in zip(seen, QUARTERS, strict=True))
        expect(right, f"the four quarters {QUARTERS} at {where}", seen)


@section.rule(jobs=("plain", "lenient"))
def lenient_values_mean_the_same(session: Session) -> None:
    """Numbers and truth values as text, fractions, null and "": the same pixels as what they stand for."""
    _same(session, "plain", "lenient")


@section.rule(jobs=("defaults", "explicit"))
def defaults_are_the_documented_ones(session: Session) -> None:
    """productSmartColor true, referenceStrong true, num 1, format png are what null, "" and nothing mean."""
    _same(session, "defaults", "explicit")


@section.rule(jobs=("plain", "repeated"))
def the_same_seed_gives_the_same_pixels(session: Session) -> None:
    """Same inputs, params and seed: the same decoded pixels."""
    _same(session, "plain", "repeated")


def _same(session: Session, first: str, second: str) -> None:
    one, other = session.result_of(first), session.result_of(second)
    expect(same_pixels(one, other), f"the pixels of the job '{first}'", _told(other, one))


def _told(seen: Image.Image, wanted: Image.Image) -> str:
    if seen.size != wanted.size:
        return f"a picture of {seen.size}"
    return f"pixels that differ by {pictures.difference(seen, wanted):.2f} levels on average"


# --- the scene -------------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "strong"))
def the_scene_is_the_reference(session: Session) -> None:
    """referenceStrong true: the scene is the reference itself; proportions within 0.5 % are resized."""
    for name in ("plain", "strong"):
        for corner in CORNERS:
            seen = at(session.result_of(name), corner)
            expect(near(seen, bodies.SCENE, _RESAMPLED), f"{name}: the reference's {bodies.SCENE} at {corner}", seen)


@section.rule(jobs=("strong",))
def strong_references_vary_little(session: Session) -> None:
    """referenceStrong true: only shadow, reflection and grade may vary from result to result."""
    first, second = (session.result_of("strong", index).crop(_FAR_FROM_PRODUCT) for index in range(2))
    seen = pictures.difference(first, second)
    expect(seen <= _SLIGHTLY, f"at most {_SLIGHTLY} levels between results, away from the product", f"{seen:.2f}")


@section.rule(jobs=("varied",))
def weak_references_vary_clearly(session: Session) -> None:
    """referenceStrong false: scenes in the reference's style, clearly different from result to result."""
    results = [session.result_of("varied", index) for index in range(4)]
    seen = min(pictures.difference(one, other) for one, other in combinations(results, 2))
    expect(seen >= _CLEARLY, f"at least {_CLEARLY} levels between any two results", f"{seen:.2f}")


@section.rule(jobs=("gallery",))
def bg_id_alone_is_accepted(session: Session) -> None:
    """background.bgId alone is accepted: the scene is that gallery picture."""
    entry = session.picture(session.backgrounds[0]["image"]).convert("RGB")
    result = session.result_of("gallery")
    width, height = canvas_for(entry)
    left, top = (width - SIDE) // 2, (height - SIDE) // 2
    wanted = entry.resize((width, height), Image.Resampling.BOX).crop((left, top, left + SIDE, top + SIDE))
    seen = pictures.difference(result.crop(_FAR_FROM_PRODUCT), wanted.crop(_FAR_FROM_PRODUCT))
    expect(seen < 4 * _RESAMPLED, "the gallery picture, cropped to the canvas", f"{seen:.1f} levels off on average")


@section.rule(jobs=("masked",))
def url_gives_the_pixels_beside_a_bg_id(session: Session) -> None:
    """With both bgId and url, url gives the pixels."""
    seen = at(session.result_of("masked"), CORNERS[3])
    expect(near(seen, bodies.SCENE, _RESAMPLED), f"the url's {bodies.SCENE}", seen)


@section.rule(jobs=("masked",))
def white_in_the_mask_is_filled_anew(session: Session) -> None:
    """Luminance ≥ 128 in the mask is filled anew, below it the reference is followed; the mask's alpha is ignored."""
    result = session.result_of("masked")
    filled, followed = at(result, MASKED), at(result, FOLLOWED)
    expect(not near(filled, pictures.RED, 60), f"no red {pictures.RED} left at {MASKED}, which the mask frees", filled)
    expect(near(followed, pictures.RED, _RESAMPLED), f"red {pictures.RED} at {FOLLOWED}, which it doesn't", followed)


@section.rule(jobs=("matting", "chained"))
def own_links_are_pictures(session: Session) -> None:
    """A matting result is a goods.url, a gallery image a background.url, also with its bgId."""
    result = session.result_of("chained")
    bottle = at(result, (100 + 75, 120 + 130))
    expect(near(bottle, (170, 30, 40), _RESAMPLED), "the bottle's red (170, 30, 40) in its box", bottle)
    wall = at(result, (100 + 4, 120 + 4))
    expect(not near(wall, (214, 210, 205), 2), "the scene around it, as it was cut out", wall)


# --- products without an alpha channel -------------------------------------------------------------------------------


@section.rule(jobs=("cut-jpg", "forced-webp"))
def a_photo_is_cut_out(session: Session) -> None:
    """A picture without an alpha channel is cut out first; goods.matting true cuts out one that has it."""
    for name in ("cut-jpg", "forced-webp"):
        result = session.result_of(name)
        bottle, wall = at(result, (175, 250)), at(result, (104, 124))
        expect(near(bottle, (170, 30, 40), 25), f"{name}: the bottle's red (170, 30, 40)", bottle)
        expect(near(wall, bodies.SCENE, 60), f"{name}: the scene {bodies.SCENE} in place of the photo's wall", wall)


@section.rule(jobs=("kept",))
def matting_false_keeps_the_rectangle(session: Session) -> None:
    """goods.matting false: a picture without an alpha channel stays whole."""
    shown = session.result_of("kept").crop(_box(100, 120, pictures.PHOTO_SIZE))
    expect(same_pixels(shown, pictures.photo()), "the photo's own pixels in its box", _told(shown, pictures.photo()))


# --- files -----------------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "cut-jpg", "forced-webp"))
def format_is_png_jpg_or_webp(session: Session) -> None:
    """format: png by default, jpg, webp; told by one word, and it is what the file is."""
    for name, word, kind in (("plain", "png", "PNG"), ("cut-jpg", "jpg", "JPEG"), ("forced-webp", "webp", "WEBP")):
        view, image = session.job(name).view, session.result_of(name)
        expect((view["format"], image.format) == (word, kind), f"{word}, a {kind} file", (view["format"], image.format))


@section.rule(jobs=("profile",))
def colour_profiles_are_converted(session: Session) -> None:
    """An ICC profile is converted to sRGB: one with red and blue exchanged shows the product with them exchanged."""
    shown = session.result_of("profile").crop(_box(100, 120, product().size)).convert("RGB")
    red, green, blue, _ = product().split()
    wanted = Image.merge("RGB", (blue, green, red))
    expect(
        pictures.difference(shown, wanted) <= _PROFILED, "the product with red and blue exchanged", _told(shown, wanted)
    )


@section.rule(jobs=("sideways-jpg",))
def exif_orientation_is_applied(session: Session) -> None:
    """A photo stored sideways is put upright by its EXIF orientation."""
    shown = session.result_of("sideways-jpg").crop(_box(100, 120, pictures.PHOTO_SIZE))
    upright = pictures.difference(shown, pictures.photo()) <= _COMPRESSED
    expect(upright, "the photo upright in its box", _told(shown, pictures.photo()))


@section.rule(jobs=("moving-webp",))
def the_first_frame_counts(session: Session) -> None:
    """Of a moving picture the first frame is taken."""
    shown = session.result_of("moving-webp").crop(_box(100, 120, pictures.PHOTO_SIZE))
    expect(same_pixels(shown, pictures.photo()), "the first frame's pixels", _told(shown, pictures.photo()))
