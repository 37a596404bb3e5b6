import cv2
import numpy as np

from lingtu.imaging.tryon.flat.even_collar import crooked_collar, with_even_leaves, with_its_opening
from lingtu.imaging.tryon.flat.neckline import Neckline, curve_of
from lingtu.imaging.tryon.flat.read_top import read_top

#: A shirt's right half: collar, shoulder, side; and where its leaves meet.
HALF = [(0, 60), (45, 60), (70, 105), (150, 125), (170, 180), (140, 200), (130, 185), (130, 460), (0, 460)]
MEET = np.array([247.0, 160.0])


def _shirt(opening: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    outline = np.array([(255 + x, y) for x, y in HALF] + [(255 - x, y) for x, y in HALF[::-1]], np.int32)
    alpha = np.zeros((500, 511), np.float32)
    cv2.fillPoly(alpha, [outline], 1.0)
    rgb = np.full((500, 511, 3), 0.85, np.float32)
    cv2.fillPoly(rgb, [np.array(opening, np.int32)], (0.2, 0.25, 0.4))
    return rgb, alpha


def test_a_crooked_opening_is_found_and_is_even_then() -> None:
    rgb, alpha = _shirt([(200, 62), tuple(MEET), (300, 62)])
    top = read_top(alpha > 0.5, is_dress=False)
    assert top.stands
    shallow = Neckline(curve_of(top.rim[0], top.rim[-1], 60.0, 2.0), 60.0, False)
    found = crooked_collar(rgb, alpha, top, shallow)
    assert found is not None
    meet, _ = found
    assert np.linalg.norm(meet - MEET) < 12
    colours, coverage = with_even_leaves(rgb, alpha, top, *found)
    assert coverage[300, 255] == 1
    x, y = np.rint(meet).astype(int)
    assert np.abs(colours[y - 60, x - 30] - colours[y - 60, x + 30]).max() < 0.1
    _, neckline = with_its_opening(colours, coverage, read_top(coverage > 0.5, is_dress=False), meet)
    assert abs(float(neckline.curve[:, 1].max()) - meet[1]) < 3


def test_a_neckline_that_was_told_stays() -> None:
    rgb, alpha = _shirt([(200, 62), tuple(MEET), (300, 62)])
    top = read_top(alpha > 0.5, is_dress=False)
    assert crooked_collar(rgb, alpha, top, Neckline(curve_of(top.rim[0], top.rim[-1], 98.0, 1.0), 98.0, False)) is None


def test_without_an_opening_nothing_is_found() -> None:
    rgb, alpha = _shirt([(0, 0), (1, 0), (1, 1)])
    top = read_top(alpha > 0.5, is_dress=False)
    assert crooked_collar(rgb, alpha, top, Neckline(curve_of(top.rim[0], top.rim[-1], 60.0, 2.0), 60.0, False)) is None
