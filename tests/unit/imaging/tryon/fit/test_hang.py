"""Tops that hang over trousers, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.in_front import below_cuffs, in_front, smooth_limb
from lingtu.imaging.tryon.fit.fit import Way, way_worn
from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.hang import around_px, hanging_level, hidden_below, hung, pocketed
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.pocket_rims import without_pocket_rims
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.try_on import Item, Sitter, try_on
from lingtu.imaging.tryon.worn.layers import Layers, split
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import LEVELS, Wearer
from tests.unit.imaging.tryon.drawn import SIZE, filled, person, person_with_hand_in_pocket, tee

RED = (0.8, 0.1, 0.1)


def test_a_top_ends_below_the_old_one_and_a_long_one_is_shorter_than_by_itself() -> None:
    assert hanging_level(1.0, 0.8) == 1.0
    assert hanging_level(0.9, 0.95) > 0.98
    assert hanging_level(0.9, 0.8) - 0.8 > hanging_level(0.9, 1.1) - 1.1 > 0.02  # where that is long, not much
    assert 1.05 < hanging_level(1.3, 0.9) < 1.2
    assert hanging_level(0.5, 0.95) == 0.5  # a short one is not drawn out to the hips
    assert hanging_level(0.5, 0.95, torso=1.55) > 0.95  # but that looks short where the wearer is turned


def test_a_top_ends_above_a_hand_in_a_pocket_but_covers_the_old_ones_end() -> None:
    assert hanging_level(1.3, 0.9, 0.98) == 0.98
    assert 0.9 < hanging_level(1.3, 0.9, 0.8) < 0.95
    assert hanging_level(0.8, 0.6, 0.98) == 0.8


def test_a_side_falls_straight_past_a_hollow_and_keeps_the_round_corner_of_the_hem() -> None:
    levels = np.linspace(0.3, 1.1, 9)
    half = np.array([50.0, 46, 40, 36, 40, 48, 54, 54, 60])
    own = np.array([50.0, 50, 50, 50, 50, 50, 50, 50, 45])
    side = hung(half, own, levels)
    assert side[3] > 42
    assert side[-1] == pytest.approx(0.9 * side[-2])
    assert (side[:-1] >= half[:-1]).all()
    assert hung(half, own, levels, least=58.0)[-1] == 58  # around trousers that are wider there
    over_hand = hung(half, own, levels, 1.0)
    assert np.diff(over_hand[:-1], 2).max() < 1e-6  # in one line, no hollow


def test_a_side_widens_gently_over_a_wide_skirt() -> None:
    levels = np.linspace(0.4, 0.9, 11)
    half = np.where(levels > 0.83, 60.0, 40.0)
    side = hung(half, np.full(11, 40.0), levels)
    assert side[-1] == pytest.approx(60)
    assert np.diff(side).max() < 4
    assert (side[:3] < 48).all()


def test_trousers_are_in_the_cloth_that_hangs_over_them_behind_a_hand_too() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    levels = np.array([0.5, 1.1])
    reach = around_px(wearer, wearer.right, levels)
    assert reach[0] == 0
    assert 75 < reach[1] < 95
    labels = wearer.labels.copy()
    labels[410:440, 312:324] = Part.HANDS
    assert abs(around_px(replace(wearer, labels=labels), wearer.right, levels)[1] - reach[1]) < 3
    labels[:, 240:280] = Part.BACKGROUND  # between the legs
    assert abs(around_px(replace(wearer, labels=labels), wearer.right, levels)[1] - reach[1]) < 3


def test_a_top_goes_on_beyond_an_arm_as_the_old_one_did_around_the_hips_there() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    levels = np.array([0.7, 0.8, 1.1])
    places = [wearer.at(float(level), 0) for level in levels]
    labels = wearer.labels.copy()
    rows = [slice(int(y) - 8, int(y) + 8) for _, y in places]
    for row, part in zip(rows, (Part.TORSO, Part.TORSO, Part.LOWER), strict=True):
        labels[row, 256:420] = Part.BACKGROUND
        labels[row, 256:370] = part
        labels[row, 320:350] = Part.ARMS
    beyond = around_px(replace(wearer, labels=labels), wearer.right, levels)
    assert beyond[:2] == pytest.approx(beyond[2], abs=12)
    labels[rows[2], 310:420] = Part.BACKGROUND
    narrow = around_px(replace(wearer, labels=labels), wearer.right, levels)
    assert (narrow[:2] < beyond[:2] - 30).all()


def test_a_top_hangs_over_the_waist_and_hides_the_trousers_beside_it() -> None:
    rgb, who = person()
    shirt = Item(read_garment(*tee(RED), "upperBody"), "garment")
    result = try_on(rgb, Sitter(rgb, who), (shirt,), Look(), 0, check=lambda *_: None)
    red = (result[..., 0] > 0.4) & (result[..., 1] < 0.3) & (result[..., 2] < 0.3)
    middle = np.flatnonzero(red[:, 256])
    hem = int(middle[-1])
    assert hem > 190 + 0.98 * 210  # below the old waist
    lower = who.parts.labels == Part.LOWER
    assert red[:hem][lower[:hem]].mean() > 0.9
    assert not red[hem + 8 :].any()
    assert np.abs(result[hem + 12 : 540] - rgb[hem + 12 : 540]).max() < 0.02


def with_hand_in_pocket() -> tuple[Layers, Wearer]:
    return read_person(*person_with_hand_in_pocket(), ("upperBody",))


def test_a_hand_in_a_pocket_and_its_forearm_stay_in_front_of_the_top() -> None:
    layers, wearer = with_hand_in_pocket()
    found = pocketed(layers, wearer)
    wrist, fingers = (wearer.level_of(np.array([256.0, y])) for y in (395.0, 424.0))
    assert wrist < found.right.pocket_level < fingers
    assert found.left.pocket_level == np.inf
    front = in_front(layers, found, read_garment(*tee(RED), "upperBody"), tucked=False)
    assert front.over_torso[405:415, 310:330].min() > 0.9
    assert front.arms[370, 325:335].min() > 0.9


def test_a_top_ends_above_a_hand_in_a_pocket_in_front() -> None:
    layers, wearer = with_hand_in_pocket()
    at_side = pocketed(layers, wearer).right.pocket_level
    # the hip goes on beyond the hand
    beyond = np.zeros(layers.labels.shape, bool)
    beyond[395:, 256:420] = True
    labels = np.where(beyond & (layers.labels == Part.BACKGROUND), Part.LOWER, layers.labels).astype(np.uint8)
    in_front_level = pocketed(replace(layers, labels=labels), wearer).right.pocket_level
    assert wearer.level_of(np.array([256.0, 380.0])) < in_front_level < at_side - 0.02


def test_the_side_behind_a_forearm_is_as_wide_as_the_old_top_and_not_around_the_pocket() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    wearer = replace(wearer, outfit=replace(wearer.outfit, sleeves=(0.4, 0.4)))
    labels, side = wearer.labels.copy(), int(256 + np.interp(1.1, LEVELS, wearer.right.edge))
    labels[400:450, 256 : side + 40] = Part.LOWER  # a hand is in it
    labels[340:390, 256 : side + 10] = Part.TORSO
    labels[340:390, side + 10 : side + 60] = Part.ARMS
    wearer = replace(wearer, labels=labels)
    pocket = replace(wearer.right, pocket_level=1.0)
    levels = np.array([wearer.level_of(np.array([256.0, y])) for y in (370.0, 425.0)])
    assert around_px(wearer, wearer.right, levels)[1] > side - 256 + 35
    reach = around_px(wearer, pocket, levels)
    assert abs(reach[0] - (side - 256 + 10)) < 4
    assert reach[1] < side - 256 + 15


def test_a_pocket_is_seen_beside_a_top_that_ends_above_the_hand() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("upperBody",))
    sides = tuple(np.array([[x, 260.0], [x, 420.0]]) for x in (186.0, 300.0))
    hem = np.stack([np.linspace(186, 300, 9), np.full(9, 420.0)], axis=1)
    strip = (slice(405, 412), slice(306, 312))
    assert (layers.labels[strip] == Part.LOWER).all()
    assert hidden_below(layers, wearer, sides, hem)[strip].min() > 0.5
    pocket = replace(wearer, right=replace(wearer.right, pocket_level=1.0))
    assert hidden_below(layers, pocket, sides, hem)[strip].max() < 0.1


def test_a_hand_is_in_a_pocket_however_narrow_the_shoulders_of_who_is_turned_look() -> None:
    layers, wearer = with_hand_in_pocket()
    body = wearer.frame.body
    for inwards in (0, 30):
        points = body.points.copy()
        points[[11, 12], 0] += (-inwards, inwards)
        frame = replace(wearer.frame, body=replace(body, points=points))
        found = pocketed(layers, replace(wearer, frame=frame))
        assert found.right.in_pocket
        assert not found.left.in_pocket


def test_the_rim_of_a_pocket_that_is_taken_off_is_not_kept_as_a_hands_and_the_other_hand_is_whole() -> None:
    layers, wearer = with_hand_in_pocket()
    found = without_pocket_rims(layers, wearer)
    hand, right = layers.labels == Part.HANDS, np.arange(SIZE[1])[None] > 256
    core = cv2.erode((hand & right).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert core.any()
    assert (found.share(Part.HANDS)[core] > 0.99).all()
    at_end = hand & right & ~core & (np.arange(SIZE[0])[:, None] > 415)
    lost = layers.share(Part.HANDS) - found.share(Part.HANDS)
    assert lost[at_end].sum() > 20
    assert (lost * ~right).max() == 0
    assert np.allclose(found.shares.sum(axis=0), layers.shares.sum(axis=0), atol=1e-5)


def test_a_wrist_that_ends_at_the_hip_is_in_a_pocket() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("upperBody",))
    labels = np.where(np.isin(layers.labels, (Part.HANDS, Part.BAGS)), Part.BACKGROUND, layers.labels).astype(np.uint8)
    points = np.asarray(wearer.frame.body.points).copy()
    points[[15, 17, 19]] = (350, 415), (330, 455), (334, 455)
    frame = replace(wearer.frame, body=replace(wearer.frame.body, points=points))
    shows = labels.copy()
    cv2.fillPoly(shows, [np.array([(333, 400), (362, 412), (352, 432), (333, 440)])], int(Part.HANDS))
    shows[390:450, 324:333] = Part.BACKGROUND  # a pattern that is taken for the ground
    shows[410:450, 300:324] = Part.LOWER
    shows[425:445, 324:333] = Part.LOWER
    layers, wearer = replace(layers, labels=shows), replace(wearer, labels=shows, frame=frame)
    found = pocketed(layers, wearer)
    assert found.right.pocket_level < wearer.level_of(np.array([256.0, 440.0]))
    assert found.left.pocket_level == np.inf


def test_an_arm_that_ends_at_the_hip_without_a_hand_is_in_a_pocket() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("upperBody",))
    labels = np.where(np.isin(layers.labels, (Part.HANDS, Part.BAGS)), Part.BACKGROUND, layers.labels).astype(np.uint8)
    points = np.asarray(wearer.frame.body.points).copy()
    points[[15, 17, 19]] = (345, 420), (330, 455), (334, 455)
    labels[405:460, 300:335] = Part.LOWER
    labels[390:430, 335:365] = Part.ARMS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    frame = replace(wearer.frame, body=replace(wearer.frame.body, points=points))
    layers, wearer = replace(layers, labels=labels, shares=shares), replace(wearer, labels=labels, frame=frame)
    found = pocketed(layers, wearer)
    assert found.right.pocket_level < wearer.level_of(np.array([256.0, 430.0]))
    assert found.left.pocket_level == np.inf


def test_tops_hang_outside_unless_a_variation_tucks_them_in() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("upperBody",))
    garment = read_garment(*tee(RED), "upperBody")
    assert way_worn(layers, wearer, garment, Look()) is Way.OUTSIDE
    assert way_worn(layers, wearer, garment, Look(tucked=True)) is Way.INSIDE
    one_piece = replace(wearer, outfit=replace(wearer.outfit, one_piece=True))
    assert way_worn(layers, one_piece, garment, Look()) is Way.ALONE
    ragged = layers.labels.copy()
    ragged[360:400, 216:296:16] = Part.TORSO
    ragged[360:400, 224:296:16] = Part.LOWER
    assert way_worn(replace(layers, labels=ragged), wearer, garment, Look(tucked=True)) is Way.OUTSIDE


def test_an_arm_is_in_front_of_the_top_down_to_the_hand() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[420:430, 355:370] = Part.ARMS  # said to be a hand only below
    layers, wearer = read_person(rgb, replace(who, parts=replace(who.parts, labels=labels)), ("upperBody",))
    front = in_front(layers, wearer, read_garment(*tee(RED), "upperBody"), tucked=False)
    assert (front.over_torso[423:427, 360:365] > 0.9).all()


def test_a_forearm_whose_width_is_measured_too_small_is_in_front_up_to_its_edge_and_has_no_line_at_the_hand() -> None:
    layers, wearer = read_person(*person(sleeves=0.02), ("upperBody",))
    arm = wearer.left.arm
    narrow = replace(arm, outer=0.3 * arm.outer, inner=0.3 * arm.inner)
    wearer = replace(wearer, left=replace(wearer.left, arm=narrow))
    shares = layers.shares.copy()
    shares[Part.ARMS] = cv2.dilate(shares[Part.ARMS], np.ones((1, 25), np.uint8))  # turned to the camera
    shares[: Part.ARMS] *= 1 - shares[Part.ARMS]
    shares[Part.ARMS + 1 :] *= 1 - shares[Part.ARMS]
    front = in_front(replace(layers, shares=shares), wearer, read_garment(*tee(RED), "upperBody"), tucked=False)
    row = 360
    x = int(np.flatnonzero(layers.labels[row, :220] == Part.ARMS).max())
    assert front.over_torso[row, x + 7] > 0.95
    last = int(np.flatnonzero(layers.labels[:, 152] == Part.ARMS).max())
    assert front.over_torso[last - 6 : last + 8, 152].min() > 0.95


def test_a_bare_upper_arm_is_in_front_of_a_top_from_its_armhole_on() -> None:
    rgb, who = person(sleeves=0.02)
    layers, wearer = read_person(rgb, who, ("upperBody",))
    layers.labels[200:260, 150:196] = Part.ARMS
    layers = split(rgb, layers.labels, (layers.labels > 0).astype(np.float32))
    vest, pits = read_garment(*tee(RED), "upperBody"), tuple(flank.joint + 10 * wearer.down for flank in wearer.flanks)
    beside = in_front(layers, wearer, vest, tucked=False, armpits=pits).arms
    x, y = flank_middle(wearer, 22.0)
    assert beside[y, x] > 0.9
    assert in_front(layers, wearer, vest, tucked=False).arms[y, x] < 0.5
    assert beside[int(pits[0][1]) - 6].max() < 0.1


def test_below_a_cuff_there_is_room_for_an_arm_whose_inner_edge_is_measured_narrow() -> None:
    rgb, who = person(sleeves=0.02)
    _, wearer = read_person(rgb, who, ("upperBody",))
    below = below_cuffs(wearer, (60.0, 60.0), wearer.labels.shape)
    x, y = np.rint(wearer.left.arm.point(np.array([70.0]), -1, ease=1.8)[0]).astype(int)
    assert below[y, x] > 0.9
    assert below_cuffs(wearer, (90.0, 90.0), wearer.labels.shape)[y, x] < 0.1


def flank_middle(wearer: Wearer, at: float) -> tuple[int, int]:
    x, y = np.rint(wearer.left.arm.point(np.array([at]), 0)[0]).astype(int)
    return int(x), int(y)


def test_a_limb_before_cloth_has_an_even_edge_within_its_own() -> None:
    y, x = np.indices((200, 120))
    wavy = (x > 30) & (x < 80 + 3 * np.sin(y / 6))
    even = smooth_limb(wavy.astype(np.float32), 300.0)
    edge = 30 + np.count_nonzero(even[40:160] > 0.5, axis=1)
    assert np.ptp(edge) <= 4
    assert edge.max() < 80


def test_a_dress_over_trousers_has_their_width_and_not_their_folds() -> None:
    rgb, who = person()
    lower = who.parts.labels == Part.LOWER
    left = [(240, 40), (150, 70), (60, 200), (120, 235), (160, 180), (165, 520), (140, 1100)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (1140, 600))
    cloth = alpha[..., None] * np.array(RED, np.float32) + 1 - alpha[..., None]
    dress = Item(read_garment(cloth.astype(np.float32), alpha, "dresses"), "garment")
    folded = rgb.copy()
    folded[440:500, 240:272][lower[440:500, 240:272]] *= 0.6
    plain, result = (
        try_on(each, Sitter(each, who), (dress,), Look(), 0, check=lambda *_: None) for each in (rgb, folded)
    )
    assert (result[420:436][lower[420:436]][:, 1] < 0.3).mean() > 0.95
    assert np.abs(result[450:490, 245:267] - plain[450:490, 245:267]).max() < 0.02


def test_a_bare_arm_comes_out_of_its_cuff_and_is_below_the_sleeve_above_it() -> None:
    layers, wearer = read_person(*person(sleeves=0.1), ("upperBody",))
    cuff = 0.35 * wearer.left.arm.length
    sleeved, bare = (
        in_front(layers, wearer, read_garment(*tee(RED), "upperBody"), False, cuffs)
        for cuffs in ((cuff, cuff), (0.0, 0.0))
    )
    above, below = (np.rint(wearer.left.arm.point(np.array([cuff + px]), 0)[0]).astype(int) for px in (-12, 8))
    assert sleeved.arms[above[1], above[0]] < 0.05
    assert bare.arms[above[1], above[0]] > 0.9
    assert sleeved.arms[below[1], below[0]] > 0.9


def test_a_limb_is_not_round_at_the_old_cuff_that_hides_it() -> None:
    limb = np.zeros((200, 120), np.float32)
    limb[60:, 40:80] = 1
    hidden = np.zeros_like(limb)
    hidden[:60, 40:80] = 1
    round_, even = smooth_limb(limb, 300.0), smooth_limb(limb, 300.0, hidden)
    assert round_[62, 43] < 0.5 < even[62, 43]


def test_a_strip_of_an_arm_between_cloth_and_background_stays_in_front() -> None:
    limb, ground = np.zeros((200, 120), np.float32), np.zeros((200, 120), np.float32)
    limb[:, 50:62], ground[:, :50] = 1, 1
    assert smooth_limb(limb, 300.0)[100, 52:58].max() < 0.5 < smooth_limb(limb, 300.0, ground)[100, 50:58].min()


def test_a_bare_forearm_that_is_jagged_beside_the_torso_has_an_even_edge() -> None:
    layers, wearer = read_person(*person(sleeves=0.1), ("upperBody",))
    labels, shares = layers.labels.copy(), layers.shares.copy()
    rows = np.arange(310, 370)
    inner = np.array([int(np.flatnonzero(labels[row, :220] == Part.ARMS).max()) for row in rows])
    for row, x in zip(rows, inner, strict=True):
        view = row, slice(x - 7 if row % 16 < 8 else x + 1, 220)
        labels[view] = Part.TORSO
        shares[:, row, view[1]] = np.arange(len(shares))[:, None] == Part.TORSO
    jagged = replace(layers, labels=labels, shares=shares)
    front = in_front(jagged, wearer, read_garment(*tee(RED), "upperBody"), False)
    edge = np.array([int(np.flatnonzero(front.arms[row, :220] > 0.5).max()) for row in rows]) - inner
    assert np.abs(np.diff(edge[15:-15])).max() <= 3


def test_what_is_seen_of_trousers_beyond_an_arm_is_not_hidden() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    fit = fit_top(read_garment(*tee(RED), "upperBody"), wearer, 1.15, Look(), outside=True)
    hidden = hidden_below(layers, wearer, fit.sides, fit.hem)
    assert hidden.max() > 0.9
    # a hand between its right side and the rest
    labels, shares = layers.labels.copy(), layers.shares.copy()
    columns = np.flatnonzero((hidden > 0.5).any(axis=0))
    strip = slice(int(columns[-1]) - 12, int(columns[-1]) - 6)
    labels[:, strip] = Part.HANDS
    shares[:, :, strip] = 0
    shares[Part.HANDS][:, strip] = 1
    beyond = slice(strip.stop, None)
    top = (labels == Part.TORSO) & (np.indices(labels.shape)[1] >= strip.stop)
    labels[top] = Part.BACKGROUND
    shares[:, top] = 0
    shares[Part.BACKGROUND][top] = 1
    found = hidden_below(replace(layers, labels=labels, shares=shares), wearer, fit.sides, fit.hem)
    assert hidden[:, beyond].max() > 0.5
    assert found[:, beyond].max() == 0
    assert found[:, : strip.start].max() > 0.9


def test_an_arm_that_ends_at_the_lower_clothes_above_its_guessed_wrist_is_in_a_pocket_and_all_before_the_top() -> None:
    layers, wearer = with_hand_in_pocket()
    right = np.arange(SIZE[1])[None] > 256
    labels = np.where((layers.labels == Part.HANDS) & right, Part.LOWER, layers.labels).astype(np.uint8)
    labels[390:450, 295:350] = Part.LOWER
    points = np.asarray(wearer.frame.body.points).copy()
    points[[15, 17, 19]] = (350, 450), (350, 490), (352, 490)
    frame = replace(wearer.frame, body=replace(wearer.frame.body, points=points))
    guessed = replace(wearer, frame=frame)
    found = pocketed(replace(layers, labels=labels), guessed)
    end = np.flatnonzero(((labels == Part.ARMS) & right).any(axis=1))[-1]
    assert found.right.pocket_level == pytest.approx(wearer.level_of(np.array([256.0, end])), abs=0.02)
    ground = np.where((labels == Part.LOWER) & right, Part.BACKGROUND, labels).astype(np.uint8)
    assert not pocketed(replace(layers, labels=ground), guessed).right.in_pocket


def test_a_dress_goes_around_wide_trousers_but_not_around_a_wide_skirt() -> None:
    _, wearer = read_person(*person(), ("dresses",))
    labels = wearer.labels.copy()
    cv2.fillPoly(labels, [np.array([(205, 420), (307, 420), (392, 600), (120, 600)])], int(Part.LOWER))
    wide = replace(wearer, labels=labels)
    in_skirt = replace(wide, outfit=replace(wide.outfit, legs=(0.6, 0.6)))
    dress = read_garment(*tee(), "dresses")
    low = wearer.level_of(np.array([256.0, 598.0]))
    over_trousers, over_skirt = (
        float(np.ptp(np.concatenate(fit_top(dress, who, low, Look(), outside=True).sides)[:, 0]))
        for who in (wide, in_skirt)
    )
    assert over_skirt < over_trousers - 20
