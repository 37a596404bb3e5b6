"""A folder that holds one entry of an operator's own gallery: written whole or not at all."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lingtu.errors import SetupError

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@contextmanager
def fresh_entry(folder: Path, id: str) -> Iterator[Path]:
    """A folder to fill, which takes the place of the entry of this id at the end; an error leaves that as it was.

    Raises `SetupError` if the id isn't one.
    """
    if not _ID.fullmatch(id):
        raise SetupError(f"{id}: an id has lower-case letters, digits and hyphens, 63 at most")
    place, fresh = folder / id, folder / f".{id}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def is_whole(place: Path, facts: str) -> bool:
    """Whether a folder is an entry, and not one that is being made."""
    return not place.name.startswith(".") and (place / facts).is_file()


def remove_entry(folder: Path, id: str, facts: str) -> None:
    """Delete an entry, its file of facts first: without it there is none. Raises `SetupError` if the id isn't one."""
    if not _ID.fullmatch(id):
        raise SetupError(f"{id}: an id has lower-case letters, digits and hyphens, 63 at most")
    (folder / id / facts).unlink(missing_ok=True)
    shutil.rmtree(folder / id, ignore_errors=True)


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Makes whatever is wrong with a file of facts a `SetupError` that names it."""
    try:
        yield
    except KeyError as error:
        raise SetupError(f"{file}: {error.args[0]} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise SetupError(f"{file}: {error}") from None
