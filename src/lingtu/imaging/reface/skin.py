"""How much of each pixel is the person's bare skin: a matte, exact to the strand at hairlines, cuffs and arms.

What is surely skin and surely not is known from the face's mesh, the parts of the person and from how skin, hair and
clothes of this very picture look. Between them closed-form matting decides: smooth skin is joined to skin, a strand's
edge ends it. It decides at a reduced size, and is solved anew along the edges of the picture itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import sharpen_alpha, solve_alpha
from lingtu.imaging.people.complexion import ratios
from lingtu.imaging.people.mesh import CHIN, TOP, FaceMesh
from lingtu.imaging.people.parsing import Part, Parts
from lingtu.imaging.reface.mixture import Mixture, fit_mixture, looks
from lingtu.imaging.reface.regions import Regions, grown, shrunk, smooth_step
from lingtu.imaging.reface.visible import skin_share, visible

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SKIN = (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS, Part.LEGS)
CLOTHES = (Part.TORSO, Part.LOWER, Part.SHOES, Part.BAGS)
#: Width of the face at which is decided, px, and the picture's longest side then.
DECIDE_PX, MOST_PX = 110.0, 1024
#: How much the looks of a pixel count beside its neighbours; smoothness of colour lines (noise is 1 % or so).
LOOKS_WEIGHT, COLOUR_NOISE = 1e-2, 1e-5
#: Log odds of looks are believed by this share: neighbouring pixels aren't independent.
BELIEF = 0.6
#: A colour of neither skin, hair nor clothes is neither: log density of anything.
ANYTHING = -22.0
#: Share of the face's pixels that look less like skin than what may still be clothes.
UNLIKE_SKIN = 0.1
#: Limbs are cloth if they are so much rougher than the face, or if their log ratio of red to green is so much less, and
#: less still for each unit of L that they are lighter: light bleaches skin, shadow makes it redder. Limbs of fewer
#: pixels say nothing.
ROUGHER, LESS_RED, PALER, ENOUGH_PX = 3.0, -0.08, 0.002, 100
#: Shadows: lightness and chroma beside lit skin's, and how common they are.
SHADOWS, SHADOW_SHARE = ((0.75, 0.96), (0.5, 0.87)), 0.35
#: Hair by the parts is hair from so far outside of the face's outline on, in its widths: nearer are ears and forehead.
DEEP = 0.22
#: Alpha of a matte is nearly binary in truth; what is below or above is the solver's softness.
CLEAR = (0.2, 0.75)


def skin_matte(rgb: Floats, face: FaceMesh, parts: Parts, coverage: Floats) -> Floats:
    """Coverage by bare skin, H x W in [0, 1]. `coverage`: the person's, H x W; `parts` at any size."""
    scale = min(1.0, DECIDE_PX / face.width_px, MOST_PX / max(rgb.shape[:2]))
    size = round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    labels = cv2.resize(parts.labels, size, interpolation=cv2.INTER_NEAREST)
    tinted = cv2.resize(parts.skin, size, interpolation=cv2.INTER_LINEAR)
    covered = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)
    seen = _Seen(small, face.moved(scale, 0, 0), labels, tinted, covered)
    chance = seen.chance
    trimap = np.full(covered.shape, 0.5, np.float32)
    trimap[seen.is_not(chance)] = 0
    trimap[seen.surely(chance)] = 1
    decided = solve_alpha(small, trimap, chance, LOOKS_WEIGHT, COLOUR_NOISE)
    clear = smooth_step((decided - CLEAR[0]) / (CLEAR[1] - CLEAR[0]))
    if scale == 1:
        return clear
    start = cv2.resize(clear, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return sharpen_alpha(rgb, np.asarray(start, np.float32))


@dataclass(frozen=True)
class _Seen:
    """A person at the size at which skin is told; `tinted`: the chance to be skin by hue alone."""

    rgb: Floats
    face: FaceMesh
    labels: NDArray[np.uint8]
    tinted: Floats
    coverage: Floats

    @cached_property
    def regions(self) -> Regions:
        return Regions(self.face, (self.rgb.shape[0], self.rgb.shape[1]))

    @cached_property
    def height(self) -> float:
        """From the forehead to the chin, px."""
        return float(np.linalg.norm(self.face.flat[TOP] - self.face.flat[CHIN]))

    @cached_property
    def below_chin(self) -> Floats:
        """How far below the chin along the face's own upright, in its heights; negative above, H x W."""
        y, x = np.indices(self.coverage.shape, np.float32)
        chin, up = self.face.flat[CHIN], self.face.up
        return np.asarray(-((x - chin[0]) * up[0] + (y - chin[1]) * up[1]) / self.height, np.float32)

    @cached_property
    def beside_chin(self) -> Floats:
        """Distance from the face's upright through the chin, in its widths, H x W."""
        y, x = np.indices(self.coverage.shape, np.float32)
        chin, up = self.face.flat[CHIN], self.face.up
        return np.asarray(np.abs((y - chin[1]) * up[0] - (x - chin[0]) * up[1]) / self.regions.width, np.float32)

    @cached_property
    def shown(self) -> tuple[Floats, Floats]:
        """Where nothing is before the face, and how much more a colour is the face's than its surroundings'."""
        soft = cv2.cvtColor(cv2.GaussianBlur(self.rgb, (0, 0), 0.6), cv2.COLOR_RGB2Lab)
        share = skin_share(soft, self.regions)
        return visible(self.rgb, soft, share, self.regions), share

    @cached_property
    def bare_face(self) -> Mask:
        """The face within its outline where nothing is before it, H x W."""
        inner = shrunk(self.regions.oval, 0.06 * self.regions.width) > 0.5
        return np.asarray(inner & (self.shown[0] > 0.9))

    @cached_property
    def throat(self) -> Mask:
        """The middle of the neck where it is bare."""
        there = (self.below_chin > 0.04) & (self.below_chin < 0.42) & (self.beside_chin < 0.16)
        return np.asarray(there & (self.coverage > 0.95) & (self.tinted > 0.35))

    @cached_property
    def above(self) -> Mask:
        """Beyond the forehead: hair, or a bald head."""
        far = grown(self.regions.oval, 0.05 * self.regions.width) < 0.5
        return np.asarray(far & (self.coverage > 0.9) & (self.below_chin < -1.06) & (self.below_chin > -1.6))

    @cached_property
    def looks(self) -> Floats:
        return looks(self.rgb)

    @cached_property
    def lit(self) -> Mask:
        """Surely skin, and none of a face's features, H x W."""
        face = self.bare_face & (self.regions.features < 0.3) & (self.shown[1] > 0.5)
        return np.asarray(face | self.throat)

    @cached_property
    def sleeves(self) -> Mask:
        """What the parts take for bare arms and legs, but is cloth: rougher than this person's skin, or less red."""
        found = np.zeros(self.coverage.shape, np.bool_)
        hues = ratios(cv2.GaussianBlur(self.rgb, (0, 0), 1.0))
        own_look, own_hue = np.median(self.looks[self.lit], axis=0), np.median(hues[self.lit], axis=0)
        for part in (Part.ARMS, Part.LEGS):
            count, areas = cv2.connectedComponents((self.labels == part).astype(np.uint8))
            for index in range(1, count):
                area = areas == index
                inner = cv2.erode(area.astype(np.uint8), np.ones((3, 3))) > 0
                if np.count_nonzero(inner) < ENOUGH_PX:
                    continue
                look = np.median(self.looks[inner], axis=0) - own_look
                redder = np.median(hues[inner], axis=0)[0] - own_hue[0]
                if look[3] > ROUGHER or redder < LESS_RED - PALER * max(look[0], 0):
                    found |= area
        return found

    @cached_property
    def chance(self) -> Floats:
        """The chance of each pixel to be skin by its looks, H x W."""
        person = self.coverage > 0.05
        view = self.looks
        lit = view[self.lit]
        skin = fit_mixture(lit)
        for light, chroma in SHADOWS:
            skin = skin.beside(fit_mixture(_shaded(lit, light, chroma), SHADOW_SHARE, 2.0))
        near = grown(self.regions.oval, 0.3 * self.regions.width) > 0.5
        beside = near & (self.regions.oval < 0.5) & (self.below_chin < -0.1) & (self.shown[1] < 0.25)
        hair = fit_mixture(view[self.above | (beside & (self.coverage > 0.9))])
        cloth = np.isin(self.labels, CLOTHES) | self.sleeves
        inner = cv2.erode((cloth & (self.below_chin > 0.1)).astype(np.uint8), np.ones((3, 3))) > 0
        # A bare belly is at times taken for a top: what looks like skin tells nothing of clothes.
        unlike = view[inner]
        unlike = unlike[skin.log_density(unlike) < np.quantile(skin.log_density(lit), UNLIKE_SKIN)]
        clothes = fit_mixture(unlike)
        for light, chroma in SHADOWS:
            clothes = clothes.beside(fit_mixture(_shaded(unlike, light, chroma), SHADOW_SHARE, 2.0))
        odds = np.full(self.coverage.shape, -30, np.float32)
        odds[person] = _odds(view[person], skin, hair, clothes, self.below_chin[person])
        chance = 1 / (1 + np.exp(-BELIEF * odds.clip(-30, 30)))
        return np.asarray(chance * (2 * self.coverage).clip(0, 1), np.float32)

    def surely(self, chance: Floats) -> Mask:
        body = np.isin(self.labels, SKIN) & ~self.sleeves & (chance > 0.9) & (self.below_chin > 0)
        neck = (self.beside_chin < 0.5) & (self.below_chin > -0.3) & (self.below_chin < 0.5)
        around = (grown(self.regions.oval, DEEP * self.regions.width) > 0.5) | neck
        bare = (body | (around & (chance > 0.97))) & (self.tinted > 0.35) & (self.coverage > 0.95)
        core = cv2.erode(bare.astype(np.uint8), np.ones((3, 3))) > 0
        return np.asarray(self.bare_face | (self.throat & (chance > 0.5)) | core)

    def is_not(self, chance: Floats) -> Mask:
        far = grown(self.regions.oval, DEEP * self.regions.width) < 0.5
        hair = self.above | ((self.labels == Part.HAIR) & far)
        return np.asarray((self.coverage < 0.05) | (chance < 0.04) | (hair & (chance < 0.6)))


def _shaded(looks: Floats, light: float, chroma: float) -> Floats:
    """The same material in shadow; samples N x 4."""
    return np.asarray(looks * np.array([light, chroma, chroma, 1], np.float32), np.float32)


def _odds(view: Floats, skin: Mixture, hair: Mixture, clothes: Mixture, below_chin: Floats) -> Floats:
    """Log odds of skin, for pixels of the person."""
    other = np.logaddexp(hair.log_density(view), np.float32(ANYTHING))
    # No clothes above the chin, but for hats and hoods.
    other = np.logaddexp(other, clothes.log_density(view) - 0.5 - 4 * (below_chin < 0.05))
    return np.asarray(skin.log_density(view) - other, np.float32)
