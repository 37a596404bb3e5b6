"""Poses that suit and poses that don't, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person
from lingtu.imaging.tryon.check import judge
from lingtu.imaging.tryon.check.hips import lost_hand_area
from lingtu.imaging.tryon.check.judge import of_arms, of_person
from lingtu.imaging.tryon.check.person_measures import ankles_apart
from lingtu.imaging.tryon.draw.put_on import put_on
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import TONES, person, tee


def grave(rgb: np.ndarray, who: Person) -> set[str]:
    layers, wearer = read_person(rgb, who, ("upperBody",))
    return {doubt.name for doubt in of_person(layers, wearer, ("upperBody",)) if doubt.is_grave}


def crossed(rgb: np.ndarray, who: Person, over_old: bool = False) -> bool:
    layers, wearer = read_person(rgb, who, ("upperBody",))
    garment = read_garment(*tee(), "upperBody")
    worn = replace(put_on(layers, wearer, garment, Look(), 0), over_old=over_old)
    return of_arms(wearer, garment, worn)[0].is_grave


def with_points(who: Person, places: dict[int, tuple[float, float]]) -> Person:
    assert who.body is not None
    points = who.body.points.copy()
    points[list(places)] = list(places.values())
    return replace(who, body=replace(who.body, points=points))


@pytest.mark.parametrize(("half_px", "refused"), [(50, "lowerBody"), (38, "upperBody lowerBody")])
def test_the_torso_of_a_body_that_is_turned_may_be_clad_but_its_legs_may_not(half_px: int, refused: str) -> None:
    rgb, who = person()
    aside = with_points(who, {11: (256 + half_px, 190), 12: (256 - half_px, 190)})
    for kind in ("upperBody", "lowerBody"):
        layers, wearer = read_person(rgb, aside, (kind,))  # type: ignore[arg-type]
        found = {doubt.name for doubt in of_person(layers, wearer, (kind,)) if doubt.is_grave}
        assert ("narrow" in found) is (kind in refused)


def test_legs_of_a_body_that_is_a_little_turned_may_be_clad_if_they_are_in_trousers() -> None:
    rgb, who = person()
    aside = with_points(who, {11: (256 + 56, 190), 12: (256 - 56, 190)})
    layers, wearer = read_person(rgb, aside, ("lowerBody",))
    bare = replace(wearer, outfit=replace(wearer.outfit, legs=(0.4, 0.4)))
    for each, refused in ((wearer, False), (bare, True)):
        doubts = of_person(layers, each, ("lowerBody",))
        assert ("narrow" in {doubt.name for doubt in doubts if doubt.is_grave}) is refused


def test_old_sleeves_stay_below_new_ones_of_a_body_that_faces_the_camera() -> None:
    rgb, who = person()
    garment = read_garment(*tee(), "upperBody")
    for half_px, refused in ((70, False), (46, True)):
        aside = with_points(who, {11: (256 + half_px, 190), 12: (256 - half_px, 190)})
        layers, wearer = read_person(rgb, aside, ("upperBody",))
        worn = put_on(layers, wearer, garment, Look(), 0)
        for over_old in (True, False):
            doubts = of_arms(wearer, garment, replace(worn, over_old=over_old))
            assert ("narrow_below" in {each.name for each in doubts if each.is_grave}) is (refused and over_old)


def test_a_head_may_be_turned_alone() -> None:
    rgb, who = person()
    aside = with_points(who, {index: (170, 100) for index in range(11)})
    assert "turned" not in grave(rgb, aside)
    labels = np.where(who.parts.labels == Part.NECK, Part.HAIR, who.parts.labels).astype(np.uint8)
    unseen = replace(aside, parts=replace(aside.parts, labels=labels))
    assert "turned" in grave(rgb, unseen)


def test_a_bare_forearm_before_the_top_is_no_obstacle_and_one_in_a_sleeve_is() -> None:
    rgb, who = person()
    bent = with_points(who, {15: (262, 330), 17: (240, 332), 19: (240, 328)})
    assert crossed(rgb, bent)
    assert not crossed(rgb, bent, over_old=True)
    across = with_points(who, {15: (212, 330), 17: (192, 332), 19: (192, 328)})
    assert crossed(rgb, across, over_old=True)
    labels = who.parts.labels.copy()
    cv2.line(labels, (352, 300), (262, 330), int(Part.ARMS), 30)
    seen = replace(bent, parts=replace(who.parts, labels=labels))
    rgb[labels == Part.ARMS] = TONES[Part.ARMS]
    assert not crossed(rgb, seen)
    assert "in_front" not in grave(rgb, seen)


def test_a_hand_in_a_pocket_is_not_missed() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    right = np.arange(labels.shape[1])[None] > 256
    labels[right & (labels == Part.HANDS)] = Part.LOWER
    labels[right & (labels == Part.ARMS) & (np.arange(labels.shape[0])[:, None] > 380)] = Part.LOWER
    rgb[right & (labels == Part.LOWER)] = TONES[Part.LOWER]
    pocketed = replace(who, parts=replace(who.parts, labels=labels))
    assert lost_hand_area(*read_person(rgb, pocketed, ("lowerBody",))) < 0.005


def test_somebody_of_whom_no_skin_was_found_was_not_recognised() -> None:
    rgb, who = person()
    assert "no_skin" not in grave(rgb, who)
    assert who.parts is not None
    labels = who.parts.labels.copy()
    labels[np.isin(labels, (Part.FACE, Part.NECK, Part.ARMS, Part.HANDS))] = Part.BACKGROUND
    assert "no_skin" in grave(rgb, replace(who, parts=replace(who.parts, labels=labels)))


def test_long_sleeves_on_a_raised_forearm_are_refused_short_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    rgb, who = person()
    up = with_points(who, {15: (352, 240)})  # the left wrist, above its elbow
    layers, wearer = read_person(rgb, up, ("upperBody",))
    garment = read_garment(*tee(), "upperBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    assert "raised" not in [doubt.name for doubt in of_arms(wearer, garment, worn) if doubt.is_grave]
    monkeypatch.setattr(judge, "HALF", 0.1)  # the tee's sleeves are long then
    assert "raised" in [doubt.name for doubt in of_arms(wearer, garment, worn) if doubt.is_grave]


def test_a_photo_that_begins_below_the_head_is_refused_where_clothes_were_taken_for_hair() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    for parts, refused in (((), False), ((Part.FACE, Part.NECK), True)):
        without = np.where(np.isin(layers.labels, parts), Part.HAIR, layers.labels).astype(np.uint8)
        found = of_person(replace(layers, labels=without), wearer, ("lowerBody",))
        assert ("no_head" in {doubt.name for doubt in found if doubt.is_grave}) is refused


def test_how_far_apart_feet_stand_is_told_where_both_are_seen() -> None:
    rgb, who = person()
    standing = {27: (300.0, 705.0), 28: (212.0, 705.0)}
    for places, apart in (
        (standing, 88),
        ({27: (262.0, 705.0), 28: (250.0, 705.0)}, 12),
        ({27: (300.0, 999.0)}, np.inf),
    ):
        _, wearer = read_person(rgb, with_points(who, places), ("lowerBody",))
        assert ankles_apart(wearer) == pytest.approx(apart / wearer.width, abs=0.02)
