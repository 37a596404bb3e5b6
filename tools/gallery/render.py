"""Renders the gallery's scenes with Blender (bpy) and writes what ships into src/lingtu/gallery.

    python tools/gallery/render.py                      # every scene that is missing, older than its script, or quick
    python tools/gallery/render.py --quick              # rendered smaller and enlarged: a third of the time
    python tools/gallery/render.py outdoor-02           # this one, in any case
    python tools/gallery/render.py --draft outdoor-02   # a small picture in build/gallery/drafts, boxes drawn

One process per scene, one scene at a time: stop it when you like and start it again.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kit.stage import Setting, Stage

ROOT = Path(__file__).parents[2]
SCENES = Path(__file__).parent / "scenes"
GALLERY = ROOT / "src/lingtu/gallery"
WORK = ROOT / "build/gallery"
SIZES = {"full": (1280, 12), "quick": (896, 6), "draft": (320, 8)}  # px, samples


def names() -> list[str]:
    return sorted(file.stem.replace("_", "-") for file in SCENES.glob("*_[0-9][0-9].py"))


def is_done(name: str, size: str) -> bool:
    script, made = _script(name), GALLERY / "scenes" / name / "scene.toml"
    if not made.exists() or made.stat().st_mtime < script.stat().st_mtime:
        return False
    return tomllib.loads(made.read_text(encoding="utf-8"))["render"]["size_px"] >= SIZES[size][0]


def render(name: str, size: str) -> None:
    """Build the scene in this process and render it."""
    sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]
    from kit.export import draft, export
    from kit.stage import Stage

    stage = Stage(*SIZES[size])
    setting = built(name, stage)
    work = WORK / ("drafts" if size == "draft" else name)
    work.mkdir(parents=True, exist_ok=True)
    if size == "draft":
        draft(stage, setting, work, work / f"{name}.png")
    else:
        export(stage, setting, work, GALLERY, name)


def built(name: str, stage: Stage) -> Setting:
    """Put a scene's things on a stage."""
    specification = importlib.util.spec_from_file_location("scene", _script(name))
    assert specification is not None
    assert specification.loader is not None
    scene = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(scene)
    setting: Setting = scene.build(stage)
    return setting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--draft", dest="size", action="store_const", const="draft", default="full")
    parser.add_argument("--quick", dest="size", action="store_const", const="quick")
    parser.add_argument("--here", action="store_true", help="in this process")
    arguments = parser.parse_args()
    if arguments.here:
        render(arguments.names[0], arguments.size)
        return
    for name in arguments.names or [name for name in names() if not is_done(name, arguments.size)]:
        options = ["--here", *([] if arguments.size == "full" else [f"--{arguments.size}"])]
        subprocess.run([sys.executable, __file__, *options, name], check=True)  # noqa: S603


def _script(name: str) -> Path:
    return SCENES / f"{name.replace('-', '_')}.py"


if __name__ == "__main__":
    main()
