"""The inside of a back that is seen beside the line of the neck is told by its colour."""

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.garment import _worn_colours
from lingtu.imaging.tryon.flat.inside_seen import inside_seen
from lingtu.imaging.tryon.flat.neckline import Neckline
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import tee

#: The front of a garment, and where its opening is: an ellipse around (150, 40).
GREY, SHAPE, CENTRE = 0.45, (300, 300), (150, 40)
#: The opening's half axes, and those of the line that was found: as deep, but narrower.
OPENING, LINE = (70, 60), (50, 60)


def _line() -> Neckline:
    turn = np.linspace(np.pi, 0, 61)
    curve = np.stack([CENTRE[0] + LINE[0] * np.cos(turn), CENTRE[1] + LINE[1] * np.sin(turn)], axis=1)
    return Neckline(curve, float(LINE[1]), False)


def _picture(inside: float) -> np.ndarray:
    rgb = np.full((*SHAPE, 3), GREY, np.float32)
    cv2.ellipse(rgb, CENTRE, OPENING, 0, 0, 360, (inside,) * 3, -1)
    return rgb


def _alpha() -> np.ndarray:
    alpha = np.ones(SHAPE, np.float32)
    alpha[: CENTRE[1]] = 0
    return alpha


def test_a_dark_inside_beside_the_line_is_found() -> None:
    found = inside_seen(_picture(0.1), _alpha(), _line())
    # between the line and the opening's own edge, on both sides
    assert found[60, 150 - 58]
    assert found[60, 150 + 58]
    # the front is none of it
    assert not found[60, 150 - 72]
    assert not found[104:].any()


def test_an_inside_of_the_front_s_colour_tells_nothing() -> None:
    assert not inside_seen(_picture(GREY - 0.04), _alpha(), _line()).any()


@pytest.mark.parametrize("told", [False, True])
def test_beside_a_print_what_has_none_of_its_colours_is_found(told: bool) -> None:
    rgb = _picture(0.1)
    stripes = (np.arange(SHAPE[0]) % 16 < 8)[:, None] & (rgb[..., 0] > 0.4)
    rgb[stripes] = 0.9 if told else 0.1
    found = inside_seen(rgb, _alpha(), _line())
    assert found[60, 150 - 58] == told
    assert not found[104:].any()


@pytest.mark.parametrize(("right", "crumb"), [(160, True), (230, False)])
def test_the_rest_of_a_label_below_the_line_is_found_and_a_seam_is_not(right: int, crumb: bool) -> None:
    rgb = _picture(GREY)
    rgb[98:103, 140:right] = GREY - 0.12
    assert inside_seen(rgb, _alpha(), _line())[101, 150] == crumb


def test_beside_the_front_edge_cloth_goes_on_as_it_is_there_whatever_is_seen_above_it() -> None:
    rgb, alpha = tee()
    top = read_top(alpha > 0.5, False)
    across = np.linspace(-1, 1, 61)
    curve = np.stack([300 + 55 * across, 40 + 50 * (1 - across**2)], axis=1)
    neckline = Neckline(curve, 50.0, False)
    # a weave of two tones, and the inside of a dark back
    rows, columns = np.mgrid[:600, :600] // 3
    weave = np.where((rows + columns) % 2 == 0, 0.4, 0.6)[..., None] * np.ones_like(rgb)
    inside = neckline.inside(alpha.shape)
    rgb = np.where(inside[..., None], 0.05, weave).astype(np.float32)
    found = _worn_colours(rgb, alpha, top, neckline, None)
    above_edge = found[70:88, 300]
    assert above_edge.min() > 0.3
    assert above_edge.std() > 0.05
