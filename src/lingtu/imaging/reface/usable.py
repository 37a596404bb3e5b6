"""Whether a picture of a face serves as a sitter: size, pose, expression, light, sharpness, and what covers it.

No recogniser comes with the package; what one would be asked here is whether the face can be told from the picture,
and that is measured. All that is wrong is said at once, each with what to do.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.canonical import Canonical
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.geometry import is_mouth_open
from lingtu.imaging.reface.regions import Regions
from lingtu.imaging.reface.sitter import UNITS
from lingtu.imaging.reface.visible import glasses

Floats = NDArray[np.float32]
#: What is wrong and what to do: Chinese, English.
Fault = tuple[str, str]

LEAST_PX = 200.0
#: Turned to a side or leaning; up and down, about the angle that the canonical face gives a level head.
MOST_TURNED_DEG, LEVEL_DEG, MOST_NODDED_DEG = 12.0, 5.0, 14.0
#: Of an eye's width; weight of the expression net's smile; difference of L between the cheeks.
LEAST_OPEN, MOST_SMILE, MOST_UNEVEN = 0.18, 0.5, 12.0
#: Width of a face at which sharpness is measured, px, and the radius of blur it is measured against. Of 27 portraits
#: at sizes from 240 px on all but two have more; renders blurred by 4 px of 560 have 1.4 to 2.1.
SHARPNESS_PX, BLUR_PX, LEAST_SHARPNESS = 400.0, 2.0, 2.2
#: Channels from `BURNT` on tell nothing, nor does an L below `BLACK`; shares of the skin that may be so.
BURNT, MOST_BURNT, BLACK, MOST_BLACK = 0.985, 0.03, 10.0, 0.05
#: Median L of skin that is well exposed, and the chroma of a picture in colour.
LIGHT, LEAST_CHROMA = (20.0, 90.0), 5.0
_CHEEKS = ((50, 101, 205), (280, 330, 425))
_SMILE = [UNITS.index("mouthSmileLeft"), UNITS.index("mouthSmileRight")]


def faults_of_pose(mesh: FaceMesh, weights: Floats, canonical: Canonical) -> list[Fault]:
    """`weights`: the units of the face's expression."""
    pose = canonical.pose(mesh.points)
    found: list[Fault] = []
    if mesh.size_px < LEAST_PX:
        found.append(
            (
                f"人脸只有 {mesh.size_px:.0f} 像素, 至少需要 {LEAST_PX:.0f}: 请用更大的照片",
                f"the face has {mesh.size_px:.0f} px, it takes {LEAST_PX:.0f} or more: use a larger picture",
            )
        )
    if max(abs(pose.yaw_deg), abs(pose.roll_deg)) > MOST_TURNED_DEG:
        found.append(("人脸须正对镜头", "the face must look straight into the camera"))
    if abs(pose.pitch_deg - LEVEL_DEG) > MOST_NODDED_DEG:
        found.append(
            ("请勿抬头或低头: 镜头须与眼睛同高", "keep the head level: the camera belongs at the eyes' height")
        )
    if is_mouth_open(mesh):
        found.append(("嘴须闭合", "the mouth must be closed"))
    elif float(weights[_SMILE].mean()) > MOST_SMILE:
        found.append(("请勿微笑: 表情须自然放松", "don't smile: the face must be at rest"))
    for eye in EYES:
        opening = np.linalg.norm(mesh.flat[eye.upper] - mesh.flat[eye.lower])
        if opening < LEAST_OPEN * np.linalg.norm(mesh.flat[eye.outer] - mesh.flat[eye.inner]):
            found.append(("双眼须睁开", "both eyes must be open"))
            break
    return found


def faults_of_look(rgb: Floats, mesh: FaceMesh) -> list[Fault]:
    """Of a picture of the face and its surroundings."""
    regions = Regions(mesh, (rgb.shape[0], rgb.shape[1]))
    core = regions.core > 0.5
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)
    soft = cv2.GaussianBlur(lab, (0, 0), 0.004 * regions.width)
    found: list[Fault] = []
    if glasses(soft, regions, 0).any():
        found.append(("请摘下眼镜", "take off the glasses: they hide the eyes"))
    light, dark = float((rgb[core].max(axis=1) > BURNT).mean()), float((lab[core][:, 0] < BLACK).mean())
    middle = np.median(lab[core], axis=0)
    if light > MOST_BURNT or middle[0] > LIGHT[1]:
        found.append(("照片过曝: 请减少光线", "the face is burnt out: use less light"))
    if dark > MOST_BLACK or middle[0] < LIGHT[0]:
        found.append(("照片过暗: 请增加光线", "the face is too dark: use more light"))
    if float(np.hypot(middle[1], middle[2])) < LEAST_CHROMA:
        found.append(("须为彩色照片", "the picture must be in colour"))
    sides = [float(np.median([soft[tuple(_row_column(mesh, each))][0] for each in side])) for side in _CHEEKS]
    if abs(sides[0] - sides[1]) > MOST_UNEVEN:
        found.append(("光线须均匀照在脸的两侧", "the light must be even on both sides of the face"))
    if sharpness(rgb, mesh) < LEAST_SHARPNESS:
        found.append(
            ("照片模糊: 请对准眼睛对焦, 勿用放大过的照片", "the picture is blurred: focus on the eyes, don't enlarge")
        )
    return found


def sharpness(rgb: Floats, mesh: FaceMesh) -> float:
    """How strong the finest detail (of L) of eyes and brows is, with the face at one size."""
    scale = SHARPNESS_PX / mesh.width_px
    view = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    regions = Regions(mesh.moved(scale, 0, 0), (view.shape[0], view.shape[1]))
    light = cv2.cvtColor(view, cv2.COLOR_RGB2Lab)[..., 0]
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), BLUR_PX))
    return float(np.percentile(fine[(regions.eyes + regions.brows) > 0.5], 90))


def _row_column(mesh: FaceMesh, index: int) -> tuple[int, int]:
    column, row = np.rint(mesh.flat[index]).astype(int)
    return int(row), int(column)
