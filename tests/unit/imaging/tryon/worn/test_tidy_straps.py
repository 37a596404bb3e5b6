"""Straps on the shoulders that were taken for skin."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_straps import dark_straps
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person

BLACK = (0.08, 0.07, 0.07)


def bare_shoulder(dark: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray, Frame]:
    """Skin from the shoulder's edge down to a top's, with a dark place on it."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    skin = slice(180, 230), slice(150, 214)
    labels[skin], rgb[skin] = Part.ARMS, TONES[Part.ARMS]
    labels[160:180, 150:214] = Part.BACKGROUND
    labels[230:260, 150:214], rgb[230:260, 150:214] = Part.TORSO, TONES[Part.TORSO]
    rgb[dark] = BLACK
    return rgb, labels, Frame(who.body, None, SIZE)


def test_a_dark_strap_from_the_garment_over_the_shoulder_is_no_skin() -> None:
    place = slice(181, 229), slice(196, 200)
    found = dark_straps(*bare_shoulder(place))
    assert found[place].all()
    assert not found[:, 204:].any()


def test_a_shade_along_the_garments_edge_and_a_mark_on_the_skin_are_no_straps() -> None:
    assert not dark_straps(*bare_shoulder((slice(225, 230), slice(155, 210)))).any()
    assert not dark_straps(*bare_shoulder((slice(195, 215), slice(196, 200)))).any()
