"""Two legs of trousers: bare ones in them, and one before the other."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw import trouser_legs
from lingtu.imaging.tryon.draw.put_on import put_on
from lingtu.imaging.tryon.draw.trouser_legs import with_legs
from lingtu.imaging.tryon.fit.fit_bottom import BottomFit, fit_bottom
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers, split
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, shorts, trousers

#: Where the skirt of the drawn person ends, y.
HEM = 540


def in_skirt(wider_px: int = 0) -> tuple[Layers, Wearer]:
    layers, wearer = read_person(*person(), ("lowerBody",))
    labels = layers.labels.copy()
    labels[HEM:][labels[HEM:] == Part.LOWER] = Part.LEGS
    wide = cv2.dilate((labels == Part.LEGS).astype(np.uint8), np.ones((1, 2 * wider_px + 1), np.uint8)) > 0
    labels[wide & (labels == Part.BACKGROUND)] = Part.LEGS
    outfit = replace(wearer.outfit, legs=(0.45, 0.45))
    layers = split(layers.rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))
    return layers, replace(wearer, labels=labels, outfit=outfit)


def test_bare_legs_are_in_trousers_down_to_their_hems_and_stay_below() -> None:
    layers, wearer = in_skirt()
    clad = with_legs(layers, wearer, (200.0, 260.0))
    for flank, hem in zip(wearer.flanks, (200.0, 260.0), strict=True):
        (x, y), *_ = np.rint(flank.leg.point(np.array([hem]), 0)).astype(int)
        assert clad.labels[y - 8, x] == Part.LOWER
        assert clad.labels[y + 4, x] == Part.LEGS
    assert np.abs(clad.shares.sum(axis=0) - 1).max() < 1e-3


def test_where_legs_touch_one_has_the_shadow_of_the_other() -> None:
    _, wearer = in_skirt()
    garment = read_garment(*trousers(), "lowerBody")
    fit = fit_bottom(garment, wearer, (0.9, 0.9))
    legs = [piece for piece in fit.pieces if piece.name == "leg"]
    middle = (wearer.shoulders @ wearer.right_hand) + 10
    # moved together until they overlap
    aside = 40 * wearer.right_hand
    near = tuple(replace(leg, target=leg.target - np.sign(leg.target[:, 0].mean() - middle) * aside) for leg in legs)
    cloth, apart = (trouser_legs.trousers(garment, pieces, wearer) for pieces in (near, tuple(legs)))
    rows = slice(600, 660)
    assert cloth.alpha[rows].max() > 0.9

    def darkest(drawn: trouser_legs.Cloth) -> float:
        inner = drawn.alpha[rows] > 0.99
        light = drawn.rgb[rows].mean(axis=2)
        return float(light[inner].min() / np.median(light[inner]))

    assert darkest(cloth) < 0.8
    assert darkest(apart) > 0.9


def test_beside_shorts_no_leg_is_seen_above_their_hems() -> None:
    layers, wearer = in_skirt(30)
    worn = put_on(layers, wearer, read_garment(*shorts(), "lowerBody"), Look(), 0)
    assert isinstance(worn.fit, BottomFit)
    for flank, hem, half in zip(wearer.flanks, worn.fit.hems_px, (slice(0, 256), slice(256, 512)), strict=True):
        row = int(flank.leg.point(np.array([hem - 10]), 0)[0, 1])
        above = slice(HEM + 4, row), half
        assert (layers.labels[above] == Part.LEGS).any()
        assert not (worn.labels[above] == Part.LEGS).any()
