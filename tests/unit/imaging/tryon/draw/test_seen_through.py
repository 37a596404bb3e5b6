"""Skin that is seen through lace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.seen_through import On, over_skin
from lingtu.imaging.tryon.fit.fit_top import fit_top, own_hem_level
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.sheer import Sheer
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import TONES, person, tee

#: In a new sleeve, and on the belly.
SLEEVE, BELLY = (225, 165), (330, 256)
THREAD, GROUND = np.full(3, 0.08, np.float32), np.full(3, 0.96, np.float32)


def test_skin_is_seen_in_place_of_a_pictures_ground_and_a_lining_below_the_armpits() -> None:
    rgb, who = person(sleeves=0.9)
    layers, wearer = read_person(rgb, who, ("upperBody",))
    garment = read_garment(*tee(), "upperBody")
    fit = fit_top(garment, wearer, own_hem_level(garment, wearer, Look()), Look())
    paper = Cloth(np.ones_like(layers.rgb) * GROUND, np.ones(layers.labels.shape, np.float32))
    on = On(layers, wearer, fit.pieces)
    assert over_skin(paper, paper, garment, on, 0) is paper
    lace = replace(garment, sheer=Sheer(np.ones_like(garment.alpha), THREAD, GROUND))
    seen = over_skin(paper, paper, lace, on, 0).rgb
    assert np.abs(seen[SLEEVE] - TONES[Part.ARMS]).max() < 0.2
    assert seen[SLEEVE][0] > seen[SLEEVE][2] + 0.1
    assert seen[BELLY].max() < 0.1
