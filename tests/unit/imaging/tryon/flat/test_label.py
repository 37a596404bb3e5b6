"""Labels sewn into the collar of the drawn T-shirt."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.label import find_label, without_label
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import tee

COLOUR = (0.2, 0.4, 0.7)


def test_a_label_below_the_neck_becomes_cloth_and_a_print_on_the_chest_stays() -> None:
    rgb, alpha = tee(COLOUR)
    top = read_top(alpha > 0.5, is_dress=False)
    rgb[60:76, 285:315] = 1.0  # the label
    rgb[250:350, 250:350] = 1.0  # the print
    found = find_label(rgb, alpha, top)
    assert found[62:74, 288:312].mean() > 0.9
    assert not found[200:].any()
    clean = without_label(rgb, alpha, top)
    assert np.abs(clean[62:74, 288:312] - COLOUR).max() < 0.05
    assert (clean[260:340, 260:340] == 1).all()


def test_a_garment_without_label_stays_as_it_is() -> None:
    rgb, alpha = tee(COLOUR)
    assert without_label(rgb, alpha, read_top(alpha > 0.5, is_dress=False)) is rgb


def test_cloth_that_goes_on_below_the_neck_is_no_label() -> None:
    rgb, alpha = tee(COLOUR)
    rgb[86:130, 282:318] = 1.0  # the front's edge, where labels end being looked for
    assert not find_label(rgb, alpha, read_top(alpha > 0.5, is_dress=False)).any()


def test_a_label_of_almost_the_cloths_colour_is_told_by_its_shape_with_text_and_tab() -> None:
    rgb, alpha = tee(COLOUR)
    rgb[60:76, 285:315] = np.array(COLOUR, np.float32) + 0.04
    rgb[66:70, 290:310:2] = 0.1  # text
    rgb[76:80, 298:302] = 1.0  # the tab with the size
    found = find_label(rgb, alpha, read_top(alpha > 0.5, is_dress=False))
    assert found[62:74, 288:312].mean() > 0.9


def test_stripes_hide_no_label_and_are_none() -> None:
    rgb, alpha = tee((0.8, 0.8, 0.85))
    rgb[:, ::12] *= 0.8
    top = read_top(alpha > 0.5, is_dress=False)
    assert not find_label(rgb, alpha, top).any()
    rgb[60:76, 285:315] = 0.1
    assert find_label(rgb, alpha, top)[62:74, 288:312].mean() > 0.9
