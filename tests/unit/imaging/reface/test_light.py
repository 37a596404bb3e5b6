"""The new face in the photo's light."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.brows import Brows
from lingtu.imaging.reface.light import Faces, relight
from lingtu.imaging.reface.regions import Regions, shrunk


def test_lines_of_the_photos_lips_stay_and_its_skin_takes_none() -> None:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    regions = Regions(FaceMesh(points, 1.0).moved(0.25, 0, 0), (256, 256))
    smooth = np.full((256, 256, 3), (65, 14, 16), np.float32)
    lined = smooth.copy()
    lined[..., 0] += 8 * np.sin(np.arange(256) * np.pi / 2).astype(np.float32)
    skin = shrunk(regions.oval, 4) * (1 - regions.features)
    lit = relight(Faces(lined, smooth, regions, skin.astype(np.float32)))
    plain = relight(Faces(smooth, smooth, regions, skin.astype(np.float32)))

    def lines(light: np.ndarray, where: np.ndarray) -> float:
        return float(np.abs(np.diff(light, axis=1))[where[:, 1:] > 0.99].mean())

    lips = shrunk(regions.lips * (1 - regions.mouth), 3)
    assert lines(plain.light, lips) < 0.005
    assert lines(lit.light, lips) > 0.7 * lines(np.log(((lined[..., 0] + 16) / 116) ** 3), lips)
    assert lines(lit.light, regions.core) < 0.3 * lines(lit.light, lips)


def test_brows_that_are_less_dark_than_the_photos_take_less_of_their_colour() -> None:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    regions = Regions(FaceMesh(points, 1.0).moved(0.25, 0, 0), (256, 256))
    smooth = np.full((256, 256, 3), (65, 14, 16), np.float32)
    photo = np.where(regions.brows[..., None] > 0.5, np.float32([30, 0, 0]), smooth)
    skin = (shrunk(regions.oval, 4) * (1 - regions.features)).astype(np.float32)
    places = np.dstack(np.meshgrid(np.arange(256), np.arange(256))).astype(np.float32)
    brow = (regions.brows > 0.5).astype(np.float32)
    dark = float(np.log(((30 + 16) / (65 + 16)) ** 3))

    def colour(share: float) -> np.ndarray:
        brows = Brows(places, brow, share * dark * brow, brow)
        return relight(Faces(photo, smooth, regions, skin, brows)).chroma[shrunk(brow, 2) > 0.5].mean(axis=0)

    assert np.abs(colour(1.0)).max() < 3
    assert np.abs(colour(0.5) - (7, 8)).max() < 3
