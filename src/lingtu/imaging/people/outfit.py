"""What a person wears, as far as it decides where clothes end: the waist, the sleeves, a dress or two pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import SIDES, Limbs
from lingtu.imaging.people.frame import Frame

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Stations along a limb, and along the body's axis from breast to knee; rows that are compared on both sides.
LIMB_STATIONS, AXIS_STATIONS, WINDOW = 48, 110, 16
AXIS = (0.25, 1.8)
#: Where a waist is sought, where it is if nothing is found, and how different the two sides must be.
WAIST_RANGE, WAIST, WAIST_SCORE, TWO_PIECES = (0.5, 1.65), 0.97, 0.06, 0.2
#: Level below which bare skin is the legs'.
LEGS_FROM = 1.1


@dataclass(frozen=True)
class Outfit:
    """Where upper and lower clothes meet (0 shoulders, 1 hips), whether they are one, and where sleeves and legs end.

    By the person's left and right limb: 0 all bare, 1 covered to the wrist or ankle. `contrast` says how clear the
    waist is, 0 to 1.
    """

    waist: float
    one_piece: bool
    sleeves: tuple[float, float]
    legs: tuple[float, float]
    contrast: float

    def arm_sections(self, frame: Frame, limbs: Limbs) -> tuple[Mask, Mask]:
        """A thin core of the arm that is in a sleeve, and one that is bare."""
        path = frame.arm(limbs)[:3]
        end = self.sleeves[SIDES.index(limbs)]
        return _section(frame, path, 0, end - 0.06), _section(frame, path, end + 0.04, 1)


def read_outfit(lab: Floats, skin: Floats, coverage: Floats, frame: Frame) -> Outfit:
    """From colours along the limbs and the body's axis."""
    sleeves = [_change(_profile(skin, frame.arm(limbs)[:3], 0.06 * frame.width)) for limbs in SIDES]
    legs = [_change(_profile(skin, frame.leg(limbs), 0.06 * frame.width)) for limbs in SIDES]
    waist, score = _waist(lab, skin, coverage, frame)
    bare_legs = 0.12 < min(legs) < 0.93
    one_piece = score < TWO_PIECES and bare_legs and _gap(coverage, frame, min(legs)) < 0.3
    return Outfit(waist, bool(one_piece), (sleeves[0], sleeves[1]), (legs[0], legs[1]), score)


def _profile(skin: Floats, path: list[Floats], radius: float) -> Floats:
    """Mean chance of skin across a limb at its stations; what lies outside of the picture is as its neighbours."""
    stations, across = _stations(path)
    places = stations[:, None] + np.linspace(-1, 1, 7)[None, :, None] * across[:, None] * radius
    x, y = places[..., 0].astype(int), places[..., 1].astype(int)
    inside = (x >= 0) & (y >= 0) & (x < skin.shape[1]) & (y < skin.shape[0])
    values = np.where(inside, skin[y.clip(0, skin.shape[0] - 1), x.clip(0, skin.shape[1] - 1)], 0)
    count = inside.sum(axis=1)
    known = np.flatnonzero(count)
    if not len(known):
        return np.zeros(LIMB_STATIONS, np.float32)
    means = values.sum(axis=1)[known] / count[known]
    return np.asarray(np.interp(np.arange(LIMB_STATIONS), known, means), np.float32)


def _stations(path: list[Floats]) -> tuple[Floats, Floats]:
    """Points evenly along a path, and the unit vectors across it there."""
    points = np.stack(path)
    steps = np.diff(points, axis=0)
    lengths = np.maximum(np.linalg.norm(steps, axis=1), 1e-3)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    at = np.linspace(0, ends[-1], LIMB_STATIONS)
    index = (np.searchsorted(ends, at, side="right") - 1).clip(0, len(lengths) - 1)
    share = ((at - ends[index]) / lengths[index])[:, None]
    ahead = steps[index] / lengths[index][:, None]
    return points[index] + share * steps[index], np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)


def _change(profile: Floats) -> float:
    """Where cloth turns to skin: 0 all skin, 1 all cloth; the split with the fewest stations on the wrong side."""
    bare = ((profile - 0.25) / 0.4).clip(0, 1)
    wrong_before = np.concatenate([[0], np.cumsum(bare)])
    cloth = np.concatenate([[0], np.cumsum(1 - bare)])
    return float((wrong_before + cloth[-1] - cloth).argmin()) / LIMB_STATIONS


def _waist(lab: Floats, skin: Floats, coverage: Floats, frame: Frame) -> tuple[float, float]:
    """Where the colours along the body's axis change most, and how much they do, 0 to 1; not where legs get bare."""
    places = np.linspace(*AXIS, AXIS_STATIONS)
    clad = (coverage > 0.5) & ~(frame.forearms & (skin > 0.3))
    legs = (frame.along > LEGS_FROM) & (skin > 0.5)
    rows = [_row(lab, clad & ~legs, frame, place) for place in places]
    bare = [len(_row(lab, clad & legs, frame, place)) for place in places]
    best, score = WAIST, 0.0
    for index in range(WINDOW, AXIS_STATIONS - WINDOW):
        if not WAIST_RANGE[0] <= places[index] <= WAIST_RANGE[1]:
            continue
        above, below = (np.concatenate(part) for part in (rows[index - WINDOW : index], rows[index : index + WINDOW]))
        if sum(bare[index : index + WINDOW]) > len(below):
            continue
        found = _difference(above, below) * (1 - 0.5 * abs(places[index] - 0.95))
        if found > score:
            best, score = float(places[index]), float(found)
    return (best, score) if score > WAIST_SCORE else (WAIST, score)


def _row(lab: Floats, usable: Mask, frame: Frame, place: float) -> Floats:
    """Colours across the body, N x 3."""
    centre = frame.body.shoulders + frame.down * frame.body.torso_px * place
    across = np.array([frame.down[1], -frame.down[0]])
    points = (centre + across * np.linspace(-0.3, 0.3, 31)[:, None] * frame.width).astype(int)
    inside = (points >= 0).all(axis=1) & (points < (frame.shape[1], frame.shape[0])).all(axis=1)
    x, y = points[inside].T
    return np.asarray(lab[y, x][usable[y, x]], np.float32)


def _difference(above: Floats, below: Floats) -> float:
    """Of two sets of colours: Bhattacharyya distance of histograms, less where the means are close."""
    if min(len(above), len(below)) < 40:
        return 0.0
    histograms = []
    for colours in (above, below):
        edges = [np.linspace(0, 100, 10), np.linspace(-60, 60, 16), np.linspace(-60, 60, 16)]
        counts = np.histogramdd(colours, bins=edges)[0]
        histograms.append(counts / max(counts.sum(), 1))
    apart = float(np.linalg.norm(above.mean(axis=0) - below.mean(axis=0)))
    overlap = float(np.sqrt(histograms[0] * histograms[1]).sum())
    return (1 - overlap) * (0.5 + 0.5 * min(1.0, apart / 12))


def _gap(coverage: Floats, frame: Frame, bare_from: float) -> float:
    """Share of background between the legs above where they are bare: trousers have it, a skirt doesn't."""
    (hip, knee) = (
        np.mean([frame.body.points[getattr(limbs, name)] for limbs in SIDES], axis=0) for name in ("hip", "knee")
    )
    reach = min(1.0, 2 * bare_from)
    line = frame.tube([hip + (knee - hip) * 0.55 * reach, hip + (knee - hip) * 0.95 * reach], (0.02, 0.02))
    return float((coverage[line] < 0.5).mean()) if line.any() else 0.0


def _section(frame: Frame, path: list[Floats], start: float, end: float) -> Mask:
    """A thin tube along a part of a path; shares of its length."""
    stations, _ = _stations(path)
    first, last = (int(share * LIMB_STATIONS) for share in (max(start, 0), min(end, 1)))
    if last - first < 2:
        return np.zeros(frame.shape, np.bool_)
    points = [stations[index] for index in (first, (first + last) // 2, last - 1)]
    return frame.tube(points, (0.06, 0.06, 0.05))
