"""What is taken for clothes but isn't, and the other way round, on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.outfit import Outfit
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy import as_two_pieces, tidy
from lingtu.imaging.tryon.worn.tidy_hair import cloth_in_hair
from lingtu.imaging.tryon.worn.tidy_hands import behind_cloth, beyond_wrists, fingers
from lingtu.imaging.tryon.worn.tidy_neck import jaw_shadow
from lingtu.imaging.tryon.worn.tidy_sleeves import cloth_as_arms, insides_of_cuffs
from lingtu.imaging.tryon.worn.tidy_waist import lower_at_hem, shade_at_hands, waistband_as_top
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def tidied(place: tuple[slice, slice], part: Part, sleeves: float = 0.4, looks: Part | None = None) -> np.ndarray:
    """The parts at a place that was said to be another one; and that `looks` like a part."""
    rgb, who = person(sleeves=sleeves)
    labels = who.parts.labels.copy()
    labels[place] = part
    if looks is not None:
        rgb[place] = TONES[looks]
    return tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)[place]


def test_a_belt_is_of_the_trousers() -> None:
    assert (tidied((slice(402, 414), slice(230, 282)), Part.TORSO) == Part.LOWER).all()


def test_a_waistband_below_a_bare_belly_is_of_the_trousers_though_a_strap_ties_it_to_the_top() -> None:
    _, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    hem = int(np.flatnonzero(labels[:, 256] == Part.TORSO)[-1])
    top = waistband_as_top(labels, frame, who.parts.outfit.waist)
    belly, band = (slice(hem - 70, hem + 1), slice(180, 335)), (slice(hem - 6, hem + 7), slice(230, 282))
    labels[belly] = np.where(labels[belly] == Part.TORSO, Part.NECK, labels[belly])
    labels[hem - 12 : hem + 1, 180:335] = Part.LOWER
    labels[band], labels[hem - 70 : hem + 2, 276:282] = Part.TORSO, Part.TORSO
    found = waistband_as_top(labels, frame, who.parts.outfit.waist)
    assert found[band].all()
    assert not found[: hem - 40].any()
    assert not top.any()


def at_hem(tone: tuple[float, float, float], top: tuple[float, float, float] = (0.95, 0.94, 0.93)) -> np.ndarray:
    """What of a bit of a waistband in this tone, between a white top and pale jeans, is the jeans'."""
    rgb, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    rgb[labels == Part.TORSO], rgb[labels == Part.LOWER] = top, (0.7, 0.77, 0.9)
    hem = int(np.flatnonzero(labels[:, 256] == Part.TORSO)[-1])
    bit = slice(hem + 1, hem + 9), slice(200, 240)
    labels[bit], rgb[bit] = Part.TORSO, tone
    return lower_at_hem(rgb, labels, frame, who.parts.outfit)[bit]


def test_a_waistband_as_bright_as_the_top_is_the_jeans_by_its_hue() -> None:
    assert at_hem((0.88, 0.93, 1.0)).mean() > 0.8
    assert not at_hem((0.9, 0.89, 0.88)).any()
    assert not at_hem((0.74, 0.77, 0.86), top=(0.72, 0.77, 0.88)).any()


def test_a_buckle_below_the_hem_is_of_the_trousers_and_a_string_of_the_tops_colour_is_not() -> None:
    rgb, who = person()
    hem = int(np.flatnonzero(who.parts.labels[:, 256] == Part.TORSO)[-1])
    labels = who.parts.labels.copy()
    buckle, string = (slice(hem - 2, hem + 9), slice(246, 250)), (slice(hem - 2, hem + 9), slice(270, 274))
    for place in (buckle, string):
        labels[place] = Part.TORSO
    rgb[buckle], rgb[string] = (0.9, 0.75, 0.2), TONES[Part.TORSO]
    found = tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[buckle] == Part.LOWER).all()
    assert (found[string] == Part.TORSO).all()


def test_shade_between_hand_and_trousers_is_no_top_and_its_hem_is() -> None:
    _, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    hem = int(np.flatnonzero(labels[:, 256] == Part.TORSO)[-1])
    labels[hem - 20 : hem + 40, 312:345], labels[hem - 20 : hem + 40, 318:345] = Part.TORSO, Part.HANDS
    labels[hem + 1 : hem + 40, 290:312] = Part.LOWER
    found = shade_at_hands(labels, frame, who.parts.outfit.waist)
    assert found[hem + 10 : hem + 38, 312:318].all()
    assert not found[: hem - 5].any()
    labels[hem - 20 : hem + 40, 318:345] = Part.BACKGROUND
    labels[390:450, 318:] = np.where(labels[390:450, 318:] == Part.HANDS, Part.BACKGROUND, labels[390:450, 318:])
    assert not shade_at_hands(labels, frame, who.parts.outfit.waist)[:, 312:318].any()


def test_the_chins_shadow_is_neck() -> None:
    assert (tidied((slice(150, 158), slice(240, 270)), Part.TORSO) == Part.NECK).all()


def test_what_is_held_beside_a_bare_arm_is_no_shirt() -> None:
    place = slice(410, 440), slice(378, 400)
    assert (tidied(place, Part.TORSO, looks=Part.TORSO) == Part.BAGS).all()
    assert (tidied(place, Part.TORSO, sleeves=0.9) == Part.TORSO).any()


def test_a_narrow_strap_that_hangs_beside_an_arm_is_the_garments() -> None:
    place = slice(410, 440), slice(378, 386)
    assert (tidied(place, Part.TORSO, looks=Part.TORSO) == Part.TORSO).all()


def test_a_strap_of_the_garments_colour_is_no_skin() -> None:
    rgb, who = person()
    place = slice(196, 216), slice(194, 198)
    labels = who.parts.labels.copy()
    labels[190:230, 130:214] = Part.ARMS
    rgb[190:230, 130:214] = TONES[Part.ARMS]
    rgb[place] = TONES[Part.TORSO]
    found = tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[place] == Part.TORSO).all()
    assert (found[196:216, 202:208] == Part.ARMS).all()


def test_a_light_on_the_skin_that_has_the_garments_colour_is_no_strap() -> None:
    rgb, who = person()
    frame = Frame(who.body, None, SIZE)
    light = slice(146, 160), slice(242, 262)  # on the throat
    without = tidy(rgb, who.parts.labels, frame, who.parts.outfit)
    rgb[light] = TONES[Part.TORSO]
    found = tidy(rgb, who.parts.labels, frame, who.parts.outfit)
    assert (found[light] == without[light]).all()
    assert np.isin(found[light], (Part.FACE, Part.NECK)).all()


def test_what_has_the_trousers_colour_below_the_waist_is_trousers() -> None:
    assert (tidied((slice(410, 425), slice(200, 260)), Part.TORSO) == Part.LOWER).all()


def test_a_piece_of_a_bare_arm_is_no_leg() -> None:
    assert (tidied((slice(340, 370), slice(345, 360)), Part.LEGS) == Part.ARMS).all()


@pytest.mark.parametrize(
    ("gap", "part"),
    [
        ((slice(405, 430), slice(168, 174)), Part.TORSO),
        ((slice(350, 380), slice(168, 174)), Part.TORSO),
        ((slice(350, 380), slice(168, 174)), Part.LOWER),
    ],
)
def test_a_gap_beside_a_bare_arm_that_shows_the_background_is_no_cloth(gap: tuple[slice, slice], part: Part) -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[gap], rgb[gap] = part, TONES[Part.BACKGROUND]
    found = tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[gap] == Part.BACKGROUND).mean() > 0.6


def test_shaded_palm_of_a_hand_is_no_trousers() -> None:
    _, who = person()
    rows, columns = np.nonzero(who.parts.labels == Part.HANDS)
    row, column = int(np.median(rows[columns < 256])), int(np.median(columns[columns < 256]))
    palm = slice(row - 2, row + 3), slice(column - 2, column + 3)
    assert (tidied(palm, Part.LOWER) == Part.HANDS).all()


def test_ground_beside_the_body_is_no_skin() -> None:
    place = slice(330, 350), slice(20, 40)
    assert (tidied(place, Part.ARMS, looks=Part.BACKGROUND) == Part.BACKGROUND).all()
    assert (tidied(place, Part.ARMS, looks=Part.ARMS) == Part.ARMS).all()


def test_a_gap_beside_a_long_sleeve_that_shows_the_background_is_no_cloth() -> None:
    gap = slice(290, 340), slice(326, 338)
    assert (tidied(gap, Part.TORSO, sleeves=0.95, looks=Part.BACKGROUND) == Part.BACKGROUND).mean() > 0.6
    assert (tidied(gap, Part.TORSO, sleeves=0.95, looks=Part.TORSO) == Part.TORSO).all()


def test_a_wide_cuff_that_hangs_beside_the_hand_is_no_skirt() -> None:
    cuff = slice(410, 440), slice(385, 410)
    assert (tidied(cuff, Part.LOWER, sleeves=0.95, looks=Part.TORSO) == Part.TORSO).mean() > 0.9
    assert (tidied(cuff, Part.LOWER, sleeves=0.4, looks=Part.TORSO) == Part.LOWER).all()


def test_what_shows_between_hands_is_no_hand() -> None:
    place = slice(405, 430), slice(352, 366)
    assert (tidied(place, Part.HANDS, looks=Part.LOWER) == Part.LOWER).mean() > 0.7
    assert (tidied(place, Part.HANDS, looks=Part.HANDS) == Part.HANDS).all()


def test_the_necks_side_in_shadow_is_no_collar() -> None:
    rgb, who = person()
    place = slice(140, 165), slice(230, 245)
    labels = who.parts.labels.copy()
    labels[place] = Part.TORSO
    rgb[place] = 0.6 * np.array(TONES[Part.NECK])
    frame = Frame(who.body, None, SIZE)
    assert (tidy(rgb, labels, frame, who.parts.outfit)[place] == Part.NECK).mean() > 0.7
    rgb[place] = TONES[Part.TORSO]
    assert (tidy(rgb, labels, frame, who.parts.outfit)[place] == Part.TORSO).mean() > 0.9


def test_what_of_a_wide_cuff_is_outside_of_the_arm_is_no_skirt() -> None:
    _, who = person(sleeves=0.9)
    labels = who.parts.labels.copy()
    labels[labels == Part.LOWER] = Part.TORSO
    cuff = slice(375, 395), slice(396, 406)
    assert (labels[cuff] == Part.BACKGROUND).all()
    labels[cuff] = Part.TORSO
    found = as_two_pieces(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[cuff] == Part.TORSO).all()
    assert (found[480:500, 240:272][labels[480:500, 240:272] == Part.TORSO] == Part.LOWER).all()
    assert (found[430, 230:280] == Part.LOWER).all()


SKIN, SHADE = (0.80, 0.58, 0.46), (0.42, 0.28, 0.19)


def with_bare_legs() -> tuple[np.ndarray, np.ndarray, Frame, Outfit]:
    """Of the drawn person in shorts, each calf's inner half is in the shade and was said to be clothes."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    legs = (labels == Part.LOWER) & (np.arange(SIZE[0])[:, None] > 480)
    rgb[legs], labels[legs] = SKIN, Part.LEGS
    inner = legs & (np.abs(np.arange(SIZE[1]) - 256) < 44) & (np.arange(SIZE[0])[:, None] > 500)
    rgb[inner], labels[inner] = SHADE, Part.LOWER
    return rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit


def test_the_shaded_side_of_a_bare_leg_is_no_clothes() -> None:
    rgb, labels, frame, outfit = with_bare_legs()
    found = tidy(rgb, labels, frame, outfit)
    assert (found[520:660, 290:326] == Part.LEGS).all()
    assert (found[420:470, 290:320] == Part.LOWER).all()


def test_clothes_of_the_skins_hue_stay_clothes() -> None:
    rgb, labels, frame, outfit = with_bare_legs()
    rgb[np.isin(labels, (Part.TORSO, Part.LOWER))] = SHADE
    assert (tidy(rgb, labels, frame, outfit)[520:660, 290:298] == Part.LOWER).all()


def test_an_upper_arm_in_the_shade_is_no_sleeve() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    arm = (labels == Part.ARMS) & (np.arange(SIZE[0])[:, None] < 340)
    rgb[labels == Part.ARMS] = SKIN
    rgb[arm], labels[arm] = SHADE, Part.TORSO
    found = tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[arm] == Part.ARMS).mean() > 0.8


def test_an_upper_arm_beside_a_bare_belly_that_is_said_to_be_cloth_as_well_is_no_sleeve() -> None:
    """But cloth beside it of the arm's hue and another tone is."""
    rgb, who = person()
    labels, rows = who.parts.labels.copy(), np.arange(SIZE[0])[:, None]
    arm, belly = (labels == Part.ARMS) & (rows < 340), (slice(340, 370), slice(215, 290))
    rgb[labels == Part.ARMS] = rgb[belly] = SKIN
    labels[arm] = labels[belly] = Part.TORSO
    sleeve = (labels == Part.TORSO) & ~arm & (rows < 250) & (np.arange(SIZE[1]) > 340)
    rgb[sleeve] = 0.3 * np.float32(SKIN)
    found = tidy(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert (found[arm] == Part.ARMS).mean() > 0.8
    assert (found[sleeve] == Part.TORSO).mean() > 0.9


def test_shaded_cloth_beside_a_brown_arm_is_the_garments_by_its_hue() -> None:
    rgb, who = person()
    skin, tan, labels = np.float32((0.42, 0.24, 0.17)), np.float32((0.8, 0.68, 0.5)), who.parts.labels.copy()
    rgb[np.isin(labels, (Part.ARMS, Part.NECK, Part.FACE, Part.HANDS))] = skin
    rgb[labels == Part.TORSO] = tan
    arm = labels == Part.ARMS
    fold = slice(300, 360), slice(302, 322)  # at the body's side
    rgb[fold] = 0.45 * tan * (1.2, 0.95, 0.6)
    labels[fold] = Part.ARMS
    collar = slice(200, 212), slice(230, 250)
    labels[collar] = Part.NECK
    found = cloth_as_arms(rgb, labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert found[301:359, 303:321].all()
    assert found[201:211, 231:249].all()
    assert not found[arm].any()


def test_a_collars_wing_that_is_said_to_be_skin_has_the_garments_hue() -> None:
    wing = slice(160, 188), slice(262, 282)
    rgb, who = person()
    for looks, told in ((Part.TORSO, Part.TORSO), (Part.NECK, Part.NECK)):
        labels, shaded = who.parts.labels.copy(), rgb.copy()
        labels[wing], shaded[wing] = Part.NECK, np.array(TONES[looks]) * 0.8
        found = tidy(shaded, labels, Frame(who.body, None, SIZE), who.parts.outfit)[wing]
        assert (found == told).mean() > 0.8


def test_the_jaws_shadow_is_no_hair_and_hair_beside_the_neck_is() -> None:
    _, who = person()
    frame = Frame(who.body, None, SIZE)
    labels = who.parts.labels.copy()
    strip, lock = np.s_[148:158, 236:276], np.s_[140:185, 284:300]
    labels[strip] = labels[lock] = Part.HAIR
    found = jaw_shadow(labels, frame)
    assert found[strip].mean() > 0.9
    assert not found[lock].any()
    labels[158:185] = np.where(labels[158:185] == Part.NECK, Part.TORSO, labels[158:185])
    assert not jaw_shadow(labels, frame)[strip].any()  # no neck is seen below it


def test_cloth_that_is_taken_for_hair_on_a_shoulder_is_cloth_by_its_colour() -> None:
    rgb, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    above = np.broadcast_to(np.arange(SIZE[0])[:, None] < 110, SIZE)
    lock, taken = np.s_[150:230, 300:312], np.s_[190:215, 312:326]
    rgb[lock], labels[lock] = TONES[Part.HAIR], Part.HAIR
    labels[taken] = Part.HAIR  # looks like the top
    found = cloth_in_hair(rgb, labels, frame, above)
    assert found[taken].mean() > 0.8
    assert not found[lock].any()
    rgb[labels == Part.TORSO] = rgb[taken] = TONES[Part.HAIR]
    assert not cloth_in_hair(rgb, labels, frame, above).any()  # a top of the hair's colour tells nothing


def test_fingers_before_the_clothes_are_the_hands_by_their_hue_and_a_print_of_it_is_none() -> None:
    rgb, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    finger = np.s_[415:423, 318:350]
    rgb[finger], labels[finger] = TONES[Part.HANDS], Part.LOWER
    assert fingers(rgb, labels, frame)[finger].mean() > 0.8
    rgb[600:640, 290:320] = TONES[Part.HANDS]  # a patch on the leg
    assert not fingers(rgb, labels, frame).any()


def test_a_hand_that_was_taken_for_its_arm_is_a_hand() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    hands, arms = labels == Part.HANDS, labels == Part.ARMS
    labels[hands] = Part.ARMS
    found = beyond_wrists(labels, Frame(who.body, None, SIZE))
    assert found[hands].mean() > 0.6
    assert found[arms].mean() < 0.05


def test_fingers_beyond_a_shirt_that_hangs_over_the_hand_are_behind_it_and_a_whole_hand_is_not() -> None:
    _, who = person()
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    assert not behind_cloth(labels, frame).any()
    labels[424:436, 130:180] = Part.TORSO
    beyond = (labels == Part.HANDS) & (np.arange(SIZE[0])[:, None] > 430) & (np.arange(SIZE[1]) < 256)
    assert beyond.any()
    assert (behind_cloth(labels, frame) == beyond).all()
    # in long sleeves no arm is seen, but hands are
    labels[(labels == Part.ARMS) | (labels == Part.HANDS) & ~beyond] = Part.TORSO
    assert not behind_cloth(labels, frame).any()


def test_the_inside_of_a_wide_cuff_below_it_is_no_arm() -> None:
    _, who = person(sleeves=0.4)
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    assert not insides_of_cuffs(labels, frame).any()
    arm = labels == Part.ARMS
    top = int(np.flatnonzero(arm.any(axis=1))[0]) + 2
    left = int(np.flatnonzero(arm[top + 12])[0])
    labels[top - 12 : top, left - 36 : left + 4] = Part.TORSO
    strip = slice(top, top + 4), slice(left - 34, left - 1)
    labels[strip] = Part.ARMS
    found = insides_of_cuffs(labels, frame)
    assert found[strip].mean() > 0.8
    assert not found[top + 8 :].any()
