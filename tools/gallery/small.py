"""Small pictures for lists of everything in the gallery: `python -m tools.gallery.small`, from the project's folder."""

from __future__ import annotations

from pathlib import Path

from lingtu.jobs.thumbnails import shrink

GALLERY = Path(__file__).parents[2] / "src" / "lingtu" / "gallery"


def main() -> None:
    for kind in ("backgrounds", "faces"):
        place = GALLERY / "small" / kind
        place.mkdir(parents=True, exist_ok=True)
        for picture in sorted((GALLERY / kind).glob("*.jpg")):
            (place / f"{picture.stem}.webp").write_bytes(shrink(picture.read_bytes()))


if __name__ == "__main__":
    main()
