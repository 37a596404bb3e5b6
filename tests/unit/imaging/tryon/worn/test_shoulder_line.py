"""The straight line of a drawn shoulder, and hair that lies on it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.in_front import in_front
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import split
from lingtu.imaging.tryon.worn.shoulder_line import PLACES, shoulder_line
from lingtu.imaging.tryon.worn.wearer import measure_wearer
from tests.unit.imaging.tryon.drawn import SIZE, person, tee

#: From here on the shoulder is seen, where it turns down steeply; from the axis, shoulder widths.
SEEN, STEEP = 0.37, -0.65


def hidden(labels: np.ndarray, frame: Frame) -> np.ndarray:
    """The parts with hair on the shoulder on the picture's left, from the neck to where it turns down."""
    labels, width = labels.copy(), frame.width
    out = (frame.body.shoulders[0] - np.arange(labels.shape[1])) / width
    up = (frame.body.shoulders[1] - np.arange(labels.shape[0])[:, None]) / width
    place = (out > 0.21) & (out < 0.52) & (up > -0.1) & (up < 0.5)
    line = 0.14 + STEEP * (np.maximum(out, SEEN) - SEEN)
    labels[place & (up > line)] = Part.BACKGROUND
    labels[place & (up <= line)] = Part.TORSO
    labels[place & (up <= line) & (up > line - 0.08) & (out < SEEN)] = Part.HAIR
    return labels


def test_no_shoulder_is_where_the_background_is_seen_above_hair() -> None:
    _, who = person()
    frame = Frame(who.body, None, SIZE)
    down = np.asarray(frame.down, np.float64)
    across = -np.array([down[1], -down[0]])
    tip = np.asarray(who.body.points[12], np.float64) - 0.1 * frame.width * down
    labels = hidden(who.parts.labels, frame)
    slope, height = shoulder_line(labels, frame, tip, across)
    assert (slope * PLACES[PLACES < SEEN] + height < 0.16).all()


def test_above_hair_on_a_shoulder_no_cloth_is_seen() -> None:
    rgb, who = person()
    frame = Frame(who.body, None, SIZE)
    labels = hidden(who.parts.labels, frame)
    layers = split(rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))
    wearer = measure_wearer(labels, frame, who.parts.outfit)
    x, y = int(frame.body.shoulders[0] - 0.3 * frame.width), int(frame.body.shoulders[1])
    above, bare = y - int(0.2 * frame.width), int(frame.body.shoulders[0] + 0.4 * frame.width)
    shirt = in_front(layers, wearer, read_garment(*tee(), "upperBody"), False)
    assert labels[above, x] == Part.BACKGROUND
    assert shirt.beyond[above, x] > 0.9
    assert shirt.beyond[above, bare] < 0.1
