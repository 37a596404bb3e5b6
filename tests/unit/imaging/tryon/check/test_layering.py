"""What is worn over clothes, and what isn't."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.layering import clashes, unlikely
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import filled, person, tee

#: Left sides: a vest with shoulders and armholes, what hangs from the neck, and on straps; those of a wide bodice.
VEST = [(250, 40), (190, 60), (205, 130), (170, 190), (165, 520)]
HALTER = [(270, 40), (250, 44), (240, 110), (165, 200), (165, 520)]
STRAPS = [(190, 40), (178, 40), (178, 150), (165, 200), (165, 520)]
WIDE_BODICE = [(200, 40), (190, 40), (190, 150), (150, 200), (165, 520)]


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    rgb, who = person(sleeves=0.9)
    return read_person(rgb, who, ("upperBody",))[1]


def worn_without_sleeves(left: list[tuple[int, int]]) -> Garment:
    neck = [(left[0][0], 150)] if left in (STRAPS, WIDE_BODICE) else []
    half = [*neck, *left]
    alpha = filled([*half, *((600 - x, y) for x, y in half[::-1])], (600, 600))
    return read_garment(np.full((600, 600, 3), 0.4, np.float32), alpha, "upperBody")


def seen(wearer: Wearer) -> np.ndarray:
    return (wearer.labels == Part.TORSO).astype(np.float32)


def test_a_tee_and_a_vest_are_worn_over_a_top(wearer: Wearer) -> None:
    assert not unlikely(wearer, read_garment(*tee(), "upperBody"), seen(wearer))
    assert not unlikely(wearer, worn_without_sleeves(VEST), seen(wearer))


def test_what_hangs_on_straps_is_and_from_the_neck_is_not_unless_nothing_is_seen_below(wearer: Wearer) -> None:
    for straps in (STRAPS, WIDE_BODICE):
        assert not unlikely(wearer, worn_without_sleeves(straps), seen(wearer))
    halter = worn_without_sleeves(HALTER)
    assert unlikely(wearer, halter, seen(wearer))
    assert not unlikely(wearer, halter, np.zeros_like(seen(wearer)))


def test_a_dress_is_worn_over_a_top_and_over_no_longer_dress(wearer: Wearer) -> None:
    dress = replace(read_garment(*tee(), "upperBody"), kind="dresses")
    for each in (dress, *(replace(worn_without_sleeves(left), kind="dresses") for left in (VEST, STRAPS))):
        assert not unlikely(wearer, each, seen(wearer))
    one_piece = replace(wearer, outfit=replace(wearer.outfit, one_piece=True))
    assert not unlikely(one_piece, dress, seen(wearer) * (wearer.frame.along < 0.9))
    skirt = (wearer.labels == Part.LOWER).astype(np.float32)
    assert unlikely(one_piece, dress, skirt)
    assert unlikely(one_piece, replace(worn_without_sleeves(HALTER), kind="dresses"), skirt)
    assert not unlikely(one_piece, read_garment(*tee(), "upperBody"), skirt)


def test_a_dress_is_worn_over_trousers_and_over_no_longer_skirt(wearer: Wearer) -> None:
    dress = replace(read_garment(*tee(), "upperBody"), kind="dresses")
    labels = wearer.labels.copy()
    labels[440:700, 180:332] = Part.LOWER
    for each, odd in ((wearer, False), (replace(wearer, labels=labels), True)):
        below = (each.labels == Part.LOWER) & (each.frame.along > 1.5)
        assert unlikely(each, dress, below.astype(np.float32)) is odd


def test_a_dress_whose_sleeves_hang_off_the_shoulders_is_worn_over_nothing(wearer: Wearer) -> None:
    dress = replace(read_garment(*tee(), "upperBody"), kind="dresses")
    assert dress.top is not None
    assert dress.neckline is not None
    left, right = (replace(side, neck=0.9 * side.shoulder + 0.1 * side.neck) for side in dress.top.sides)
    bare = replace(dress, top=replace(dress.top, left=left, right=right))
    assert not unlikely(wearer, bare, seen(wearer))
    assert unlikely(wearer, replace(bare, neckline=replace(dress.neckline, is_outline=True)), seen(wearer))


def test_what_has_straps_and_sleeves_beside_them_is_worn_over_nothing(wearer: Wearer) -> None:
    garment = read_garment(*tee(), "upperBody")
    assert garment.top is not None
    assert garment.neckline is not None
    left, right = (replace(side, neck=0.75 * side.shoulder + 0.25 * side.neck) for side in garment.top.sides)
    wide = replace(garment, top=replace(garment.top, left=left, right=right))
    assert not unlikely(wearer, wide, seen(wearer))
    assert unlikely(wearer, replace(wide, neckline=replace(garment.neckline, is_outline=True)), seen(wearer))


def test_what_hangs_off_the_shoulders_is_worn_over_trousers_of_which_the_legs_are_seen(wearer: Wearer) -> None:
    halter = replace(worn_without_sleeves(HALTER), kind="dresses")
    legs = (wearer.labels == Part.LOWER) & (wearer.frame.along > 1.5)
    assert not unlikely(wearer, halter, legs.astype(np.float32))
    assert unlikely(wearer, halter, np.maximum(legs, seen(wearer)))


def test_only_plain_sleeves_are_seen_below_short_ones(wearer: Wearer) -> None:
    plain, top = np.full((*wearer.labels.shape, 3), 0.8, np.float32), read_garment(*tee(), "upperBody")
    checks = np.indices(wearer.labels.shape).sum(axis=0) // 5 % 2 == 0
    printed = np.where(checks[..., None], np.float32(0.1), plain)
    one_piece = replace(wearer, outfit=replace(wearer.outfit, one_piece=True))
    assert not clashes(plain, wearer, top, seen(wearer))
    assert clashes(printed, wearer, top, seen(wearer))
    assert clashes(plain, one_piece, top, seen(wearer))
    assert not clashes(printed, wearer, top, np.zeros_like(seen(wearer)))
    assert not clashes(printed, wearer, worn_without_sleeves(VEST), seen(wearer))
