"""Writes light-GROUP.webp anew from the renders that render.py keeps in build/gallery, without rendering.

python tools/gallery/shares.py [--from build/gallery] [NAME …]
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
SCENES = ROOT / "src/lingtu/gallery/scenes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--from", dest="work", type=Path, default=ROOT / "build/gallery")
    arguments = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]
    from kit.export import _write_share, denoised_groups
    from kit.passes import _read

    for name in arguments.names or sorted(folder.name for folder in SCENES.iterdir()):
        kept = arguments.work / name / "light.exr"
        if not kept.exists():
            continue
        facts = tomllib.loads((SCENES / name / "scene.toml").read_text(encoding="utf-8"))
        groups = denoised_groups(SimpleNamespace(lights=facts["light"]), _read(kept))  # type: ignore[arg-type]
        total = sum(groups.values()) + 1e-6
        for group, light in groups.items():
            _write_share(SCENES / name / f"light-{group}.webp", light / total)
        print(name, flush=True)


if __name__ == "__main__":
    main()
