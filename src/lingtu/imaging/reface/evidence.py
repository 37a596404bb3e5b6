"""What is surely a person's bare skin and what surely not: by the face's mesh, the parts, and this picture's own looks.

Skin is known by the face, the throat and the limbs; hair by the top of the head; clothes by the parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.complexion import ratios
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.reface.mixture import Mixture, fit_in_any_light, fit_mixture, looks
from lingtu.imaging.reface.regions import Regions, grown, shrunk
from lingtu.imaging.reface.visible import skin_share, visible

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

LIMBS = (Part.ARMS, Part.HANDS, Part.LEGS)
BARE = (Part.FACE, Part.NECK, *LIMBS)
CLOTHES = (Part.TORSO, Part.LOWER, Part.SHOES, Part.BAGS)
#: Log odds of looks are believed by this share: neighbouring pixels aren't independent.
BELIEF = 0.6
#: Log density of what is neither skin, hair nor clothes; what clothes lose above the chin, and skin in a sleeve.
ANYTHING, NO_COLLAR, IN_SLEEVE = -22.0, 4.0, 3.0
#: Share of the face's pixels that look less like skin than what may still be clothes.
UNLIKE_SKIN = 0.1
#: Limbs are cloth if they are so much rougher than the face, or if their log ratio of red to green is so much less, and
#: less still for each unit of L that they are lighter: light bleaches skin, shadow makes it redder. Limbs of fewer
#: pixels say nothing.
ROUGHER, LESS_RED, PALER, ENOUGH_PX = 3.0, -0.08, 0.002, 100
#: So far below the chin, in heights of the face, a neck ends, and what is called so is chest or collar.
BELOW_NECK = 0.45
#: Hair is short if less than this share of it is below the chin; log density of short hair there, and where it ends,
#: below the chin in heights of the face.
LONG, SHORT_HAIR, SHORT_ENDS = 0.05, -6.0, -0.2
#: So far above the chin, in heights of the face's mesh, no forehead is: a mesh ends below a high hairline.
HAIR_FROM, HAIR_TO = -1.22, -1.6
#: Hair by the parts is hair from so far outside of the face's outline on, in its widths: nearer are ears and forehead.
DEEP = 0.22
#: Hair before a face and beside it: so far around it, in its widths, and so far above the chin, in heights.
HEAD, ABOVE_CHIN = 0.15, -0.2
#: Chances from which on a pixel is surely skin: where the parts say so, and near the face; and surely none.
SURE, SURE_NEAR, NONE, NO_HAIR = 0.9, 0.97, 0.04, 0.6
#: Of skin by hue alone (the parts' chance): what skin needs.
TINTED = 0.35


@dataclass(frozen=True)
class Evidence:
    """A person in a picture; `tinted`: the chance to be skin by hue alone. All masks are H x W."""

    rgb: Floats
    face: FaceMesh
    labels: NDArray[np.uint8]
    tinted: Floats
    coverage: Floats

    @cached_property
    def surely(self) -> Mask:
        body = np.isin(self.labels, BARE) & ~self._sleeves & (self.chance > SURE)
        neck = (self.beside_chin < 0.5) & (self.below_chin > -0.3) & (self.below_chin < 0.5)
        near = (self.around(DEEP) | neck) & (self.chance > SURE_NEAR)
        bare = ((body & (self.below_chin > 0)) | near) & (self.tinted > TINTED) & (self.coverage > 0.95)
        return np.asarray(self.anchors | _eroded(bare))

    @cached_property
    def anchors(self) -> Mask:
        """The bare face and throat: skin whatever else is."""
        return np.asarray(self._bare_face | (self._throat & (self.chance > 0.5)))

    @cached_property
    def outline(self) -> Mask:
        """The face within its outline, with what is before it."""
        return np.asarray(self._regions.oval > 0.5)

    @cached_property
    def is_not(self) -> Mask:
        hair = self.crown | ((self.labels == Part.HAIR) & ~self.around(DEEP))
        return np.asarray((self.coverage < 0.05) | (self.chance < NONE) | (hair & (self.chance < NO_HAIR)))

    @cached_property
    def chance(self) -> Floats:
        """The chance of each pixel to be skin by its looks."""
        lit = self.looks[self.lit]
        skin = fit_in_any_light(lit)
        if np.count_nonzero(self._limbs):
            skin = skin.beside(fit_mixture(self.looks[self._limbs]))
        beside = self.around(0.3) & (self._regions.oval < 0.5) & (self.below_chin < -0.1) & (self._shown[1] < 0.25)
        hair = fit_mixture(self.looks[self.crown | (beside & (self.coverage > 0.9))])
        cloth = (np.isin(self.labels, CLOTHES) | self._sleeves) & (self.below_chin > 0.1)
        samples = self.looks[_eroded(cloth)]
        # A bare belly is at times taken for a top: what looks like skin tells nothing of clothes.
        unlike = skin.log_density(samples) < np.quantile(skin.log_density(lit), UNLIKE_SKIN)
        odds = self._odds(skin, hair, fit_in_any_light(samples[unlike]))
        chance = 1 / (1 + np.exp(-BELIEF * odds.clip(-30, 30)))
        return np.asarray(chance * (2 * self.coverage).clip(0, 1), np.float32)

    def _odds(self, skin: Mixture, hair: Mixture, clothes: Mixture) -> Floats:
        """Log odds of skin."""
        odds = np.full(self.coverage.shape, -30, np.float32)
        person = self.coverage > 0.05
        view = self.looks[person]
        short = SHORT_HAIR * (self.below_chin[person] > SHORT_ENDS) * (not self._is_long_haired)
        other = np.logaddexp(hair.log_density(view) + short, np.float32(ANYTHING))
        worn = clothes.log_density(view) - NO_COLLAR * (self.below_chin[person] < 0.05)
        odds[person] = skin.log_density(view) - np.logaddexp(other, worn) - IN_SLEEVE * self._sleeves[person]
        return odds

    @cached_property
    def looks(self) -> Floats:
        return looks(self.rgb)

    @cached_property
    def _regions(self) -> Regions:
        return Regions(self.face, (self.rgb.shape[0], self.rgb.shape[1]))

    def around(self, reach: float) -> Mask:
        """The face and what is near it, in its widths."""
        return np.asarray(grown(self._regions.oval, reach * self._regions.width) > 0.5)

    @cached_property
    def below_chin(self) -> Floats:
        """How far below the chin along the face's own upright, in its heights; negative above, H x W."""
        return self.face.below_chin(self.coverage.shape)

    @cached_property
    def beside_chin(self) -> Floats:
        """Distance from the face's upright through the chin, in its widths, H x W."""
        across = self.face.from_chin(self.coverage.shape)[1]
        return np.asarray(np.abs(across) / self._regions.width, np.float32)

    @cached_property
    def _shown(self) -> tuple[Floats, Floats]:
        """Where nothing is before the face, and how much more a colour is the face's than its surroundings'."""
        soft = cv2.cvtColor(cv2.GaussianBlur(self.rgb, (0, 0), 0.6), cv2.COLOR_RGB2Lab)
        share = skin_share(soft, self._regions)
        return visible(self.rgb, soft, share, self._regions), share

    @cached_property
    def _bare_face(self) -> Mask:
        """The face within its outline where nothing is before it."""
        inner = shrunk(self._regions.oval, 0.06 * self._regions.width) > 0.5
        return np.asarray(inner & (self._shown[0] > 0.9))

    @cached_property
    def _throat(self) -> Mask:
        """The middle of the neck where it is bare."""
        there = (self.below_chin > 0.04) & (self.below_chin < 0.42) & (self.beside_chin < 0.16)
        return np.asarray(there & (self.coverage > 0.95) & (self.tinted > TINTED))

    @cached_property
    def crown(self) -> Mask:
        """The top of the head: hair, unless it is bald."""
        far = ~self.around(0.05) & (self.coverage > 0.9)
        return np.asarray(far & (self.below_chin < HAIR_FROM) & (self.below_chin > HAIR_TO))

    @cached_property
    def hair(self) -> Mask:
        """Hair by the parts and by its place, of its looks."""
        there = (self.crown | (self.labels == Part.HAIR)) & (self.coverage > 0.9)
        return np.asarray(there & (self.chance < NO_HAIR))

    @cached_property
    def head(self) -> Mask:
        """Where hair may lie before a face or beside it."""
        return np.asarray(self.around(HEAD) & (self.below_chin < ABOVE_CHIN))

    @cached_property
    def _is_long_haired(self) -> bool:
        hair = self.labels == Part.HAIR
        return bool(np.count_nonzero(hair & (self.below_chin > 0.05)) > LONG * np.count_nonzero(hair))

    @cached_property
    def lit(self) -> Mask:
        """Surely skin, and none of a face's features."""
        face = self._bare_face & (self._regions.features < 0.3) & (self._shown[1] > 0.5)
        return np.asarray(face | self._throat)

    @cached_property
    def _limbs(self) -> Mask:
        """Bare arms, hands and legs: a body is often of another tone than its made-up face."""
        bare = np.isin(self.labels, LIMBS) & ~self._sleeves & (self.coverage > 0.95) & (self.tinted > 0.5)
        return _eroded(bare)

    @cached_property
    def _sleeves(self) -> Mask:
        """What the parts take for bare chest, arms or legs, but is cloth: rougher than the face, or less red."""
        found = np.zeros(self.coverage.shape, np.bool_)
        hues = ratios(cv2.GaussianBlur(self.rgb, (0, 0), 1.0))[..., 0]
        own_look, own_hue = np.median(self.looks[self.lit], axis=0), float(np.median(hues[self.lit]))
        for part in (Part.NECK, Part.ARMS, Part.LEGS):
            bare = (self.labels == part) & ((part != Part.NECK) | (self.below_chin > BELOW_NECK))
            count, areas = cv2.connectedComponents(bare.astype(np.uint8))
            for index in range(1, count):
                area = areas == index
                inner = _eroded(area)
                if np.count_nonzero(inner) < ENOUGH_PX:
                    continue
                lighter, _, _, rougher = np.median(self.looks[inner], axis=0) - own_look
                redder = float(np.median(hues[inner])) - own_hue
                if rougher > ROUGHER or redder < LESS_RED - PALER * max(lighter, 0):
                    found |= area
        return found


def _eroded(mask: Mask) -> Mask:
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
