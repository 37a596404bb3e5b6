"""Where the new face is laid over the photo."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.geometry import Source
from lingtu.imaging.reface.regions import Regions
from lingtu.imaging.reface.replace import _mask


def test_the_ends_of_the_old_brows_are_covered_though_they_lie_near_the_outline() -> None:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    regions = Regions(FaceMesh(points, 1.0).moved(0.5, 0, 0), (512, 512))
    inside = (regions.oval > 0.5).astype(np.float32)
    mask = _mask(Source(np.zeros((512, 512, 2), np.float32), inside), np.ones((512, 512), np.float32), regions)
    for eye in EYES:
        column, row = np.rint(regions.mesh.flat[eye.brow[0]]).astype(int)
        assert mask[row, column] > 0.9
    assert mask[inside == 0].max() < 0.01
