"""How far a garment reaches on the photo."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.cover import OVER_RIM, Place, cover
from lingtu.imaging.tryon.draw.forearms import forearms
from lingtu.imaging.tryon.draw.in_front import in_front
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.under import Under
from lingtu.imaging.tryon.fit.fit_bottom import fit_bottom
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.waist_line import find_waist
from tests.unit.imaging.tryon.drawn import person, tee, trousers


def place(garment: str, in_place: bool = False) -> tuple[Cloth, Place]:
    """A red garment that is as large as the old one but for 6 px all around, and where it goes."""
    kind = "upperBody" if garment == "tee" else "lowerBody"
    read = read_garment(*(tee() if garment == "tee" else trousers()), kind)
    layers, wearer = read_person(*person(), (kind,))
    part = Part.TORSO if garment == "tee" else Part.LOWER
    share = layers.share(part)
    nothing = np.zeros_like(share)
    under = Under(layers.rgb, nothing, nothing, nothing, nothing, np.ones_like(share))
    if kind == "upperBody":
        fit, waist = fit_top(read, wearer, 1.05, Look()), None
    else:
        fit, waist = fit_bottom(read, wearer, (0.9, 0.9)), find_waist(layers, wearer)
    smaller = cv2.erode((layers.labels == part).astype(np.float32), np.ones((13, 13), np.uint8))
    front = in_front(layers, wearer, read, False)
    body = Cloth(np.full_like(layers.rgb, 1.0) * np.float32([1, 0, 0]), smaller)
    return body, Place(layers, wearer, kind, fit, waist, in_place, under, front, share, nothing, nothing)


def test_old_cloth_around_it_is_covered_and_hands_and_bags_are_not() -> None:
    body, at = place("trousers", in_place=True)
    cloth, _ = cover(body, at)
    legs = (at.layers.labels == Part.LOWER) & (at.wearer.frame.along > 1.1)
    assert body.alpha[legs].mean() < 0.9
    assert cloth.alpha[legs].mean() > 0.97
    assert cloth.alpha[np.isin(at.layers.labels, (Part.HANDS, Part.BAGS))].max() < 0.5


def test_a_waist_under_a_top_is_not_drawn_down_to_its_hem() -> None:
    body, at = place("trousers", in_place=True)
    assert at.waist is not None
    row = int(np.flatnonzero(at.layers.labels[:, 256] == Part.LOWER)[0])
    alpha = body.alpha.copy()
    alpha[row - 30 : row + 10, 215:298] = 1
    striped = Cloth(np.where((np.arange(len(alpha)) < row - 6)[:, None, None], 0, body.rgb), alpha)
    hidden = replace(at, waist=replace(at.waist, is_over=False))
    assert cover(striped, hidden)[0].rgb[row + 2, 256, 0] > 0.9


def test_trousers_in_place_go_a_little_over_the_rim_of_the_old_ones() -> None:
    body, at = place("trousers", in_place=True)
    row = 600
    wide = [float(cover(body, each)[0].alpha[row].sum()) for each in (at, replace(at, in_place=False))]
    assert wide[0] - wide[1] > OVER_RIM * at.wearer.width


def test_no_cloth_is_drawn_into_the_neckline() -> None:
    body, at = place("tee")
    cloth, _ = cover(body, at)
    inside = at.fit.neckline.mean(axis=0) - at.wearer.down * 0.1 * at.wearer.width  # type: ignore[union-attr]
    assert cloth.alpha[int(inside[1]), int(inside[0])] < 0.1


def test_no_skin_shows_on_a_shoulder_above_a_sleeve_s_seam() -> None:
    body, at = place("tee")
    flank = at.wearer.left
    y, x = np.indices(at.share.shape)
    cap = (np.hypot(x - flank.joint[0], y - flank.joint[1]) < 0.15 * at.wearer.width) & (y < flank.joint[1])
    cap &= at.layers.labels == Part.TORSO
    shares = at.layers.shares.copy()
    shares[:, cap] = 0
    shares[Part.ARMS, cap] = 1
    bare = replace(at, layers=replace(at.layers, shares=shares), share=at.share * ~cap)
    bare = replace(bare, under=replace(at.under, doubt=np.zeros_like(at.share)))
    rim = cap & (body.alpha < 0.5)
    assert rim.any()
    assert cover(body, bare)[0].alpha[rim].mean() > 0.8


def test_a_spot_of_skin_among_hair_above_a_shoulder_is_not_covered() -> None:
    body, at = place("tee")
    flank = at.wearer.left
    x, y = int(flank.joint[0]), int(flank.joint[1] - 0.14 * at.wearer.width)
    spot, hair = (cv2.circle(np.zeros(at.share.shape, np.uint8), (x, y), radius, 1, -1) > 0 for radius in (4, 14))
    shares = at.layers.shares.copy()
    shares[:, hair] = 0
    shares[Part.HAIR, hair & ~spot] = shares[Part.NECK, spot] = 1
    layers = replace(at.layers, shares=shares)
    front = replace(at.front, always=np.maximum(at.front.always, shares[Part.HAIR]))
    bare = replace(at, layers=layers, front=front, share=at.share * ~hair)
    body = Cloth(body.rgb, np.where(spot, 0, np.where(hair, 1, body.alpha)).astype(np.float32))
    assert cover(body, bare)[0].alpha[spot].max() < 0.1


def test_no_leg_is_seen_beside_a_dress_above_its_hem() -> None:
    body, at = place("tee")
    labels, share = at.layers.labels, at.layers.share(Part.LOWER)
    shares = at.layers.shares.copy()
    shares[Part.LEGS], shares[Part.LOWER] = share, 0
    bare = replace(at.layers, labels=np.where(labels == Part.LOWER, Part.LEGS, labels).astype(np.uint8), shares=shares)
    assert isinstance(at.fit, TopFit)
    skirt = np.where(at.wearer.frame.along < 1.5, cv2.erode(share, np.ones((9, 9), np.uint8)), 0)
    whole = Cloth(body.rgb, np.asarray(np.maximum(body.alpha, skirt), np.float32))
    dress = replace(at, kind="dresses", layers=bare, fit=replace(at.fit, hem_level=1.5))
    beside = (share > 0.9) & (at.wearer.frame.along > 1.1) & (at.wearer.frame.along < 1.3) & (at.front.whole < 0.1)
    assert cover(whole, dress)[0].alpha[beside].mean() > 0.97
    assert cover(whole, replace(dress, kind="upperBody"))[0].alpha[beside].mean() < 0.9


def test_a_forearm_that_the_old_top_hid_a_part_of_is_bared_beside_what_is_seen_of_it() -> None:
    body, at = place("tee")
    frame, nothing = at.wearer.frame, np.zeros_like(at.share)
    beside = (frame.along > 0.5) & (frame.along < 0.95)
    alpha = np.asarray(np.where(beside & (frame.across < 0.66), 1, body.alpha), np.float32)
    hidden = np.asarray(beside & (frame.across < 0.72), np.float32)
    arm = (forearms(at.wearer, at.share.shape) > 0.5) & (hidden > 0.5) & (frame.across > 0.68) & (frame.along > 0.6)
    front = replace(at.front, always=nothing, arms=nothing, clothes=nothing, beyond=nothing)
    under = replace(at.under, skin=hidden, doubt=nothing)
    old = replace(at, share=np.maximum(at.share, hidden), front=front, under=under, unsure_ground=nothing + 1)
    assert np.count_nonzero(arm) > 100
    assert cover(Cloth(body.rgb, alpha), old)[0].alpha[arm].mean() < 0.2
    unsure = replace(old, under=replace(under, doubt=nothing + 1))
    assert cover(Cloth(body.rgb, alpha), unsure)[0].alpha[arm].mean() > 0.8


def test_shorts_end_at_their_hem_even_if_little_of_the_legs_below_is_seen() -> None:
    body, at = place("trousers")
    hem, end = 640, 655
    alpha, share = body.alpha.copy(), at.share.copy()
    alpha[hem:], share[end:] = 0, 0
    skin = share * (np.arange(len(share)) >= hem)[:, None]
    shortened = replace(at, share=share, under=replace(at.under, skin=skin))
    assert cover(Cloth(body.rgb, alpha), shortened)[0].alpha[hem + 4 : end].max() < 0.2
