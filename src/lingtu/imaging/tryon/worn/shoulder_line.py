"""Where a shoulder is, by its outline: its joint, and the straight line of its upper edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import Labels, Values, along_rays, first, robust_line, sampled
from lingtu.imaging.tryon.arrays.vectors import is_any

#: A shoulder's joint is at least so deep within the outline, and is moved by this at most, shoulder widths.
DEEP, MOVED = 0.1, 0.12
#: A shoulder's line at the neck: distance from the axis and height above the joints, in shoulder widths.
_NECK = (0.19, 0.25)
#: Hair lies on a shoulder where it is so near above it, px.
ON_IT = 4
#: A shoulder's edge is no straighter than this, shoulder widths.
NEAR = 0.015
#: Places along a shoulder, and its flattest line: height per distance from the axis.
PLACES, FLATTEST = np.linspace(0.24, 0.5, 14), -0.05
#: Up to here, from the axis, shoulder widths, what is above the shoulder says that it is flatter; and how flat at most.
TURNED_AT, TURNED = 0.42, -0.2
#: What is seen of the background between hair and shoulder is so high at least, px.
LEAST_GROUND = 3


def within_outline(labels: Labels, joint: Values, ahead: Values, width_px: float) -> Values:
    """A shoulder's joint, moved into the body (a unit vector `ahead`) until it is deep enough within the outline."""
    places = joint + np.arange(0, MOVED * width_px)[:, None] * ahead
    around = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ring = DEEP * width_px * np.stack([np.cos(around), np.sin(around)], axis=1)
    outside = (sampled(labels, places[:, None] + ring) == Part.BACKGROUND).any(axis=1)
    return np.asarray(places[np.argmin(outside) if not outside.all() else -1], np.float64)


def shoulder_line(labels: Labels, frame: Frame, tip: Values, across: Values) -> tuple[float, float]:
    """A line through the shoulder's upper edge between neck and tip; hair that lies on it is left out.

    Height above the joints by the distance from the axis, shoulder widths: slope, and height at the axis.
    """
    shoulders, down, width = (
        np.asarray(frame.body.shoulders, np.float64),
        np.asarray(frame.down, np.float64),
        frame.width,
    )
    starts = shoulders + across * PLACES[:, None] * width - down * 0.5 * width
    distances = np.arange(0, 0.6 * width)
    met = along_rays(labels, starts, np.repeat(down[None], len(starts), axis=0), distances)
    hits = first(is_any(met, (Part.TORSO, Part.NECK, Part.ARMS)))
    rows = np.arange(len(met))[:, None]
    close = met[rows, np.maximum(hits[:, None] - np.arange(1, ON_IT + 1), 0)]
    free = (hits > 0) & ~is_any(close, (Part.HAIR, Part.FACE)).any(axis=1)
    ground = _ground_px(met, hits)
    ceiling = np.where((ground > 0) & ~free, 0.5 - ground / width, np.inf)
    x, y = PLACES[free], 0.5 - distances[hits[free]] / width
    if len(x) >= 6:
        line = robust_line(x, y, NEAR)
        if -0.75 < line[0] < FLATTEST:
            return _below(float(line[0]), float(line[1]), ceiling)
    side, height = float((tip - shoulders) @ across) / width, -float((tip - shoulders) @ down) / width
    ends = np.array([[_NECK[0], _NECK[1]], [max(side, _NECK[0] + 0.05), max(height, 0.06)]], np.float64)
    line = np.polyfit(ends[:, 0], ends[:, 1], 1)
    return _below(float(line[0]), float(line[1]), ceiling)


def _ground_px(met: Labels, hits: NDArray[np.int64]) -> Values:
    """How far down each ray of labels, N x M from above, the background is seen above the body; 0 where it isn't.

    `hits`: where the rays meet the body, N; below 0 where they don't.
    """
    ground = np.lib.stride_tricks.sliding_window_view(met == Part.BACKGROUND, LEAST_GROUND, axis=1).all(axis=2)
    ground &= np.arange(ground.shape[1]) + LEAST_GROUND <= hits[:, None]
    last = ground.shape[1] - 1 - ground[:, ::-1].argmax(axis=1)
    return np.where(ground.any(axis=1), last + LEAST_GROUND, 0).astype(np.float64)


def _below(slope: float, height: float, ceiling: Values) -> tuple[float, float]:
    """A shoulder's line, turned about its outer end until it is nowhere above the `ceiling` at PLACES.

    No shoulder is where one sees the background above the hair that hides it.
    """
    outer = slope * PLACES[-1] + height
    inner = PLACES < TURNED_AT
    lowest = (ceiling[inner] - outer) / (PLACES[inner] - PLACES[-1])
    turned = float(min(max(slope, lowest.max()), max(slope, TURNED)))
    return turned, outer - turned * float(PLACES[-1])
