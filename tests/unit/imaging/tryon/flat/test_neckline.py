"""The front's edge of a drawn pinafore on a hanger, whose bar is seen before the inside of its back."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.neckline import MOSTLY_PLAIN, Neckline, _is_plain, find_neckline
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import filled, tee

#: Left side of a pinafore with wide shoulders; the row of its back's edge, between its ends at the neck.
LEFT = [(205, 60), (150, 75), (165, 250), (130, 270), (110, 560)]
BACK = [(225, 95), (375, 95)]
#: Columns of the front's square neckline, its row, and the rows of the bar above it.
BETWEEN, FRONT, BAR = (215, 385), 150, (118, 124)


def _pinafore() -> Neckline:
    corners = [*BACK[:1], *LEFT, *((600 - x, y) for x, y in LEFT[::-1]), *BACK[1:]]
    alpha = filled(corners, (600, 600))
    rgb = np.ones((600, 600, 3), np.float32)
    rgb[alpha > 0.5] = 0.45
    inside = np.zeros(alpha.shape, np.uint8)
    cv2.fillPoly(inside, [np.array([(205, 60), (BETWEEN[0], FRONT), (BETWEEN[1], FRONT), (395, 60)])], 1)
    rgb[(inside > 0) & (alpha > 0.5)] = 0.4
    rgb[BAR[0] : BAR[1], 220:380] = 0.75
    return find_neckline(rgb, alpha, read_top(alpha > 0.5, is_dress=True))


def test_below_a_bar_is_the_front() -> None:
    line = _pinafore()
    assert not line.is_outline
    middle = np.abs(line.curve[:, 0] - 300) < 50
    # it is square: level in its middle
    assert np.abs(line.curve[middle, 1] - FRONT).max() < 5


def test_below_a_wide_level_back_is_the_front_whose_edge_is_clear() -> None:
    left = [(205, 60), (170, 75), (175, 250), (130, 270), (110, 560)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    lines = []
    for colour in (0.2, 0.75):
        rgb = np.full((600, 600, 3), 0.8, np.float32)
        inside = np.zeros(alpha.shape, np.uint8)
        cv2.ellipse(inside, (300, 60), (95, 65), 0, 0, 180, 1, -1)
        rgb[inside > 0] = colour
        lines.append(find_neckline(rgb, alpha, read_top(alpha > 0.5, is_dress=True)))
    assert not lines[0].is_outline
    assert abs(lines[0].curve[:, 1].max() - 125) < 6
    assert lines[1].is_outline  # a weak one is a fold's


def test_below_ties_in_a_neck_that_is_cut_out_is_the_front() -> None:
    _, alpha = tee()
    rgb = np.full((600, 600, 3), 0.8, np.float32)
    opening, ties = (np.zeros(alpha.shape, np.uint8) for _ in range(2))
    cv2.ellipse(opening, (300, 40), (60, 66), 0, 0, 180, 1, -1)
    rgb[opening > 0] = 0.2
    cv2.ellipse(ties, (300, 40), (60, 40), 0, 0, 180, 1, -1)
    for x in range(275, 330, 14):  # the ground is seen between them
        cv2.line(ties, (x, 70), (x, 95), 1, 3)
    line = find_neckline(rgb, np.where(ties > 0, 0, alpha), read_top((alpha > 0.5) & (ties == 0), is_dress=False))
    assert not line.is_outline
    assert abs(line.curve[:, 1].max() - 106) < 6


def test_cloth_of_which_a_print_leaves_little_more_than_half_is_not_plain() -> None:
    rgb, alpha = tee()
    top = read_top(alpha > 0.5, False)
    assert _is_plain(rgb, alpha, top, MOSTLY_PLAIN)
    rgb[np.broadcast_to(np.arange(600)[:, None] % 22 < 9, alpha.shape) & (alpha > 0.5)] = 0.9
    assert _is_plain(rgb, alpha, top)
    assert not _is_plain(rgb, alpha, top, MOSTLY_PLAIN)
