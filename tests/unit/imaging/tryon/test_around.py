"""The part of a photo around its person: all of a large photo's person, at its own places, and no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person
from lingtu.imaging.tryon.around import Sitter, seen_in, view_around
from tests.unit.imaging.tryon.drawn import person

BESIDE = 240


def far_away(rgb: np.ndarray, who: Person) -> tuple[np.ndarray, Person]:
    """The same with so much more background to both sides."""
    wide = np.pad(rgb, ((0, 0), (BESIDE, BESIDE), (0, 0)), mode="edge")
    aside = np.array([BESIDE, 0], np.float32)
    beside = ((0, 0), (BESIDE, BESIDE))
    assert who.body is not None
    assert who.parts is not None
    body = replace(who.body, points=who.body.points + aside, mask=np.pad(who.body.mask, beside))
    small = ((0, 0), (round(BESIDE * who.parsed_scale),) * 2)
    parts = replace(who.parts, labels=np.pad(who.parts.labels, small), skin=np.pad(who.parts.skin, small))
    seen = replace(who.seen, face=who.seen.face.moved(1, -BESIDE, 0)) if who.seen is not None else None
    return wide, replace(who, seen=seen, body=body, coverage=np.pad(who.coverage, beside), parts=parts)


def test_the_view_holds_the_person_at_its_own_places_and_little_else() -> None:
    rgb, who = far_away(*person())
    view, small = view_around(Sitter(rgb, who))
    near = seen_in(Sitter(rgb, who), view, small)
    assert near.rgb.shape[1] < rgb.shape[1] - BESIDE
    assert (near.rgb == rgb[view.within]).all()
    assert np.isclose(near.person.coverage.sum(), who.coverage.sum())
    parts, own = near.person.parts, who.parts
    assert parts is not None
    assert own is not None
    assert np.count_nonzero(parts.labels != Part.BACKGROUND) == np.count_nonzero(own.labels != Part.BACKGROUND)
    assert near.person.body is not None
    assert who.body is not None
    x, y = near.person.body.points[11].round().astype(int)
    at_x, at_y = who.body.points[11].round().astype(int)
    assert (near.rgb[y, x] == rgb[at_y, at_x]).all()


def test_of_a_person_that_fills_the_photo_all_is_seen() -> None:
    rgb, who = person()
    full = replace(who, coverage=np.ones_like(who.coverage))
    view, small = view_around(Sitter(rgb, full))
    assert view.within == (slice(0, rgb.shape[0]), slice(0, rgb.shape[1]))
    assert full.parts is not None
    assert small.within == tuple(slice(0, size) for size in full.parts.labels.shape)
