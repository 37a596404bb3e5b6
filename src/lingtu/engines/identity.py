"""How near a face is to the chosen one: by a recogniser that the operator supplies, or else by its shape alone.

No recogniser ships: those there are were trained on faces whose use in commerce nobody allowed. The shape of the mesh
is a weak measure: on seven photos, faces that the built-in engine had replaced were from 28 per cent nearer to the
sitter than the photos' own to 7 per cent farther. It tells a model that went the wrong way, not a good likeness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lingtu.errors import SetupError
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.canonical import Canonical
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.restore.face import shape_distance, shape_of

SIDE_PX = 112
#: Where recognisers of the ArcFace kind want eyes, tip of the nose and corners of the mouth, px.
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)
_NOSE, _MOUTH = 4, (61, 291)
#: Share of the way in shape: a face that is a quarter farther from the sitter than the photo's own is somebody else's.
SHAPE_LEAST = -0.25

#: A face in a picture (H x W x 3 and its mesh) as a vector of length 1.
Recogniser = Callable[[Floats, FaceMesh], Floats]


@dataclass(frozen=True)
class Identity:
    """A measure of nearness to one person, 1 the same, and the least that passes."""

    measure: Callable[[Floats, FaceMesh], float]
    least: float


def by_recogniser(recogniser: Recogniser, sitter: Floats, mesh: FaceMesh, least: float) -> Identity:
    """The cosine of the two faces' vectors."""
    wanted = recogniser(sitter, mesh)
    return Identity(lambda rgb, found: float(recogniser(rgb, found) @ wanted), least)


def by_shape(photo: FaceMesh, sitter: FaceMesh, canonical: Canonical) -> Identity:
    """How much of the way from the photo's own face to the sitter's was gone: 1 all of it, below 0 the wrong way."""
    wanted = shape_of(sitter, canonical)
    before = max(shape_distance(shape_of(photo, canonical), wanted, canonical), 1e-3)

    def gone(_: Floats, found: FaceMesh) -> float:
        return 1 - shape_distance(shape_of(found, canonical), wanted, canonical) / before

    return Identity(gone, SHAPE_LEAST)


def open_recogniser(file: Path, threads: int) -> Recogniser:
    """An ONNX model of the ArcFace kind: 1 x 3 x 112 x 112 of (level - 127.5) / 127.5, RGB. Raises `SetupError`."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    try:
        session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  the runtime's own errors have no base but this
        raise SetupError(f"LINGTU_GENERATIVE_RECOGNISER={file} can't be loaded: {error}") from None
    entry = session.get_inputs()[0]
    if list(entry.shape[1:]) != [3, SIDE_PX, SIDE_PX]:
        raise SetupError(f"LINGTU_GENERATIVE_RECOGNISER={file} takes {entry.shape}, not N x 3 x 112 x 112")

    def recognise(rgb: Floats, mesh: FaceMesh) -> Floats:
        view = aligned(rgb, mesh) * 2 - 1
        vector = session.run(None, {entry.name: np.ascontiguousarray(view.transpose(2, 0, 1)[None], np.float32)})[0]
        flat = np.asarray(vector, np.float32).reshape(-1)
        return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-6), np.float32)

    return recognise


def aligned(rgb: Floats, mesh: FaceMesh) -> Floats:
    """The face as recognisers want it, 112 x 112."""
    points = mesh.flat[[*(eye.iris[0] for eye in EYES), _NOSE, *_MOUTH]]
    place, _ = cv2.estimateAffinePartial2D(points.astype(np.float32), TEMPLATE, method=cv2.LMEDS)
    if place is None:
        return np.zeros((SIDE_PX, SIDE_PX, 3), np.float32)
    scale = float(np.hypot(*place[0, :2]))
    source = cv2.GaussianBlur(rgb, (0, 0), 0.4 / scale) if scale < 0.7 else rgb
    return np.asarray(cv2.warpAffine(source, place, (SIDE_PX, SIDE_PX)), np.float32)
