"""Puts an XMP packet into a finished png, jpg, webp or psd, byte by byte: what encodes the pixels isn't touched.

Where a packet belongs in each kind of file: XMP specification, part 3 (Adobe, 2020).
"""

from __future__ import annotations

import struct
import zlib

from lingtu.errors import PictureError
from lingtu.fetching.header import read_header, read_xmp

_PNG_KEYWORD = b"XML:com.adobe.xmp\0"
_PNG_PLAIN = b"\0\0\0\0"  # not compressed, no method, no language, no translated keyword
_JPG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_JPG_SEGMENT = 65_533  # bytes of content, at most
_WEBP_XMP, _WEBP_ALPHA = 0x04, 0x10  # flags of the extended header
_PSD_XMP = 1060  # number of the image resource


def insert_packet(data: bytes, packet: bytes) -> bytes:
    """The file with the packet in it; the file has none yet.

    Raises `PictureError` if it is no such file, `ValueError` if a jpg has no room for the packet.
    """
    if data.startswith(b"8BPS"):
        return _into_psd(data, packet)
    return _INTO[read_header(data, max_bytes=None).format](data, packet)


def extract_packet(data: bytes) -> bytes:
    """The XMP packet of a picture of any program, b"" if it has none. Raises `PictureError` if it is no such file."""
    if data.startswith(b"8BPS"):
        return _from_psd(data)
    return read_xmp(data)


def _into_png(data: bytes, packet: bytes) -> bytes:
    """Behind the header chunk, so that readers that stop at the pixels find it."""
    content = b"iTXt" + _PNG_KEYWORD + _PNG_PLAIN + packet
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    place = 8 + 12 + 13
    return data[:place] + chunk + data[place:]


def _into_jpg(data: bytes, packet: bytes) -> bytes:
    """An APP1 segment behind JFIF's APP0, which has to be the first."""
    content = _JPG_NAME + packet
    if len(content) > _JPG_SEGMENT:
        raise ValueError(f"a packet of {len(packet)} bytes doesn't fit into a segment")
    place = 2
    if data[2:4] == b"\xff\xe0":
        place += 2 + int(struct.unpack_from(">H", data, 4)[0])
    return data[:place] + b"\xff\xe1" + struct.pack(">H", 2 + len(content)) + content + data[place:]


def _into_webp(data: bytes, packet: bytes) -> bytes:
    """The last chunk; a plain file becomes one with an extended header."""
    kind, length = struct.unpack_from("<4sI", data, 12)
    if kind == b"VP8X":
        header, frames = bytearray(data[20 : 20 + length]), data[20 + length :]
    else:
        size = read_header(data, max_bytes=None).stored_size
        sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
        # bit 28 of a lossless frame tells whether it has alpha
        flags = _WEBP_ALPHA if kind == b"VP8L" and data[24] & 0x10 else 0
        header, frames = bytearray(bytes([flags, 0, 0, 0]) + sides), data[12:]
    header[0] |= _WEBP_XMP
    padded = packet + b"\0" * (len(packet) & 1)
    body = b"WEBP" + struct.pack("<4sI", b"VP8X", len(header)) + bytes(header) + frames
    body += struct.pack("<4sI", b"XMP ", len(packet)) + padded
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _into_psd(data: bytes, packet: bytes) -> bytes:
    """The last of the image resources."""
    start, end = _psd_resources(data)
    resource = struct.pack(">4sHxxI", b"8BIM", _PSD_XMP, len(packet)) + packet + b"\0" * (len(packet) & 1)
    return data[: start - 4] + struct.pack(">I", end - start + len(resource)) + data[start:end] + resource + data[end:]


def _from_psd(data: bytes) -> bytes:
    place, end = _psd_resources(data)
    while place + 12 <= end:
        number, name = struct.unpack_from(">4xHB", data, place)
        place += 6 + 1 + name + (1 - (name & 1))  # the name with its length is padded to an even number
        (length,) = struct.unpack_from(">I", data, place)
        if number == _PSD_XMP:
            return data[place + 4 : min(place + 4 + length, end)]
        place += 4 + length + (length & 1)
    return b""


def _psd_resources(data: bytes) -> tuple[int, int]:
    """Where the image resources begin and end (Adobe Photoshop File Formats Specification)."""
    try:
        place = 26
        place += 4 + int(struct.unpack_from(">I", data, place)[0])  # colour mode data
        start, end = place + 4, place + 4 + int(struct.unpack_from(">I", data, place)[0])
    except struct.error:
        start, end = 0, len(data) + 1
    if end > len(data):
        raise PictureError("图片已损坏或不完整", "the picture is broken or cut short (psd)")
    return start, end


_INTO = {"png": _into_png, "jpg": _into_jpg, "webp": _into_webp}
