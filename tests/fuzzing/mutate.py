"""Damages pictures, the same way for the same seed: what strangers, broken disks and clever people send."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.fuzzing.seeds import SIGNATURE, chunk

#: What readers trip over.
NUMBERS = (0, 1, 2, 7, 127, 128, 255, 256, 4096, 4097, 32767, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1)

Parts = list[bytes]
Mutation = Callable[[bytes, bytes, random.Random], bytes]


def mutants(seeds: Mapping[str, bytes], count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many damaged pictures with a name that tells what was done to which."""
    draw = random.Random(seed)
    names = sorted(seeds)
    for index in range(count):
        name = names[index % len(names)]
        data = seeds[name]
        done = []
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            mutation = draw.choice(MUTATIONS)
            data = mutation(data, seeds[draw.choice(names)], draw) or b"\0"
            done.append(mutation.__name__)
        yield f"{index}: {name}, {', '.join(done)}", data


def flip_bits(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 8, 64))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def flip_bits_of_the_head(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    """Where sizes, tables and metadata are."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 2, 4))):
        changed[draw.randrange(min(len(changed), 200))] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
    return bytes(changed)


def put_number(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    packed = struct.pack(draw.choice((">I", "<I", ">H", "<H")[:2]), draw.choice(NUMBERS))
    place = draw.randrange(len(data))
    return data[:place] + packed[draw.choice((0, 2)) :] + data[place + 4 :]


def truncate(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))]


def append(data: bytes, other: bytes, draw: random.Random) -> bytes:
    return data + draw.choice((other, b"\0" * 1000, draw.randbytes(500), b"<script>", b"PK\3\4"))


def repeat_span(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[:end] + data[start:end] * draw.choice((1, 2, 50)) + data[end:]


def remove_span(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[:start] + data[end:]


def splice(data: bytes, other: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))] + other[draw.randrange(len(other)) :]


def shuffle_chunks(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """Move, repeat, drop or borrow a whole chunk or segment."""
    head, parts = split(data)
    if not parts:
        return flip_bits(data, other, draw)
    _, others = split(other)
    place = draw.randrange(len(parts))
    change = draw.choice(("move", "repeat", "drop", "borrow", "flood"))
    part = parts.pop(place) if change in ("move", "drop") else parts[place]
    if change == "borrow" and others:
        part = draw.choice(others)
    if change != "drop":
        start = draw.randrange(len(parts) + 1)
        parts[start:start] = [part] * (draw.choice((10, 300)) if change == "flood" else 1)
    return head + b"".join(parts)


def lie_about_length(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """State another length for one chunk or segment."""
    head, parts = split(data)
    if not parts:
        return put_number(data, other, draw)
    place = draw.randrange(len(parts))
    part = parts[place]
    wrong = draw.choice((*NUMBERS, len(part), len(part) - 11, len(part) - 13, len(data)))
    if data.startswith(SIGNATURE):
        part = struct.pack(">I", wrong & 0xFFFF_FFFF) + part[4:]
    elif data.startswith(b"RIFF"):
        part = part[:4] + struct.pack("<I", wrong & 0xFFFF_FFFF) + part[8:]
    else:
        part = part[:2] + struct.pack(">H", wrong & 0xFFFF) + part[4:]
    parts[place] = part
    return head + b"".join(parts)


def damage_within_chunk(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """Change a chunk's content and keep its length and its check sum right, so that readers go on to use it."""
    head, parts = split(data)
    if not parts:
        return flip_bits(data, other, draw)
    place = draw.randrange(len(parts))
    part = parts[place]
    if data.startswith(SIGNATURE) and len(part) > 12:
        content = draw.choice((flip_bits, put_number, truncate, repeat_span))(part[8:-4], other, draw)
        parts[place] = chunk(part[4:8], content)
    elif len(part) > 8:
        parts[place] = part[:8] + flip_bits(part[8:], other, draw)
    return head + b"".join(parts)


def damage_pixels(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """Change what is compressed in a png."""
    head, parts = split(data)
    places = [place for place, part in enumerate(parts) if part[4:8] in (b"IDAT", b"iCCP", b"zTXt")]
    if not data.startswith(SIGNATURE) or not places:
        return flip_bits(data, other, draw)
    place = draw.choice(places)
    kind, content = parts[place][4:8], parts[place][8:-4]
    start = 0 if kind == b"IDAT" else content.find(b"\0") + 2
    try:
        plain = zlib.decompress(content[start:])
    except zlib.error:
        return flip_bits(data, other, draw)
    changed = draw.choice((flip_bits, truncate, repeat_span, put_number))(plain, other, draw)
    parts[place] = chunk(kind, content[:start] + zlib.compress(changed))
    return head + b"".join(parts)


MUTATIONS: tuple[Mutation, ...] = (
    *(flip_bits, flip_bits_of_the_head, put_number, truncate, append, repeat_span, remove_span, splice),
    *(shuffle_chunks, shuffle_chunks, lie_about_length, damage_within_chunk, damage_within_chunk, damage_pixels),
)


def split(data: bytes) -> tuple[bytes, Parts]:
    """A file's head and its chunks or segments, the last with all that follows; none where they can't be told."""
    if data.startswith(SIGNATURE):
        return SIGNATURE, _split(data, 8, lambda place: 12 + int.from_bytes(data[place : place + 4], "big"))
    if data.startswith(b"RIFF"):
        return data[:12], _split(data, 12, lambda place: _padded(int.from_bytes(data[place + 4 : place + 8], "little")))
    if data.startswith(b"\xff\xd8"):
        return data[:2], _split(data, 2, lambda place: 2 + int.from_bytes(data[place + 2 : place + 4], "big"))
    return data, []


def _padded(length: int) -> int:
    return 8 + length + (length & 1)


def _split(data: bytes, place: int, length_at: Callable[[int], int]) -> Parts:
    parts = []
    while place < len(data):
        end = place + length_at(place)
        if end > len(data) or (data[:1] == b"\xff" and (data[place] != 0xFF or data[place + 1 : place + 2] == b"\xda")):
            end = len(data)
        parts.append(data[place:end])
        place = end
    return parts
