"""The person whose face is taken: hairless pictures in even light from three sides, and what was measured on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging import codec
from lingtu.imaging.people.canonical import COUNT, Canonical, Pose
from lingtu.imaging.people.mesh import FaceMesh, expression
from lingtu.imaging.saliency import Net

Floats = NDArray[np.float32]

#: Turned by more than this, a face is taken from the picture of that side (those are turned by 35).
SIDE_FROM_DEG = 19.0
#: The expression net's units in its order.
UNITS = (
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
)  # fmt: skip
#: Of these the net's weights are trusted; where eyes look is taken from the irises.
_TRUSTED = ("jawOpen", "Smile", "eyeBlink", "eyeSquint", "eyeWide", "brow", "Pucker", "UpperUp", "LowerDown",
            "Stretch", "Frown", "Funnel", "Press")  # fmt: skip


@dataclass(frozen=True)
class View:
    """A picture, the mesh of the face in it, and where the face is seen, H x W; None: everywhere."""

    rgb: Floats
    mesh: FaceMesh
    seen: Floats | None = None


@dataclass(frozen=True)
class Sitter:
    """Views `front`, `left` (looks to the picture's left), `right`; the frontal face in the canonical frame.

    `units` x 468 x 3: what each unit of expression moves the points by at full weight, canonical too.
    """

    views: dict[str, View]
    shape: Floats
    units: Floats
    skin_lab: Floats

    def view(self, yaw_deg: float) -> View:
        """The picture nearest to a turn."""
        if abs(yaw_deg) <= SIDE_FROM_DEG:
            return self.views["front"]
        return self.views.get("left" if yaw_deg > 0 else "right", self.views["front"])

    def resting(self, net: Net) -> Floats:
        """The weights that the expression net gives the resting face."""
        return expression(self.views["front"].mesh, net)


def read_sitter(files: Mapping[str, bytes], canonical: Canonical) -> Sitter:
    """From the files of a person of the gallery."""
    with np.load(BytesIO(files["face.npz"])) as stored:
        facts: dict[str, Any] = {name: stored[name] for name in stored.files}
    seen = facts["seen"].astype(np.float32) / 255 if "seen" in facts else None
    views = {
        name: View(codec.decode(files[f"{name}.webp"]).rgb, FaceMesh(facts[name], 1.0), seen)
        for name in ("front", "left", "right")
        if f"{name}.webp" in files
    }
    pose = canonical.pose(facts["front"])
    return Sitter(views, pose.undo(facts["front"][:COUNT]), _units(facts, pose), facts["skin_lab"])


def _units(facts: dict[str, Any], pose: Pose) -> Floats:
    """Units of expression in the canonical frame: those of the person, or lent ones that are in it already."""
    if "canonical_units" in facts:
        return np.asarray(facts["canonical_units"], np.float32)
    units = np.zeros((len(UNITS), COUNT, 3), np.float32)
    for name, moved in zip(facts["units"], facts["basis"], strict=True):
        if name in UNITS and any(word in name for word in _TRUSTED):
            units[UNITS.index(name)] = moved[:COUNT].astype(np.float32) @ pose.rotation / pose.scale
    return units
