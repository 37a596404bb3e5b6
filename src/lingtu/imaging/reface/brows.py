"""The photo's own brows where the sitter's run.

A brow is hair with skin between; a render's is a dark patch, and looks drawn. Who it is shows in where a brow runs, how
thick and how dark it is; what it is made of can be the photo's. So the photo's hair is moved onto the sitter's course.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.brow_course import Course, bare, measured
from lingtu.imaging.reface.brow_strip import REACH, ROWS, Line, line_of, log_light, sampled
from lingtu.imaging.reface.regions import blurred, shrunk, smooth_step

Floats = NDArray[np.float32]

#: How far a new brow's outer end, thickness and depth go from the sitter's to the photo's, and the outer end's course:
#: a photo's brow runs on to the temple, and what is left of it there is to be met.
TAIL, THICKNESS, DEPTH, TAIL_COURSE = 0.45, 0.15, 0.35, 0.5
#: Hair gets darker or fainter by these factors at most, and nowhere darker than so many times the brow's usual depth.
GAINS, DARKEST = (0.6, 1.8), 1.3
#: What of a brow is its body rather than its hairs: a blur of this radius, widths of the face.
BODY = 0.01
#: From this share of the brow's depth on hair covers the skin: its colour counts there.
COVERS = 0.5
#: The new brow's reach across, in halves of its thickness, and over how much of its length it begins and ends.
ACROSS, ENDINGS = 2.1, (0.15, 0.3)
#: Share of a brow that must be seen to be taken; a little less, of its inner part, if it is turned away.
SEEN, SEEN_TURNED = 0.85, 0.7
#: Nearer than this to what is in front of the face, widths of the face, hair isn't surely the brow's.
BESIDE_HAIR = 0.02
#: Turns between which a far brow gives up the sitter's course.
TURNED_DEG = (15.0, 30.0)


@dataclass(frozen=True)
class Brows:
    """New brows in a picture, H x W each.

    `places` (x 2): where in the photo their hair is. `share`: how much of a pixel is theirs to tell. `hair`: how much
    darker than skin they make it (log, at most 0). `coverage` of the skin by hair.
    """

    places: Floats
    share: Floats
    hair: Floats
    coverage: Floats


@dataclass(frozen=True)
class Own:
    """A brow of the photo: the picture (H x W x 3 sRGB), where its face is seen, H x W, and how the brow runs there."""

    photo: Floats
    seen: Floats
    line: Line
    course: Course

    def hair(self, along: Floats, off: Floats) -> tuple[Floats, Floats]:
        """Pixels so far along a brow, and halves of its thickness off its middle, and their hair (log), at most 0."""
        above = self.course.at(along) + off * self.course.half(along)
        places = self.line.places(along, above)
        skin = cv2.GaussianBlur(bare(log_light(self.line.strip(self.photo))), (0, 0), 3)
        hair = np.minimum(log_light(remapped(self.photo, places)) - sampled(skin, along, above), 0)
        darkest = DARKEST * self.course.depth
        return places, darkest * np.tanh(hair / darkest) * remapped(self.seen, places)


def own_brows(photo: Floats, fresh: Floats, seen: Floats, mesh: FaceMesh, yaw_deg: float) -> Brows | None:
    """The brows of a photo on the courses of those of the new face, both H x W x 3 sRGB and drawn onto the new shape.

    `seen`: where the photo's face is seen; `mesh`: of the new shape. A brow that isn't seen well is the other one
    mirrored. None if none is: then the new face's own are better.
    """
    lines = [line_of(mesh, side) for side in (0, 1)]
    turned = [_turned(turn) for turn in (yaw_deg, -yaw_deg)]
    # Hair beside a brow throws a shade on it.
    clear = blurred(shrunk(seen, BESIDE_HAIR * mesh.width_px), BESIDE_HAIR * mesh.width_px)
    found = [_found(photo, clear + away * (seen - clear), line, away) for line, away in zip(lines, turned, strict=True)]
    sitters = [_found(fresh, np.ones_like(seen), line, away) for line, away in zip(lines, turned, strict=True)]
    made = Brows(np.zeros((*seen.shape, 2), np.float32), *(np.zeros_like(seen) for _ in range(3)))
    for side in (0, 1):
        own, sitter = (each[side] or each[1 - side] for each in (found, sitters))
        if own is None or sitter is None:
            return None
        _lay(made, lines[side], sitter.course, own, turned[side])
    return made


def _turned(turn_deg: float) -> float:
    """0 for a brow that is seen, 1 for one that is turned away."""
    share = (turn_deg - TURNED_DEG[0]) / (TURNED_DEG[1] - TURNED_DEG[0])
    return float(smooth_step(np.array(share, np.float32)))


def _found(photo: Floats, seen: Floats, line: Line, turned: float) -> Own | None:
    course = measured(log_light(line.strip(photo)), line.along)
    if course is None or not course.is_plain(turned):
        return None
    heights = np.linspace(REACH, -REACH, ROWS, dtype=np.float32)[:, None]
    on_brow = np.abs(heights - course.at(line.along)) < 2 * course.half(line.along)
    on_brow &= (line.along > 0) & (line.along < 0.9 - 0.35 * turned)
    least = SEEN + turned * (SEEN_TURNED - SEEN)
    return Own(photo, seen, line, course) if float(line.strip(seen)[on_brow].mean()) > least else None


def _between(sitter: Course, own: Course, turned: float) -> Course:
    """The new brow's ends, thickness and depth: near to the sitter's, all the photo's where it is turned away."""
    tail, thickness, depth = (share + turned * (1 - share) for share in (TAIL, THICKNESS, DEPTH))
    return Course(
        sitter.start + turned * (own.start - sitter.start),
        sitter.end + tail * (own.end - sitter.end),
        sitter.middle,
        np.asarray(sitter.thickness + thickness * (own.thickness - sitter.thickness), np.float32),
        float(sitter.depth ** (1 - depth) * own.depth**depth),
    )


def _lay(made: Brows, line: Line, sitter: Course, own: Own, turned: float) -> None:
    """Adds the brow at a line to those made so far."""
    new = _between(sitter, own.course, turned)
    box, along, above = line.coordinates(made.share.shape)
    there = own.course.start + (along - new.start) / (new.end - new.start) * (own.course.end - own.course.start)
    aside = TAIL_COURSE * smooth_step((along - 0.5) / 0.6)
    aside = aside + turned * (1 - aside)
    off = (above - new.at(along) - aside * (own.course.at(there) - new.at(along))) / new.half(along)
    places, hair = own.hair(there, off)
    within = reach_of(new, along, off, 0.4)
    # The sitter's brow goes, where the new one runs elsewhere.
    old_off = (above - sitter.at(along)) / sitter.half(along)
    share = np.maximum(reach_of(new, along, off, 1.2), reach_of(sitter, along, old_off, 1.2))
    # Between brows that meet, each counts where it is nearer.
    nearer = share > made.share[box]
    gain = float(np.clip(new.depth / own.course.depth, *GAINS))
    made.places[box][nearer] = places[nearer]
    made.share[box][nearer] = share[nearer]
    # Hairs keep their contrast: what is lacking of the depth lies evenly over them.
    body = blurred(within * hair, BODY * line.width)
    made.hair[box][nearer] = np.minimum(within * hair + (gain - 1) * body, 0)[nearer]
    made.coverage[box][nearer] = (within * (-hair / (COVERS * own.course.depth)).clip(0, 1))[nearer]


def reach_of(course: Course, along: Floats, off: Floats, beyond: float) -> Floats:
    """1 on a brow, soft at its ends and edges; `beyond`: how far it reaches beyond its ends, in lengths of these."""
    begins = smooth_step((along - course.start) / ENDINGS[0] + beyond)
    ends = smooth_step((course.end - along) / ENDINGS[1] + beyond)
    return np.asarray(np.exp(-0.5 * (off / ACROSS) ** 6) * begins * ends, np.float32)


def remapped(picture: Floats, places: Floats) -> Floats:
    """A picture's pixels at these places."""
    return np.asarray(cv2.remap(picture, places, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)
