"""The part of a photo that a garment can change: around its person, as wide as clothes stand off a body."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.people.hands import Hand
from lingtu.imaging.people.person import Person

#: Room beside the person, shoulder widths: clothes stand off it, and the background nearby tells what is behind it.
ROOM = 0.5
#: A share of the person that is seen.
SEEN = 0.05


@dataclass(frozen=True)
class Sitter:
    """The photo at working size and the person in it."""

    rgb: Floats
    person: Person


@dataclass(frozen=True)
class View:
    """A part of a picture, px; `within` gives that of an array H x W ..."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def within(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


def view_around(sitter: Sitter) -> tuple[View, View]:
    """The part around the person, of the photo and of the person's parts."""
    person = sitter.person
    assert person.body is not None
    assert person.parts is not None
    room, scale = ROOM * person.body.width_px * person.parsed_scale, person.parsed_scale
    sizes = person.parts.labels.shape
    spans = []
    for axis, size in enumerate(sizes):
        seen = np.flatnonzero((person.coverage > SEEN).any(axis=1 - axis)) * scale
        low, high = (seen[0], seen[-1]) if len(seen) else (0, size)
        spans += [max(0, int(low - room)), min(size, int(high + room) + 1)]
    small = View(*spans)
    full = sitter.rgb.shape[:2]
    # what ends with the parts ends with the photo
    ends = [full[index // 2] if end == sizes[index // 2] else round(end / scale) for index, end in enumerate(spans)]
    return View(*ends), small


def seen_in(sitter: Sitter, view: View, small: View) -> Sitter:
    """The person in this part of the photo, `small` of the parts, alone."""
    person = sitter.person
    assert person.body is not None
    assert person.parts is not None
    corner = np.array([view.left, view.top], np.float32)
    parts = replace(person.parts, labels=person.parts.labels[small.within], skin=person.parts.skin[small.within])
    return Sitter(
        np.ascontiguousarray(sitter.rgb[view.within]),
        Person(
            seen=replace(person.seen, face=person.seen.face.moved(1, view.left, view.top)) if person.seen else None,
            body=replace(person.body, points=person.body.points - corner, mask=person.body.mask[view.within]),
            hands=[Hand(hand.points - corner, hand.presence) for hand in person.hands],
            coverage=np.ascontiguousarray(person.coverage[view.within]),
            parts=parts,
            parsed_scale=(small.right - small.left) / (view.right - view.left),
        ),
    )
