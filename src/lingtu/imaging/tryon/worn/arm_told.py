"""How surely an arm can be drawn without the old long sleeve that it is in, 0 to 1."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import sampled, unit
from lingtu.imaging.tryon.arrays.vectors import is_any
from lingtu.imaging.tryon.worn.limb import STATIONS, Limb
from lingtu.imaging.tryon.worn.out_of_sleeve import OutOfSleeve
from lingtu.imaging.tryon.worn.wearer import Flank, Wearer

#: Across an arm these places must be in its sleeve, half widths; from this share of the arm on, where no torso is.
ACROSS, FROM = np.linspace(-0.7, 0.7, 7), 0.2
#: What may lie in front of a sleeve.
_BEFORE = (Part.TORSO, Part.LOWER, Part.HAIR, Part.ARMS, Part.HANDS, Part.BAGS)
#: Shares of that, lengths of the forearm that is hidden and of the whole arm, shoulder widths, cosines of the angles at
#: the wrist and at the elbow, and parts of a hand that are seen: those from which an arm isn't told and is.
IN_SLEEVE, FOREARM, LENGTH = (0.85, 0.95), (0.12, 0.3), (0.75, 1.0)
WRIST, ELBOW, HAND = (0.0, 0.4), (-0.35, 0.1), (0.12, 0.3)
#: A hand that goes on below the old top is looked at from so far ahead of the cuff on, shoulder widths; share of its
#: places beyond which that may lie; from so far on a hand is seen as a whole, it lies before a long top or a dress.
AHEAD, BELOW_TOP, WHOLE_HAND = np.linspace(0.08, 0.5, 22), (0.5, 0.2), 0.25
#: In a pocket a hand is told so surely, where this share of what is beyond the cuff is lower clothes, and the forearm
#: points inwards by this at least.
POCKET, IN_POCKET, INWARDS = 0.6, 0.8, 0.15
#: How near to that a hand is looked for, and its least area, shoulder widths (squared).
NEAR, LEAST = 0.35, 0.002


def arm_told(wearer: Wearer, flank: Flank, arm: Limb, seen: OutOfSleeve | None) -> float:
    """0 where an arm's end isn't known, to 1; `arm` bare, below the sleeve, and what is seen of it."""
    if seen is None:
        return POCKET * _in_pocket(wearer, flank)
    elbow = int(np.clip(arm.joint / arm.length * (STATIONS - 1), 4, STATIONS - 4))
    upper, fore = arm.centres[elbow] - arm.centres[0], seen.middle - arm.centres[elbow]
    half = float(np.interp(arm.joint, np.linspace(0, arm.length, len(arm.usual)), arm.usual))
    measures = (
        (_in_sleeve(wearer, arm, seen), IN_SLEEVE),
        (float(np.linalg.norm(fore)) / wearer.width, FOREARM),
        (float(np.linalg.norm(fore) + np.linalg.norm(upper)) / wearer.width, LENGTH),
        (float(unit(fore) @ seen.ahead), WRIST),
        (float(unit(upper) @ unit(fore)), ELBOW),
        ((seen.outer.aside + seen.inner.aside) / 2 / half, HAND),
        (hidden_by_top(wearer, seen), BELOW_TOP),
    )
    return float(np.prod([np.clip((value - low) / (high - low), 0, 1) for value, (low, high) in measures]))


def _in_sleeve(wearer: Wearer, arm: Limb, seen: OutOfSleeve) -> float:
    """Share of the arm's places above the cuff that are in its sleeve."""
    at_cuff = int(np.argmin(np.linalg.norm(arm.centres - seen.middle, axis=1)))
    rows = slice(int(FROM * STATIONS), max(at_cuff - 2, int(FROM * STATIONS) + 1))
    width = np.where(ACROSS[None] > 0, arm.outer[rows, None], arm.inner[rows, None])
    places = arm.centres[rows, None] + (ACROSS[None] * width)[..., None] * arm.normals[rows, None]
    return float(is_any(sampled(wearer.labels, places), _BEFORE).mean())


def hidden_by_top(wearer: Wearer, seen: OutOfSleeve) -> float:
    """How much of a hand the old top hides: of the ways ahead from the cuff those that end at the top."""
    aside = np.linspace(-0.8 * seen.inner.aside, 0.8 * seen.outer.aside, 7)
    starts = seen.middle + aside[:, None] * seen.normal
    met = sampled(wearer.labels, starts[:, None] + (AHEAD * wearer.width)[None, :, None] * seen.ahead)
    skin = is_any(met, (Part.HANDS, Part.ARMS))
    ends = np.where(skin.all(axis=1), len(AHEAD) - 1, (~skin).argmax(axis=1))
    return float(((met[np.arange(len(met)), ends] == Part.TORSO) & (AHEAD[ends] < WHOLE_HAND)).mean())


def _in_pocket(wearer: Wearer, flank: Flank) -> bool:
    """Whether the sleeve ends at lower clothes that it points into, and no hand is near."""
    arm, width = flank.arm, wearer.width
    if flank.sign * float(arm.ahead[-1] @ wearer.right_hand) > -INWARDS:
        return False
    end = arm.centres[-1] + arm.ahead[-1] * width * np.linspace(0.02, 0.25, 8)[:, None]
    beyond = end[:, None] + (np.linspace(-0.05, 0.05, 5) * width)[None, :, None] * arm.normals[-1]
    if float((sampled(wearer.labels, beyond) == Part.LOWER).mean()) < IN_POCKET:
        return False
    reach = int(NEAR * width)
    x, y = np.rint(end[-1]).astype(int).clip(reach)
    near = wearer.labels[y - reach : y + reach, x - reach : x + reach]
    return int(np.count_nonzero(near == Part.HANDS)) < LEAST * width**2
