"""The photo's light on new cloth: by the body's form, by what was there before, and never by its print."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.composite import above, contact, lit
from lingtu.imaging.tryon.draw.drape import drape
from lingtu.imaging.tryon.draw.folds import read_folds
from lingtu.imaging.tryon.draw.form import Form, form_of
from lingtu.imaging.tryon.draw.light import Material, light_on
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.shading import Drawn, shading
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person, tee

SIZE = 240


def cylinder() -> Form:
    """Upright, in the middle of a picture of SIZE, on a grid of 5 px."""
    across = (np.arange(SIZE // 5) + 0.5 - SIZE / 10) / (SIZE / 14)
    inside = np.abs(across) < 1
    x = np.where(inside, across, 0)
    row = np.stack([x, np.zeros_like(x), np.sqrt(1 - x**2)], axis=1)
    normals = np.repeat(row[None], SIZE // 5, axis=0).astype(np.float32)
    return Form(normals, 5.0, (SIZE, SIZE))


def at(values: np.ndarray, share: float) -> float:
    """In the middle row, so far from the cylinder's axis to its side."""
    return float(values[SIZE // 2, int(SIZE / 2 + share * SIZE * 5 / 14)])


FORM = cylinder()
CLOTH = (np.abs(np.indices((SIZE, SIZE))[1] + 0.5 - SIZE / 2) < SIZE * 5 / 14).astype(np.float32)


def test_without_anything_to_tell_its_light_a_body_is_darker_at_its_sides() -> None:
    light = light_on(FORM, np.full((SIZE, SIZE), 0.5, np.float32), [], CLOTH)
    lit, shaded = max(at(light, 0.8), at(light, -0.8)), min(at(light, 0.8), at(light, -0.8))
    assert at(light, 0.0) > lit + 0.03
    # no light comes straight from the front: the sides differ, and neither is black
    assert 0.04 < lit - shaded < 0.15
    assert shaded > -0.2


def test_the_side_that_is_lit_in_the_photo_is_lit_on_the_cloth_beyond_what_is_seen() -> None:
    x = FORM.large(FORM.normals[..., 0])
    photo = np.asarray(0.5 * np.exp(-0.2 * x), np.float32)
    seen = np.zeros((SIZE, SIZE), np.bool_)
    seen[: SIZE // 3] = CLOTH[: SIZE // 3] > 0.9
    light = light_on(FORM, photo, [Material(seen, 1.0)], CLOTH)
    assert at(light, -0.7) > at(light, 0.7) + 0.04


def test_what_tells_nothing_of_the_light_leaves_no_ghost() -> None:
    photo = np.full((SIZE, SIZE), 0.5, np.float32)
    cv2.circle(photo, (SIZE // 2, SIZE // 2), 30, 0.2, -1)
    light = light_on(FORM, photo, [Material(CLOTH > 0.9, 0.0)], CLOTH)
    assert abs(light[SIZE // 2, SIZE // 2] - light[20, SIZE // 2]) < 0.02


def test_lit_cloth_keeps_its_colour() -> None:
    light = light_on(FORM, np.full((SIZE, SIZE), 0.5, np.float32), [], CLOTH)
    assert abs(at(light, 0.0)) < 0.05


def test_the_form_of_a_person_faces_away_from_its_sides_and_an_arm_beside_the_torso_is_round_itself() -> None:
    rgb, someone = person()
    layers, wearer = read_person(rgb, someone, ("upperBody",))
    body = (layers.labels != Part.BACKGROUND).astype(np.float32)
    arms = np.isin(layers.labels, (Part.ARMS, Part.HANDS)).astype(np.float32)
    form = form_of(wearer, body, arms, False)
    across = form.large(form.normals[..., 0])
    row = 350
    torso = np.flatnonzero(layers.labels[row] == Part.TORSO)
    assert across[row, torso[0] + 4] < -0.3
    assert across[row, torso[-1] - 4] > 0.3
    arm = np.flatnonzero((layers.labels[row] == Part.ARMS) & (np.arange(body.shape[1]) > 256))
    assert across[row, arm[0] + 4] < 0 < across[row, arm[-1] - 3]
    assert np.linalg.norm(form.normals, axis=2).max() < 1.001


def test_folds_start_at_the_armpits_and_are_no_deeper_than_folds_are() -> None:
    rgb, someone = person()
    _, wearer = read_person(rgb, someone, ("upperBody",))
    body = (wearer.labels != Part.BACKGROUND).astype(np.float32)
    arms = np.isin(wearer.labels, (Part.ARMS, Part.HANDS)).astype(np.float32)
    folds = drape(form_of(wearer, body, arms, False), wearer, arms, 0.95, False, 1.0, 0)
    assert -0.15 < folds.min() < -0.04
    assert folds.max() < 0.08
    deepest = []
    for flank in wearer.flanks:
        x, y = (int(each) for each in wearer.on_edge(flank, wearer.pit_level + 0.05))
        deepest.append(float(folds[y - 20 : y + 40, x - 50 : x + 50].min()))
    assert min(deepest) < -0.03
    # no two sides are alike
    assert abs(deepest[0] - deepest[1]) > 0.002
    chest = wearer.at(0.15, 0)
    assert np.abs(folds[int(chest[1]) - 5 : int(chest[1]) + 5, int(chest[0]) - 5 : int(chest[0]) + 5]).max() < 0.03


def test_a_top_casts_a_shadow_on_the_trousers_below_its_hem_and_none_on_itself() -> None:
    rgb, someone = person()
    layers, wearer = read_person(rgb, someone, ("lowerBody",))
    ones = np.ones(rgb.shape[:2], np.float32)
    cloth = Cloth(np.full_like(rgb, 0.5), layers.share(Part.LOWER))
    shaded = lit(cloth, ones, 0 * ones, above(layers, (Part.LOWER,)), wearer)[:, 256, 0]
    hem = int(np.flatnonzero(layers.labels[:, 256] == Part.TORSO)[-1])
    assert shaded[hem + 8] < 0.95 * shaded[hem + 35]
    assert above(layers, (Part.TORSO,))[hem - 20, 256] == 0


def test_white_cloth_is_less_shaded_than_grey_cloth() -> None:
    rgb, who = person()
    layers, wearer = read_person(rgb, who, ("upperBody",))
    worn = (layers.labels == Part.TORSO).astype(np.float32)
    folds = read_folds(layers.rgb, worn > 0.6, wearer.width)
    garment = read_garment(*tee(), "upperBody")

    def spread(value: float) -> float:
        cloth = Cloth(np.full_like(layers.rgb, value), worn)
        factor = shading(layers, wearer, Drawn(garment, cloth, np.zeros_like(worn), worn), folds, Look(), 0)
        return float(np.ptp(np.log(np.percentile(factor[worn > 0.9], (10, 90)))))

    assert 0 < spread(0.97) < 0.9 * spread(0.5)


def test_dark_cloth_shows_its_form_more_clearly_and_a_pale_print_on_it_does_not() -> None:
    layers, wearer = read_person(*person(), ("upperBody",))
    worn = (layers.labels == Part.TORSO).astype(np.float32)
    folds = read_folds(layers.rgb, np.zeros(worn.shape, np.bool_), wearer.width)
    garment = read_garment(*tee((0.5, 0.5, 0.5)), "upperBody")

    def log(value: float, of_print: float) -> tuple[float, float]:
        """Range of the factor's logarithm on plain cloth, and on a band across it."""
        rgb = np.full_like(layers.rgb, value)
        rgb[330:360] = of_print
        factor = shading(layers, wearer, Drawn(garment, Cloth(rgb, worn), 0 * worn, worn), folds, Look(), 0)
        band = np.zeros(worn.shape, np.bool_)
        band[330:360] = True
        found = [np.percentile(np.log(factor[(worn > 0.9) & each]), (5, 95)) for each in (~band, band)]
        return float(np.ptp(found[0])), float(np.ptp(found[1]))

    dark, on_print = log(0.1, 0.7)
    grey, on_grey = log(0.4, 0.4)
    assert dark > 1.5 * grey
    assert on_print < 1.2 * on_grey


def worn_grey(grey: float, lightest: float = 1.0) -> float:
    """Lightness of lit plain cloth that is so light in its picture, in a photo whose ground is so light above."""
    layers, wearer = read_person(*person(), ("upperBody",))
    layers.rgb[:40] = lightest
    share = layers.share(Part.TORSO)
    drawn = Cloth(np.full_like(layers.rgb, grey), share)
    folds = read_folds(layers.rgb, share > 0.6, wearer.width)
    garment = read_garment(*tee((grey,) * 3 if grey < 0.9 else (0.2, 0.4, 0.7)), "upperBody")
    factor = shading(layers, wearer, Drawn(garment, drawn, np.zeros_like(share), share), folds, Look(), 1)
    return float(np.percentile(grey * factor[share > 0.9], 90))


def test_white_cloth_is_white_though_its_picture_shows_it_grey() -> None:
    assert worn_grey(0.92) > 0.945
    assert abs(worn_grey(0.92, 0.93) - 0.93) < 0.015  # in a dim photo nothing glows
    assert worn_grey(0.5) < 0.55


def test_the_shadow_of_cloth_is_narrow_at_its_sides_and_lies_below_its_hem() -> None:
    cloth = np.zeros((200, 200), np.float32)
    cloth[:100, :100] = 1
    cast = contact(cloth, 300.0)
    assert cast[100, 50] > 0.3  # darkest right at the hem
    assert cast[102, 50] > 1.5 * cast[50, 102]
    assert cast[50, 110] < 0.02
    assert cast[115, 50] < 0.02
    assert cast[50, 50] == 0


def test_an_old_print_leaves_no_step_of_light_on_new_cloth() -> None:
    photo = np.full((SIZE, SIZE), 0.7, np.float32)
    seen = CLOTH > 0.9
    seen[80:160, 130:180] = False
    light = light_on(FORM, photo, [Material(seen, 1.0)], CLOTH)
    across = light[120, 100:170]
    assert np.abs(np.diff(across)).max() < 0.012
    whole = light_on(FORM, photo, [Material(CLOTH > 0.9, 1.0)], CLOTH)
    assert np.abs(light - whole)[80:160, 130:180].max() < 0.05
