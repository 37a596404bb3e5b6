"""What is uncovered of the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.plate import clean_plate
from lingtu.imaging.tryon.draw.under import _beside_broad, uncover
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def test_where_the_background_is_seen_there_is_no_skin_and_no_cloth() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    old, clad = np.ones(SIZE, np.float32), np.zeros(SIZE, np.float32)
    plate = clean_plate(layers, wearer.width, 0, np.zeros(SIZE, np.float32))
    for parts in ((Part.TORSO,), (Part.LOWER,)):
        under = uncover(layers, wearer, plate, old, clad, parts, 0)
        ground = cv2.erode((layers.labels == Part.BACKGROUND).astype(np.uint8), np.ones((9, 9))) > 0
        assert max(under.skin[ground].max(), under.cloth[ground].max()) < 0.05


def test_between_the_throat_and_an_old_collar_close_to_the_background_is_skin() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    ground = cv2.dilate((layers.labels == Part.BACKGROUND).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    edge = ground & (layers.labels == Part.NECK)
    shares = layers.shares.copy()
    shares[:, edge] = 0
    shares[Part.NECK, edge], shares[Part.TORSO, edge] = 0.5, 0.5
    layers = replace(layers, shares=shares)
    plate = clean_plate(layers, wearer.width, 0, np.zeros(SIZE, np.float32))
    nothing = np.zeros(SIZE, np.float32)
    under = uncover(layers, wearer, plate, layers.share(Part.TORSO), nothing, (Part.TORSO,), 0)
    assert np.median(under.rgb[edge, 2]) < TONES[Part.NECK][2] + 0.05


def test_the_light_that_an_old_neckline_threw_on_the_throat_is_taken_off_with_it() -> None:
    rgb, who = person()
    labels = who.parts.labels
    cloth = cv2.dilate((labels == Part.TORSO).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    lit = cloth & (labels == Part.NECK)
    rgb[lit] = np.minimum(rgb[lit] * 1.12, 1)
    layers, wearer = read_person(rgb, who, ("upperBody",))
    plate = clean_plate(layers, wearer.width, 0, np.zeros(SIZE, np.float32))
    under = uncover(layers, wearer, plate, layers.share(Part.TORSO), np.zeros(SIZE, np.float32), (Part.TORSO,), 0)
    middle = lit & (layers.labels == Part.NECK) & (np.abs(np.indices(SIZE)[1] - 256) < 16)
    assert middle.any()
    tone = float(np.mean(TONES[Part.NECK]))
    off = [float(picture[middle].mean()) - tone for picture in (layers.rgb, under.rgb)]
    assert off[0] > 0.05
    assert off[1] < 0.6 * off[0]


def test_beside_a_mere_rim_of_made_up_skin_an_arm_keeps_its_own_edge() -> None:
    bared = np.zeros((300, 200), np.bool_)
    bared[:100, 40:80], bared[100:, 70:76] = True, True
    found = _beside_broad(bared, 250.0)
    assert found[:90, 75:85].min() > 0.9
    assert found[200:].max() < 0.1
