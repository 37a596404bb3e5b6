"""All backgrounds on one sheet, docs/gallery.jpg.

python tools/gallery/sheet.py
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).parents[2]
COLUMNS, THUMB_PX, GAP_PX = 6, 248, 8
MAX_BYTES = 400_000


def main() -> None:
    files = sorted((ROOT / "src/lingtu/gallery/backgrounds").glob("*.jpg"))
    side = THUMB_PX + GAP_PX
    rows = -(-len(files) // COLUMNS)
    sheet = np.full((rows * side + GAP_PX, COLUMNS * side + GAP_PX, 3), 255, np.uint8)
    for index, file in enumerate(files):
        y, x = GAP_PX + index // COLUMNS * side, GAP_PX + index % COLUMNS * side
        thumb = cv2.resize(cv2.imread(str(file)), (THUMB_PX, THUMB_PX), interpolation=cv2.INTER_AREA)
        sheet[y : y + THUMB_PX, x : x + THUMB_PX] = thumb
    for quality in range(88, 40, -4):
        data = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])[1]
        if data.size <= MAX_BYTES:
            break
    (ROOT / "docs/gallery.jpg").write_bytes(data.tobytes())


if __name__ == "__main__":
    main()
