"""Takes C2PA manifests out of a png, jpg or webp; every other byte stays.

Where they are in each kind of file: C2PA specification 2.2, embedding manifests into assets.
"""

from __future__ import annotations

import struct

from lingtu.fetching.header import read_header


def without_manifests(data: bytes) -> bytes:
    """The file without any. Raises `PictureError` if it is no such file."""
    return _TAKEN_OUT[read_header(data, max_bytes=None).format](data)


def _of_png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind != b"caBX":
            kept.append(data[place : place + 12 + length])
        place += 12 + length
    return b"".join(kept) + data[place:]


def _of_jpg(data: bytes) -> bytes:
    """Segments APP11, which are before the pixels; filling and markers without content go along."""
    kept, place = [data[:2]], 2
    while data[place + 1] != 0xDA:
        marker = data[place + 1]
        if marker == 0xFF:
            length = 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            length = 2
        else:
            length = 2 + int(struct.unpack_from(">H", data, place + 2)[0])
        if marker != 0xEB:
            kept.append(data[place : place + length])
        place += length
    return b"".join(kept) + data[place:]


def _of_webp(data: bytes) -> bytes:
    kept, place = [], 12
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + (length & 1)
        if kind != b"C2PA":
            kept.append(data[place:end])
        place = end
    body = b"WEBP" + b"".join(kept) + data[place:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


_TAKEN_OUT = {"png": _of_png, "jpg": _of_jpg, "webp": _of_webp}
