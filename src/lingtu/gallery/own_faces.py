"""An operator's own faces: a folder with a folder for each, named by its id.

ID/face.toml        gender, skin, age, file; consent: who allowed the use of this picture, and how
ID/preview.jpg      as `file` says: what callers are shown
ID/front.webp …     what replacing takes, as of the gallery's own people
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from lingtu.gallery.entry import fresh_entry, is_whole, told
from lingtu.gallery.face import Age, Face, Gender, Skin

FACTS = "face.toml"
#: Beside the operator's backgrounds; no background's id begins so.
FOLDER = "_faces"
#: A consent of fewer characters says nothing.
LEAST_CONSENT = 20
_CHOICES = {"gender": get_args(Gender), "skin": get_args(Skin), "age": get_args(Age)}


def read(folder: Path) -> tuple[Face, ...]:
    """All faces by id; none where there is no folder. Raises `SetupError` that names the file at fault."""
    place = folder / FOLDER
    if not place.is_dir():
        return ()
    return tuple(_read_one(entry) for entry in sorted(place.iterdir()) if is_whole(entry, FACTS))


def add(
    folder: Path, id: str, facts: Mapping[str, str], preview: bytes, suffix: str, files: Mapping[str, bytes]
) -> Face:
    """Store a face; one of this id is replaced. `facts`: gender, skin, age, consent. Raises `SetupError`."""
    with fresh_entry(folder / FOLDER, id) as fresh:
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        (fresh / f"preview{suffix}").write_bytes(preview)
        rows = {**facts, "file": f"preview{suffix}"}
        # A JSON string is a TOML basic string.
        text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in rows.items())
        (fresh / FACTS).write_text(text, encoding="utf-8")
        _read_one(fresh)
    return _read_one(folder / FOLDER / id)


def _read_one(place: Path) -> Face:
    with told(place / FACTS):
        facts: dict[str, Any] = tomllib.loads((place / FACTS).read_text(encoding="utf-8"))
        for name, known in _CHOICES.items():
            if facts[name] not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}")
        if len(str(facts["consent"]).strip()) < LEAST_CONSENT:
            raise ValueError(
                f"consent says who allowed the use of this face, and how: {LEAST_CONSENT} characters or more"
            )
        file = str(facts["file"])
        if "/" in file or not (place / file).is_file():
            raise ValueError(f"there is no {file}")
    name = f"{place.name}{Path(file).suffix}"
    return Face(
        id=place.name, gender=facts["gender"], skin=facts["skin"], age=facts["age"], file=name, own=place / file
    )
