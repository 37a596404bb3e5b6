"""Writes direct-GROUP.webp of scenes already rendered: at each pixel, the share of a light that comes straight from it.

    python tools/gallery/direct.py                # of every scene that has none
    python tools/gallery/direct.py outdoor-02     # of this one, in any case

Where a surface lies in a shadow already, a product must not darken it again; these maps tell.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCENES = ROOT / "src/lingtu/gallery/scenes"
WORK = ROOT / "build/gallery/direct"
SIZE_PX, SAMPLES = 288, 20
QUALITY = 85


def write(name: str) -> None:
    """Render a scene small, with all bounces and with none."""
    sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]
    import cv2
    import numpy as np
    import pyoidn
    from kit import passes
    from kit.stage import Stage
    from render import built

    from lingtu.imaging.colour import LUMINANCE

    stage = Stage(SIZE_PX, SAMPLES)
    built(name, stage)
    stage.camera.data.dof.use_dof = False
    passes.DIRECT_PX, passes.DIRECT_SAMPLES = SIZE_PX, SAMPLES
    passes._layer(stage)
    WORK.mkdir(parents=True, exist_ok=True)
    full = passes._render(WORK / "full.exr", SIZE_PX, SAMPLES)
    direct = passes.render_direct(WORK)
    for light in stage.lights:
        group = light["group"]
        all_ways, straight = (
            pyoidn.denoise(np.nan_to_num(planes[f"Combined_{group}"], posinf=0), hdr=True) @ LUMINANCE
            for planes in (full, direct)
        )
        share = np.clip(straight / np.maximum(all_ways, 1e-3 * all_ways.max() + 1e-9), 0, 1)
        file = SCENES / name / f"direct-{group}.webp"
        cv2.imwrite(str(file), np.rint(share * 255).astype(np.uint8), [cv2.IMWRITE_WEBP_QUALITY, QUALITY])


def main() -> None:
    if sys.argv[1:2] == ["--here"]:
        write(sys.argv[2])
        return
    done = {file.parent.name for file in SCENES.glob("*/direct-*.webp")}
    for name in sys.argv[1:] or sorted(folder.name for folder in SCENES.iterdir() if folder.name not in done):
        subprocess.run([sys.executable, __file__, "--here", name], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
