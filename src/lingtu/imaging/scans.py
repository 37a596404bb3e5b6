"""How many passes over its pixels a jpg asks for. Each takes a decoder the same time, however few bytes it has."""

from __future__ import annotations

import re

from lingtu.errors import PictureError

MAX_SCANS = 64  # an honest progressive file has a dozen
MAX_SEGMENTS = 20_000
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd8]")  # one with a length; among pixels 0 follows every 0xFF
_SCAN, _END = 0xDA, 0xD9


def limit_scans(jpg: bytes) -> None:
    """Walk from marker to marker as a decoder does. Raises `PictureError` if there are more scans than honest."""
    place, scans = 2, 0
    for _ in range(MAX_SEGMENTS):
        match = _NEXT_MARKER.search(jpg, place)
        marker = jpg[match.end() - 1] if match else _END
        if match is None or marker == _END:
            return
        scans += marker == _SCAN
        if scans > MAX_SCANS:
            raise PictureError("jpg 的扫描次数过多，请重新导出", "the jpg has too many scans: export it again")
        place = match.end() + int.from_bytes(jpg[match.end() : match.end() + 2], "big")
    raise PictureError("jpg 的分段过多，请重新导出", "the jpg has too many segments: export it again")
