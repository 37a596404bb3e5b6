"""Long trousers in place of old ones, and what is beside the hips, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.check.hips import from_ground, is_before_plain_ground, lost_hand_area
from lingtu.imaging.tryon.check.judge import of_lower, of_result
from lingtu.imaging.tryon.draw.conform import in_outline
from lingtu.imaging.tryon.draw.put_on import put_on
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_bottom import fit_bottom
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.replaces import in_trousers, is_in_place
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import TONES, person, shorts, tee, trousers


def test_trousers_in_place_of_old_ones_have_their_outline() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    worn = put_on(layers, wearer, read_garment(*trousers(), "lowerBody"), Look(), 0)
    old = (layers.labels == Part.LOWER).astype(np.uint8)
    assert worn.cloth[cv2.dilate(old, np.ones((7, 7))) == 0].max() < 0.02
    assert worn.cloth[cv2.erode(old, np.ones((7, 7))) > 0].min() > 0.98
    assert worn.under.skin.max() < 0.02


def test_only_trousers_take_the_place_of_trousers() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("lowerBody",))
    assert is_in_place(read_garment(*trousers(), "lowerBody"), wearer)
    assert not is_in_place(read_garment(*tee(), "upperBody"), wearer)
    bare = replace(wearer, outfit=replace(wearer.outfit, legs=(0.4, 0.4)))
    assert not is_in_place(read_garment(*trousers(), "lowerBody"), bare)
    labels = wearer.labels[:480]  # the picture ends above where legs were taken for bare
    assert is_in_place(read_garment(*trousers(), "lowerBody"), replace(bare, labels=labels))


def test_in_an_outline_the_garments_pale_rim_is_left_out() -> None:
    rgb = np.zeros((200, 200, 3), np.float32)
    alpha = np.zeros((200, 200), np.float32)
    alpha[60:140, 60:140], rgb[60:140, 60:140] = 1, 1
    rgb[62:138, 62:138] = (0.1, 0.1, 0.9)
    old = np.zeros_like(alpha)
    old[60:140, 66:150] = 1
    worn = in_outline(Cloth(rgb, alpha), old, np.zeros_like(old), 300.0, 0.1)
    assert (worn.alpha > 0.5).sum() == pytest.approx(old.sum(), abs=20)
    assert worn.rgb[old > 0, 0].max() < 0.2


def test_a_hand_taken_for_trousers_is_missed() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    assert lost_hand_area(layers, wearer) < 0.005
    labels = layers.labels.copy()
    right = np.arange(labels.shape[1])[None] > 256
    labels[right & np.isin(labels, (Part.HANDS, Part.ARMS))] = Part.LOWER
    assert lost_hand_area(replace(layers, labels=labels), wearer) > 0.02


def test_trousers_of_the_backgrounds_colour_are_not_told_from_it() -> None:
    rgb, who = person()
    assert from_ground(*read_person(rgb, who, ("lowerBody",))) > 40
    rgb[who.parts.labels == Part.LOWER] = np.array(TONES[Part.BACKGROUND]) - 0.02
    assert from_ground(*read_person(rgb, who, ("lowerBody",))) < 5


@pytest.mark.parametrize(("paler", "told"), [(1.0, False), (1.03, True)])
def test_trousers_of_nearly_the_colour_of_an_even_background_are_told_from_it(paler: float, told: bool) -> None:
    rgb, who = person()
    rgb[who.parts.labels == Part.LOWER] = np.array(TONES[Part.BACKGROUND]) * paler
    layers, wearer = read_person(rgb, who, ("lowerBody",))
    assert from_ground(layers, wearer) < 5
    assert is_before_plain_ground(layers, wearer) is told
    garment = read_garment(*trousers(), "lowerBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    grave = [doubt.name for doubt in of_lower(layers, wearer, garment, worn) if doubt.is_grave]
    assert ("like_ground" in grave) is not told


def test_lower_clothes_that_are_not_told_do_not_matter_below_a_garment_that_hides_their_outline() -> None:
    rgb, who = person()
    rgb[who.parts.labels == Part.LOWER] = TONES[Part.BACKGROUND]
    layers, wearer = read_person(rgb, who, ("lowerBody",))
    short = replace(wearer, outfit=replace(wearer.outfit, legs=(0.4, 0.4)))
    garment = read_garment(*trousers(), "lowerBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    lower = (layers.labels == Part.LOWER).astype(np.uint8)
    wide = replace(worn, cloth=cv2.dilate(lower, np.ones((15, 15))).astype(np.float32))
    for each, on, refused in ((worn, short, True), (wide, short, False), (wide, wearer, True)):
        assert of_lower(layers, on, garment, each)[0].is_grave is refused


def test_hips_below_a_long_top_are_not_squeezed() -> None:
    _, wearer = read_person(*person(), ("lowerBody",))
    fit = fit_bottom(read_garment(*trousers(), "lowerBody"), wearer, (1.08, 1.08))
    stretch = next(piece for piece in fit.pieces if piece.name == "hips").stretch
    assert np.median(stretch[:, 0] / stretch[:, 1]) < 2.7


def wearer_of_shorts() -> Wearer:
    _, wearer = read_person(*person(), ("lowerBody",))
    return replace(wearer, outfit=replace(wearer.outfit, legs=(0.4, 0.4)))


def test_loose_shorts_are_longer_than_wide_and_end_at_the_knees_at_most() -> None:
    wearer = wearer_of_shorts()
    half = [cv2.resize(each, (400, 220)) for each in shorts()]
    short, long = (read_garment(*each, "lowerBody") for each in (half, shorts()))
    waist = float(np.linalg.norm(wearer.on_edge(wearer.right, 0.9) - wearer.on_edge(wearer.left, 0.9)))
    assert short.bottom is not None
    assert fit_bottom(short, wearer, (0.9, 0.9)).scale > 1.1 * waist / short.bottom.waist_px
    assert max(fit_bottom(long, wearer, (0.9, 0.9)).hems_px) < wearer.left.leg.joint + 15


def test_the_legs_of_shorts_hang_from_the_hips() -> None:
    fit = fit_bottom(read_garment(*shorts(), "lowerBody"), wearer_of_shorts(), (0.9, 0.9))
    left, hips = fit.pieces[0].target, fit.pieces[-1].target
    assert left[np.argsort(left[:, 1])[-7:], 0].min() < hips[np.argsort(hips[:, 1])[-9:], 0].min() + 3


def test_no_print_is_cut_between_the_hips_and_the_legs() -> None:
    fit = fit_bottom(read_garment(*shorts(), "lowerBody"), wearer_of_shorts(), (0.9, 0.9))
    rows = fit.pieces[0].source.reshape(-1, 7, 2)
    steps = np.linalg.norm(np.diff(rows[:, -2], axis=0), axis=1)
    assert steps[0] < 2 * np.median(steps)


@pytest.mark.parametrize(("share", "hidden", "seen"), [(0.09, False, False), (0.11, False, True), (0.14, True, True)])
def test_little_of_legs_is_made_up_and_less_where_it_must_go_on_to_what_is_seen(
    share: float, hidden: bool, seen: bool
) -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    garment = read_garment(*trousers(), "lowerBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    skin = np.zeros_like(worn.cloth)
    skin[500:600].flat[: int(share * wearer.width**2)] = 1
    worn = replace(worn, cloth=np.zeros_like(skin), under=replace(worn.under, skin=skin))
    labels = wearer.labels.copy()
    labels[600:][labels[600:] == Part.LOWER] = Part.LEGS
    for who, refused in ((wearer, hidden), (replace(wearer, labels=labels), seen)):
        found = [doubt.name for doubt in of_result(layers, who, garment, worn) if doubt.is_grave]
        assert ("legs" in found) is refused


def test_trousers_over_a_skirt_are_refused() -> None:
    layers, wearer = read_person(*person(), ("lowerBody",))
    garment = read_garment(*trousers(), "lowerBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    in_skirt = replace(wearer, outfit=replace(wearer.outfit, legs=(0.4, 0.4)))
    for who, told in ((wearer, False), (in_skirt, True)):
        grave = [doubt.name for doubt in of_result(layers, who, garment, worn) if doubt.is_grave]
        assert ("over_skirt" in grave) is told


def test_shorts_in_place_of_a_skirt_are_refused() -> None:
    """As wide as the skirt they would look like one."""
    layers, wearer = read_person(*person(), ("lowerBody",))
    garment = read_garment(*shorts(), "lowerBody")
    worn = put_on(layers, wearer, garment, Look(), 0)
    assert garment.bottom is not None
    wide = garment.bottom.waist * (1.5, 1)  # worn smaller they end well within the picture
    garment = replace(garment, bottom=replace(garment.bottom, waist=wide))
    dressed = replace(wearer, outfit=replace(wearer.outfit, one_piece=True))
    for who, told in ((wearer, False), (dressed, True)):
        grave = [doubt.name for doubt in of_result(layers, who, garment, worn) if doubt.is_grave]
        assert ("over_skirt" in grave) is told


def test_a_skirt_that_ends_above_the_picture_s_edge_is_no_trousers() -> None:
    """A hair's breadth below its hem there are bare legs."""
    _, wearer = read_person(*person(), ("lowerBody",))
    cropped = replace(wearer, labels=wearer.labels[:600])
    assert in_trousers(cropped)
    bare = cropped.labels.copy()
    bare[-8:][bare[-8:] == Part.LOWER] = Part.LEGS
    assert not in_trousers(replace(cropped, labels=bare))
