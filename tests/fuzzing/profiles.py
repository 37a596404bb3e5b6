"""ICC profiles made by hand (version 2): three primaries with a curve, and a printer's table of four colours."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping

D50 = (0.9642, 1.0, 0.8249)
#: X, Y, Z of red, green and blue, as seen under D50, by the published profiles.
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
ADOBE_GAMMA = 563 / 256  # 2.19921875


def rgb_profile(primaries: tuple[tuple[float, float, float], ...], curve: float | list[int]) -> bytes:
    """A display's, with one gamma or 16-bit curve for all channels."""
    tags = {b"wtpt": _xyz(*D50)}
    for name, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([name]) + b"XYZ"] = _xyz(*primary)
        tags[bytes([name]) + b"TRC"] = _curve(curve)
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def srgb_curve() -> list[int]:
    """Linear light of 1024 levels, of 65535."""
    shares = [level / 1023 for level in range(1024)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return [round(65535 * light) for light in linear]


def grey_printer_profile() -> bytes:
    """Four colours that all print as grey: lightness (1 - k) (1 - 0.3 c - 0.6 m - 0.1 y)."""
    ramp = bytes(range(256))
    corners = itertools.product((0, 1), repeat=4)
    table = b"".join(bytes([grey_lightness(*corner), 128, 128]) for corner in corners)
    head = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + b"".join(_fixed(float(i % 4 == 0)) for i in range(9))
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(*D50), b"A2B0": head + ramp * 4 + table + ramp * 3})


def grey_lightness(cyan: float, magenta: float, yellow: float, black: float) -> int:
    """Of 255, for shares of ink."""
    return round(255 * (1 - black) * (1 - 0.3 * cyan - 0.6 * magenta - 0.1 * yellow))


def _profile(kind: bytes, space: bytes, connection: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    place = 132 + 12 * len(tags)
    table, contents = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += struct.pack(">4sII", name, place + len(contents), len(content))
        contents += content + bytes(-len(content) % 4)
    head = struct.pack(
        ">I4sI4s4s4s12s4s", place + len(contents), b"", 0x0240_0000, kind, space, connection, b"", b"acsp"
    )
    return head.ljust(68, b"\0") + b"".join(map(_fixed, D50)) + bytes(48) + table + contents


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(x) + _fixed(y) + _fixed(z)


def _curve(curve: float | list[int]) -> bytes:
    values = [round(curve * 256)] if isinstance(curve, float) else curve
    return b"curv\0\0\0\0" + struct.pack(f">I{len(values)}H", len(values), *values)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
