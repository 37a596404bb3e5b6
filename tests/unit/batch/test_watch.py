from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from lingtu.batch.manifest import Recipe
from lingtu.batch.row import Row
from lingtu.batch.watch import watch

RECIPE = Recipe({"operation": "matting"})


def names_of(folder: Path, looks: list[Callable[[], object]]) -> list[Row]:
    """The rows of so many looks at a folder, before each of which something happens in it."""
    pending = list(looks)

    def sleep(_: float) -> None:
        if pending:
            pending.pop(0)()

    stops = iter([False] * (len(looks) + 1))
    return list(watch(folder, RECIPE, lambda: next(stops, True), sleep))


def test_a_picture_counts_when_it_has_come_to_rest(tmp_path: Path) -> None:
    file = tmp_path / "mug.PNG"

    def grow() -> None:
        with file.open("ab") as handle:
            handle.write(b"more")

    def nothing() -> None:
        pass

    rows = names_of(tmp_path, [grow, grow, grow, nothing, nothing, nothing])
    assert [row.picture for row in rows] == [file]


def test_present_new_and_changed_pictures_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "first.jpg").write_bytes(b"1")
    for name in ("notes.txt", ".hidden.png", "empty.png"):
        (tmp_path / name).write_bytes(b"" if name == "empty.png" else b"x")

    def nothing() -> None:
        pass

    def change() -> None:
        (tmp_path / "first.jpg").write_bytes(b"2")
        os.utime(tmp_path / "first.jpg", ns=(7, 7))

    steps = [nothing, lambda: (tmp_path / "second.webp").write_bytes(b"2"), nothing, change, nothing, nothing]
    rows = names_of(tmp_path, steps)
    pictures = [row.picture.name for row in rows if isinstance(row.picture, Path)]
    assert pictures == ["first.jpg", "second.webp", "first.jpg"]
    assert len({row.key for row in rows}) == len({row.name for row in rows}) == 3, "a changed picture is a new row"
