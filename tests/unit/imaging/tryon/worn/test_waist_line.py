"""Where the waist of lower garments lies, on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.fit.fit_bottom import fit_bottom
from lingtu.imaging.tryon.fit.replaces import covers_legs, is_in_place
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.waist_line import Waist, beside_top, ends_at, find_waist, find_waist_line, over_top
from lingtu.imaging.tryon.worn.wearer import LEVELS, Wearer
from lingtu.imaging.tryon.worn.worn_edges import lower_reach_px
from tests.unit.imaging.tryon.drawn import person, trousers


def _read() -> tuple[Layers, Wearer]:
    return read_person(*person(), ("lowerBody",))


def test_line_is_where_the_top_ends_though_a_few_places_are_not() -> None:
    layers, wearer = _read()
    labels = layers.labels.copy()
    line = find_waist_line(labels, wearer)
    assert line is not None
    row = int(np.flatnonzero(labels[:, 256] == Part.LOWER)[0])
    labels[row - 12 : row, 230:240] = Part.LOWER
    bumpy = find_waist_line(labels, wearer)
    assert bumpy is not None
    middle = np.zeros(1)
    assert abs(line.below_px(middle)[0] + wearer.shoulders[1] - row) < 2
    assert abs(bumpy.below_px(middle)[0] - line.below_px(middle)[0]) < 2


def test_own_waistband_covers_the_edge_of_a_top_that_is_tucked_in() -> None:
    layers, wearer = _read()
    row = int(np.flatnonzero(layers.labels[:, 256] == Part.LOWER)[0])
    line = find_waist_line(layers.labels, wearer)
    assert line is not None
    over, _, above = over_top(layers, wearer, Waist(line.raised(6), line, True))
    assert over[row - 3, 256] > 0.9
    assert above[row - 40, 256] == 1
    assert above[row + 3, 256] == 0


def test_waist_lies_under_a_top_that_hangs_over_it() -> None:
    layers, wearer = _read()
    labels = layers.labels.copy()
    low = int(wearer.at(1.05, 0)[1])
    labels[:low][labels[:low] == Part.LOWER] = Part.TORSO
    waist = find_waist(replace(layers, labels=labels), replace(wearer, outfit=replace(wearer.outfit, waist=1.05)))
    assert waist is not None
    assert not waist.is_over
    assert max(ends_at(waist.edge, wearer)) < 0.92


def test_waistband_begins_at_the_hem_of_a_top_that_ends_at_the_hips() -> None:
    layers, wearer = _read()
    labels = layers.labels.copy()
    low = int(wearer.at(0.99, 0)[1])
    labels[:low][labels[:low] == Part.LOWER] = Part.TORSO
    place = replace(layers, labels=labels), replace(wearer, outfit=replace(wearer.outfit, waist=0.99))
    waist, hidden = find_waist(*place), find_waist(*place, shown=False)
    assert waist is not None
    assert hidden is not None
    assert max(ends_at(hidden.edge, wearer)) < 0.92
    assert not waist.is_over
    middle = np.zeros(1)
    above = waist.old.below_px(middle) - waist.edge.below_px(middle)
    assert 0 < above[0] < 0.04 * wearer.width


def test_waist_under_a_top_is_straight_whatever_its_hem_is() -> None:
    layers, wearer = _read()
    labels = layers.labels.copy()
    for column in range(labels.shape[1]):
        low = int(wearer.at(1.05, 0)[1] - 0.006 * (column - 256) ** 2)
        labels[:low, column][labels[:low, column] == Part.LOWER] = Part.TORSO
    waist = find_waist(replace(layers, labels=labels), replace(wearer, outfit=replace(wearer.outfit, waist=1.05)))
    assert waist is not None
    assert not waist.is_over
    across = np.array([-50.0, 0.0, 50.0])
    assert np.ptp(waist.old.below_px(across)) > 8
    assert np.ptp(waist.edge.below_px(across)) < 1
    assert (waist.edge.below_px(across) < waist.old.below_px(across)).all()


def test_hips_are_in_a_line_from_the_waist_to_legs_behind_hands() -> None:
    _, wearer = _read()
    garment = read_garment(*trousers(), "lowerBody")

    def narrowest(who: Wearer) -> float:
        hips = next(piece for piece in fit_bottom(garment, who, (0.9, 0.9)).pieces if piece.name == "hips")
        level = np.array([who.level_of(point) for point in hips.target])
        across = (hips.target - who.shoulders) @ who.right_hand
        return min(float(np.ptp(across[np.abs(level - each) < 0.03])) for each in np.linspace(0.95, 1.2, 6))

    bitten = replace(wearer.left, edge=np.where(LEVELS > 1.0, 0.4 * wearer.left.edge, wearer.left.edge))
    labels = np.where(wearer.labels == Part.LOWER, Part.HANDS, wearer.labels).astype(np.uint8)
    hidden = replace(wearer, labels=labels, left=bitten)
    assert narrowest(hidden) > 0.9 * narrowest(replace(wearer, labels=labels))


def test_nothing_of_a_lower_garment_is_beside_the_top() -> None:
    layers, wearer = _read()
    waist = find_waist(layers, wearer)
    assert waist is not None
    row = int(np.flatnonzero(layers.labels[:, 256] == Part.LOWER)[0])
    beside = beside_top(layers, wearer, waist)
    assert beside[row - 20, 256] == beside[row + 5].max() == 0
    assert beside[row - 20, [100, 412]].min() == 1


def test_the_pocket_that_a_hand_is_in_may_bulge_above_the_edge() -> None:
    layers, wearer = _read()
    waist = find_waist(layers, wearer)
    assert waist is not None
    row = int(np.flatnonzero(layers.labels[:, 256] == Part.LOWER)[0])
    labels = layers.labels.copy()
    labels[row - 25 : row - 15, 400:410] = Part.HANDS
    beside = beside_top(replace(layers, labels=labels), wearer, waist)
    assert beside[row - 20, 412] == 0
    assert beside[row - 20, 100] == 1


def test_a_waistband_over_the_top_reaches_as_far_as_the_lower_garment_at_any_height_and_ends_without_a_step() -> None:
    layers, wearer = _read()
    row = int(np.flatnonzero(layers.labels[:, 256] == Part.LOWER)[0])
    line = find_waist_line(layers.labels, wearer)
    assert line is not None
    waist = Waist(line.raised(6), line, True)
    reach = np.flatnonzero(over_top(layers, wearer, waist)[0][row - 3] > 0.5)[[0, -1]]
    labels = layers.labels.copy()
    labels[row + 5 :, 290:] = Part.ARMS  # a hand in its pocket
    hidden, _, above = over_top(layers, replace(wearer, labels=labels), waist)
    assert np.abs(np.flatnonzero(hidden[row - 3] > 0.5)[[0, -1]] - reach).max() <= 2
    tops = (above[:, reach[0] - 4 : reach[1] + 5] < 0.5).argmax(axis=0)
    assert np.abs(np.diff(tops)).max() <= 2
    assert tops[0] > tops[len(tops) // 2] + 3


def test_hips_follow_the_line() -> None:
    layers, wearer = _read()
    line = find_waist_line(layers.labels, wearer)
    assert line is not None
    bent = replace(line, curve=np.array([0.002, 0.0, line.below_px(np.zeros(1))[0]]))
    garment = read_garment(*trousers(), "lowerBody")
    ends = ends_at(bent, wearer)
    straight, curved = (
        next(piece for piece in fit_bottom(garment, wearer, ends, edge).pieces if piece.name == "hips").target
        for edge in (None, bent)
    )
    moved = np.linalg.norm(curved - straight, axis=1)
    assert moved.max() > 3
    assert moved[np.argsort(straight[:, 1])[-11:]].max() < 1


def test_trousers_go_on_below_a_hand() -> None:
    _, wearer = _read()
    start = wearer.at(1.1, 0)[None]
    whole = lower_reach_px(wearer, wearer.right, start)[0]
    labels = wearer.labels.copy()
    labels[:, 290:300][labels[:, 290:300] == Part.LOWER] = Part.HANDS
    assert whole > 45
    assert lower_reach_px(replace(wearer, labels=labels), wearer.right, start)[0] == whole


def test_shorts_that_end_below_the_picture_take_the_place_of_trousers() -> None:
    _, wearer = _read()
    rgb, alpha = trousers()
    alpha[420:] = 0
    assert is_in_place(read_garment(rgb, alpha, "lowerBody"), wearer)
    alpha[370:] = 0
    assert not is_in_place(read_garment(rgb, alpha, "lowerBody"), wearer)


def test_long_trousers_whose_legs_touch_are_no_shorts() -> None:
    rgb, alpha = trousers()
    rows, columns = np.nonzero(alpha > 0.5)
    middle, low = int(columns.mean()), int(rows.min() + 0.6 * np.ptp(rows))
    alpha[rows.min() : low, middle - 30 : middle + 30] = 1
    bottom = read_garment(rgb, alpha, "lowerBody").bottom
    assert bottom is not None
    assert not bottom.is_short
    assert bottom.rise < 0.45 * bottom.length


def test_trousers_cover_bare_legs_below_a_skirt() -> None:
    _, wearer = _read()
    garment = read_garment(*trousers(), "lowerBody")
    labels = wearer.labels.copy()
    labels[560:][labels[560:] == Part.LOWER] = Part.LEGS
    bare = replace(wearer, labels=labels, outfit=replace(wearer.outfit, legs=(0.5, 0.5)))
    assert covers_legs(garment, bare)
    assert covers_legs(garment, replace(bare, outfit=replace(bare.outfit, contrast=0.1)))
    assert not covers_legs(garment, replace(bare, labels=wearer.labels))
    assert not covers_legs(garment, wearer)


def test_where_the_top_has_the_trousers_colour_the_waist_is_higher_than_where_it_seems_to_end() -> None:
    layers, wearer = _read()
    rgb = layers.rgb.copy()
    rgb[np.isin(layers.labels, (Part.TORSO, Part.LOWER))] = 0.1
    waists = [find_waist(each, wearer) for each in (layers, replace(layers, rgb=rgb))]
    assert waists[0] is not None
    assert waists[1] is not None
    middle = np.zeros(1)
    assert waists[1].is_over
    higher = (waists[1].old.below_px(middle) - waists[1].edge.below_px(middle))[0] / wearer.width
    usual = (waists[0].old.below_px(middle) - waists[0].edge.below_px(middle))[0] / wearer.width
    assert 0.1 < higher < 0.14
    assert usual < 0.04 or not waists[0].is_over
