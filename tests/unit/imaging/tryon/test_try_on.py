"""Try-on of drawn garments on a drawn person: what must change, what must stay to the bit, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from lingtu.errors import PictureError
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import Garment, Kind, read_garment
from lingtu.imaging.tryon.try_on import Item, Sitter, read_item, try_on
from lingtu.imaging.tryon.worn.held import covered
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person, tee, trousers

FEATHER = round(0.01 * SIZE[0])
RED = (0.8, 0.1, 0.1)


def item(kind: Kind, rgb: np.ndarray, alpha: np.ndarray) -> Item:
    return Item(read_garment(rgb, alpha, kind), "dresses.0.image")


def worn(rgb: np.ndarray, who: Person, *items: Item, look: Look = Look()) -> np.ndarray:  # noqa: B008
    return try_on(rgb, Sitter(rgb, who), items, look, 0)


def drawn(rgb: np.ndarray, who: Person, *items: Item, look: Look = Look()) -> np.ndarray:  # noqa: B008
    """Whatever the self-check says: its limits are for photographs."""
    return try_on(rgb, Sitter(rgb, who), items, look, 0, check=lambda *_: None)


def close(rgb: np.ndarray, colour: tuple[float, ...], within: float = 0.2) -> np.ndarray:
    return np.abs(rgb - np.array(colour)).max(axis=2) < within


@pytest.mark.parametrize("kind", ["upperBody", "lowerBody"])
def test_what_the_contract_protects_stays_to_the_bit(kind: Kind) -> None:
    rgb, who = person()
    result = drawn(rgb, who, item(kind, *(tee(RED) if kind == "upperBody" else trousers(RED))))
    changed = (result != rgb).any(axis=2)
    labels = who.parts.labels
    protected = np.isin(labels, (Part.HAIR, Part.FACE, Part.HANDS, Part.BAGS))
    inner = cv2.erode(protected.astype(np.uint8), np.ones((2 * FEATHER + 1,) * 2)) > 0
    assert changed.mean() > 0.05
    assert not changed[inner].any()
    new = close(result, RED, 0.35) & ~close(rgb, RED, 0.35)
    old = labels == (Part.TORSO if kind == "upperBody" else Part.LOWER)
    touched = cv2.dilate((new | old).astype(np.uint8), np.ones((2 * FEATHER + 1,) * 2)) > 0
    assert np.count_nonzero(changed & ~touched) < 2e-4 * changed.size  # cloth so faint that it isn't red


def test_the_old_garment_is_gone_and_the_new_one_is_where_it_was() -> None:
    rgb, who = person()
    result = drawn(rgb, who, item("upperBody", *tee(RED)))
    old = who.parts.labels == Part.TORSO
    assert close(result, RED, 0.3)[old].mean() > 0.85  # its sleeves are shorter
    assert not close(result, TONES[Part.TORSO], 0.12).any()


def test_trousers_reach_the_shoes_and_leave_the_top_alone() -> None:
    rgb, who = person()
    result = drawn(rgb, who, item("lowerBody", *trousers(RED)))
    legs = who.parts.labels == Part.LOWER
    assert close(result, RED, 0.3)[legs].mean() > 0.9
    torso = cv2.erode((who.parts.labels == Part.TORSO).astype(np.uint8), np.ones((2 * FEATHER + 1,) * 2)) > 0
    assert (result == rgb)[torso].all()


def test_an_upper_and_a_lower_garment_go_on_together() -> None:
    rgb, who = person()
    result = drawn(rgb, who, item("upperBody", *tee(RED)), item("lowerBody", *trousers((0.9, 0.8, 0.1))))
    assert close(result, RED, 0.3)[300, 256]
    assert close(result, (0.9, 0.8, 0.1), 0.3)[600, 212]


def test_bared_arms_take_the_tone_of_the_arms() -> None:
    rgb, who = person(sleeves=0.6)
    result = drawn(rgb, who, item("upperBody", *tee(RED)))
    bared = (who.parts.labels == Part.TORSO) & ~close(result, RED, 0.3)
    bared &= cv2.erode(bared.astype(np.uint8), np.ones((5, 5))) > 0
    assert np.count_nonzero(bared) > 100
    tone, ground = np.array(TONES[Part.ARMS]), np.array(TONES[Part.BACKGROUND])
    near = np.minimum(np.abs(result - tone).max(axis=2), np.abs(result - ground).max(axis=2))
    assert np.percentile(near[bared], 95) < 0.2


def test_below_short_sleeves_old_long_ones_are_taken_off_and_arms_are_skin() -> None:
    rgb, who = person(sleeves=0.9)
    result = drawn(rgb, who, item("upperBody", *tee(RED)))
    sleeve = (who.parts.labels == Part.TORSO)[:, :140] & (np.arange(SIZE[0])[:, None] > 320)
    old, skin = (rgb[who.parts.labels == part].mean(axis=0) for part in (Part.TORSO, Part.HANDS))
    below = result[:, :140][sleeve]
    assert np.count_nonzero(sleeve) > 500
    assert (np.abs(below - old).max(axis=1) < 0.1).mean() < 0.02
    assert (np.abs(below - skin).max(axis=1) < 0.3).mean() > 0.4
    assert close(result, RED, 0.3)[300, 256]


def test_stripes_stay_straight_across_the_chest() -> None:
    rgb, who = person()
    result = drawn(rgb, who, item("upperBody", *tee(RED, stripes=True)))
    rows = [result[250:350, x, 0] for x in (220, 256, 292)]
    steps = [np.flatnonzero(np.diff((row > row.mean()).astype(int))) for row in rows]
    assert len({len(each) for each in steps}) == 1
    assert np.abs(np.diff(np.stack(steps), axis=0)).max() <= 4


def test_a_larger_photo_changes_where_the_working_picture_does() -> None:
    rgb, who = person()
    large = cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    result = try_on(large, Sitter(rgb, who), (item("upperBody", *tee(RED)),), Look(), 0, check=lambda *_: None)
    assert result.shape == large.shape
    assert (result[:100] == large[:100]).all()
    assert close(result, RED, 0.3)[600, 512]


def test_the_same_arguments_give_the_same_pixels_and_another_look_others() -> None:
    rgb, who = person()
    garment = item("upperBody", *tee(RED))
    one, two = (drawn(rgb, who, garment) for _ in range(2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, drawn(rgb, who, garment, look=Look.of_variation(1, 5)))
    assert Look.of_variation(0, 5) == Look()


def turned_away(who: Person) -> Person:
    points = who.body.points.copy()
    points[[11, 13, 15], 0] = 256 + 0.2 * (points[[11, 13, 15], 0] - 256)
    points[[12, 14, 16], 0] = 256 + 0.2 * (points[[12, 14, 16], 0] - 256)
    return replace(who, body=replace(who.body, points=points))


def in_skin_colours(who: Person) -> Person:
    labels = np.where(who.parts.labels == Part.TORSO, Part.NECK, who.parts.labels).astype(np.uint8)
    return replace(who, parts=replace(who.parts, labels=labels))


def with_crossed_arms(who: Person) -> Person:
    points = who.body.points.copy()
    points[[15, 17, 19]], points[[16, 18, 20]] = (220, 300), (290, 300)
    return replace(who, body=replace(who.body, points=points))


def with_bag_as_trousers(bag: tuple[slice, slice]) -> tuple[np.ndarray, Person]:
    rgb, who = person()
    rgb[bag] = TONES[Part.BAGS]
    labels = who.parts.labels.copy()
    labels[bag] = Part.LOWER
    return rgb, replace(who, parts=replace(who.parts, labels=labels))


def test_a_bag_that_was_taken_for_trousers_is_not_painted_over() -> None:
    rgb, who = with_bag_as_trousers(np.s_[440:500, 330:400])
    changed = (worn(rgb, who, item("lowerBody", *trousers(RED))) != rgb).any(axis=2)
    assert not changed[444:496, 334:396].any()
    assert changed[500:600].any()


def test_cloth_over_a_bag_taken_for_trousers_is_measured() -> None:
    bag = np.s_[440:500, 330:400]
    layers, wearer = read_person(*with_bag_as_trousers(bag), ("upperBody",))
    labels = layers.labels.copy()
    labels[bag] = Part.LOWER
    layers = replace(layers, labels=labels)
    cloth = np.zeros(SIZE, np.float32)
    assert covered(layers, wearer, cloth) == 0
    cloth[470:, :] = 1
    assert abs(covered(layers, wearer, cloth) * wearer.width**2 / (30 * 70) - 1) < 0.3


@pytest.mark.parametrize(
    ("change", "words"), [(turned_away, "pose"), (in_skin_colours, "skin"), (with_crossed_arms, "arms")]
)
def test_what_would_be_poor_is_refused(change: object, words: str) -> None:
    rgb, who = person()
    with pytest.raises(PictureError, match=r"^model: ") as caught:
        worn(rgb, change(who), item("upperBody", *tee(RED)))
    assert words in str(caught.value)


def test_a_garment_that_would_bare_much_is_refused() -> None:
    rgb, who = person()
    picture, alpha = trousers(RED)
    alpha[330:] = 0  # shorts, below which trousers don't stay
    with pytest.raises(PictureError, match=r"^dresses\.0\.image: "):
        worn(rgb, who, item("lowerBody", picture, alpha))


@pytest.mark.parametrize(("picture", "kind"), [(tee, "lowerBody"), (trousers, "upperBody"), (trousers, "dresses")])
def test_a_garment_of_another_type_is_refused(picture: Callable[[], tuple[np.ndarray, np.ndarray]], kind: Kind) -> None:
    nets: Any = None  # not asked: the picture is cut out already
    with pytest.raises(PictureError, match=r"^dresses\.0\.image: .* type"):
        read_item(*picture(), kind, "dresses.0.image", nets)


def test_an_empty_picture_has_no_garment() -> None:
    nets: Any = None
    with pytest.raises(PictureError, match="no garment was found in dresses"):
        read_item(np.ones((50, 50, 3), np.float32), np.zeros((50, 50), np.float32), "dresses", "dresses.0.image", nets)


def _read(rgb: np.ndarray, alpha: np.ndarray) -> Garment:
    return read_garment(rgb.astype(np.float32), alpha, "upperBody")


def test_a_tee_for_a_tee_is_delivered_and_shorts_for_trousers_are_refused() -> None:
    rgb, who = person()
    assert (worn(rgb, who, item("upperBody", *tee(RED))) != rgb).any()
    picture, alpha = trousers(RED)
    with pytest.raises(PictureError, match=r"^dresses\.0\.image: "):
        worn(rgb, who, item("lowerBody", picture[:380], alpha[:380]))
