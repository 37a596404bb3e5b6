"""Where old clothes stay below new ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.under import Under
from lingtu.imaging.tryon.draw.underlayer import Undressed, arms_in_front, keeping, stays, with_underlayer
from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top, own_hem_level
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px
from tests.unit.imaging.tryon.drawn import person, tee


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    rgb, who = person(sleeves=0.9)
    return read_person(rgb, who, ("upperBody",))[1]


@pytest.fixture(scope="module")
def fit(wearer: Wearer) -> TopFit:
    garment = read_garment(*tee(), "upperBody")
    return fit_top(garment, wearer, own_hem_level(garment, wearer, Look()), Look())


def unsure(wearer: Wearer) -> Wearer:
    """Whose arms can't be drawn without sleeves."""
    left, right = (replace(flank, arm_told=0.0) for flank in wearer.flanks)
    return replace(wearer, left=left, right=right)


def below(skin: np.ndarray) -> Under:
    nothing = np.zeros_like(skin)
    return Under(np.zeros((*skin.shape, 3), np.float32), skin, nothing, nothing, nothing, np.ones_like(skin))


def test_nothing_stays_where_little_is_bared(wearer: Wearer, fit: TopFit) -> None:
    skin = np.zeros(wearer.labels.shape, np.float32)
    assert stays(fit, below(skin), np.zeros_like(skin), skin, wearer, False) == (None, False)


def test_forearms_and_neck_stay_and_the_torso_does_not(wearer: Wearer, fit: TopFit) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[300:400, 100:180] = 1
    zone, upper = stays(fit, below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, False)
    assert upper
    assert zone is not None
    assert zone[360, 156] == pytest.approx(1)  # a forearm
    assert zone[150, 256] == pytest.approx(1)  # the throat
    assert zone[330, 256] == 0
    assert zone[215, 170] == 0  # in the new sleeve


def test_what_stays_is_seen_in_the_new_ones_keyhole(fit: TopFit) -> None:
    layers, wearer = read_person(*person(sleeves=0.9), ("upperBody",))
    nothing = np.zeros(wearer.labels.shape, np.float32)
    bared, hole, share = nothing.copy(), nothing.copy(), layers.share(Part.TORSO)
    bared[300:400, 100:180], hole[220:260, 245:265] = 1, 1
    for skin, stays_there in ((bared, 1), (nothing, 0)):
        bare = Undressed(layers, below(skin), share, share, nothing, nothing)
        found = with_underlayer(bare, fit, wearer, (1 - skin, nothing, hole), False, 0)
        assert found.kept[240, 255] == pytest.approx(stays_there)
        assert found.old[240, 255] == pytest.approx(1 - stays_there)
        assert found.old[300, 255] == pytest.approx(1)


def test_a_sleeve_that_stays_widens_to_the_elbow_without_a_step(wearer: Wearer, fit: TopFit) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[300:400, 100:180] = 1
    zone, _ = stays(fit, below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, False)
    assert zone is not None
    arm = wearer.left.arm
    inner = []
    for at in arm.joint + np.array([-8.0, 8.0]):
        places = arm.point(np.full(60, at), 0) + np.linspace(0, 40, 60)[:, None] * (1, 0)
        rows, columns = np.rint(places[:, 1]).astype(int), np.rint(places[:, 0]).astype(int)
        inner.append(np.flatnonzero(zone[rows, columns] > 0.5)[-1] * 40 / 59)
    assert abs(inner[0] - inner[1]) < 3


def test_trousers_stay_below_a_short_dress_alone(wearer: Wearer, fit: TopFit) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[500:700, 190:320] = 1
    dress = replace(fit, hem_level=1.4)
    zone, upper = stays(dress, below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, True)
    assert not upper
    assert zone is not None
    assert zone[600, 212] == pytest.approx(1)
    assert zone[360, 156] == 0
    assert stays(dress, below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, False) == (None, False)


def test_an_old_top_stays_whole_below_a_short_one(wearer: Wearer, fit: TopFit) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[320:390, 200:310] = 1
    zone, upper = stays(
        replace(fit, hem_level=0.5), below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, False
    )
    assert upper
    assert zone is not None
    assert zone[360, 256] == pytest.approx(1)
    assert zone[260, 256] == 0


def test_below_a_short_top_old_sleeves_do_not_stay_beside_new_ones_that_are_as_long(
    wearer: Wearer, fit: TopFit
) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[320:390, 200:310] = 1
    nothing, ends = np.zeros_like(bared), [sleeve_end_px(wearer, flank) for flank in wearer.flanks]
    arm = wearer.left.arm
    x, y = (arm.point(np.array([0.7 * ends[0]]), 0)[0] - np.array([1.5 * float(arm.outer[40]), 0])).astype(int)
    seen = []
    for cuffs in ((ends[0] / 3, ends[1] / 3), (ends[0], ends[1])):
        short = replace(fit, hem_level=0.4, cuffs_px=cuffs)
        zone, _ = stays(short, below(bared), nothing, nothing, wearer, False)
        assert zone is not None
        assert zone[360, 256] == pytest.approx(1)
        seen.append(float(zone[y, x]))
    assert seen == pytest.approx([1, 0])


def test_what_stays_is_the_photo_and_no_skin(wearer: Wearer) -> None:
    skin = np.ones(wearer.labels.shape, np.float32)
    photo, zone = np.full((*skin.shape, 3), 0.5, np.float32), np.zeros_like(skin)
    zone[:300] = 1
    kept = keeping(below(skin), photo, zone)
    assert (kept.rgb[:300] == 0.5).all()
    assert (kept.rgb[300:] == 0).all()
    assert kept.skin[:300].max() == 0
    assert kept.skin[300:].min() == 1


def test_below_a_bent_arm_the_old_skirt_is_no_sleeve(wearer: Wearer, fit: TopFit) -> None:
    labels = wearer.labels.copy()
    labels[350:, 130:180] = Part.LOWER
    over_skirt = replace(wearer, labels=labels)
    assert arms_in_front(fit, wearer, labels.shape)[370, 156] > 0.9
    assert arms_in_front(fit, over_skirt, labels.shape)[370, 156] < 0.1


def test_old_sleeves_stay_down_to_where_the_shorter_one_ends_as_an_arm_may_be_behind_the_body() -> None:
    rgb, who = person(sleeves=0.4)
    short = read_person(rgb, who, ("upperBody",))[1]
    labels = short.labels.copy()
    labels[290:400, 340:380] = Part.TORSO  # cloth where the arm would be
    behind = unsure(replace(short, labels=labels))
    garment = read_garment(*tee(), "upperBody")
    bared = np.zeros(labels.shape, np.float32)
    bared[300:400, 100:180] = 1
    lying = replace(fit_top(garment, behind, 1.0, Look()), cuffs_px=(0.0, 0.0))
    zone, _ = stays(lying, below(bared), np.zeros_like(bared), np.zeros_like(bared), behind, True)
    assert zone is not None
    assert zone[380, 358] == 0
    assert arms_in_front(lying, behind, labels.shape)[380, 358] == 0
    assert zone[215, 352 - 12] == pytest.approx(1)  # the sleeve itself


def test_below_armholes_old_sleeves_are_in_front_from_the_armpits_on(wearer: Wearer, fit: TopFit) -> None:
    bare = replace(fit, cuffs_px=(0.0, 0.0))
    front = arms_in_front(bare, wearer, wearer.labels.shape)
    for flank, pit in zip(wearer.flanks, fit.armpits, strict=True):
        outside = pit + wearer.right_hand * flank.sign * 16
        above, below_it = (outside + wearer.down * by for by in (-24, 24))
        assert front[int(above[1]), int(above[0])] == 0
        assert front[int(below_it[1]), int(below_it[0])] > 0.9


def test_a_sleeve_beside_an_armhole_begins_outside_of_it_and_has_no_step(wearer: Wearer, fit: TopFit) -> None:
    pits = tuple(
        pit + wearer.right_hand * flank.sign * 6 for flank, pit in zip(wearer.flanks, fit.armpits, strict=True)
    )
    front = arms_in_front(replace(fit, cuffs_px=(0.0, 0.0), armpits=pits), wearer, wearer.labels.shape) > 0.5
    # where the sleeve on the picture's right begins in each row: its upper end slants, then its edge goes down
    rows = np.flatnonzero(front[:, 256:].any(axis=1))[2:60]
    begins = 256 + front[rows, 256:].argmax(axis=1)
    bend = int((np.diff(begins) > -3).argmax())
    assert begins[bend] > pits[1][0]
    assert np.abs(np.diff(begins[bend:])).max() <= 2


def test_an_old_sleeve_as_long_as_the_new_one_does_not_stay() -> None:
    rgb, who = person(sleeves=0.4)
    short = unsure(read_person(rgb, who, ("upperBody",))[1])
    bared = np.zeros(short.labels.shape, np.float32)
    lying = fit_top(read_garment(*tee(), "upperBody"), short, 1.0, Look())
    end = sleeve_end_px(short, short.left)
    for cuff, stays_there in ((end - 4, False), (0.4 * end, True)):
        zone, _ = stays(
            replace(lying, cuffs_px=(cuff, cuff)), below(bared), np.zeros_like(bared), np.zeros_like(bared), short, True
        )
        at = short.left.arm.point(np.array([0.9 * end]), 0)[0]
        assert (zone is not None and zone[int(at[1]), int(at[0])] > 0.9) == stays_there
        front = arms_in_front(replace(lying, cuffs_px=(cuff, cuff)), short, short.labels.shape)
        assert (front[int(at[1]), int(at[0])] > 0.9) == stays_there


def test_of_two_sleeves_that_look_alike_each_stays_down_to_its_own_end() -> None:
    rgb, who = person(sleeves=0.4)
    short = read_person(rgb, who, ("upperBody",))[1]
    labels, arm = short.labels.copy(), short.right.arm
    end = sleeve_end_px(short, short.right)
    longer = np.concatenate([arm.point(np.array([end - 6, end + 0.15 * arm.length]), side) for side in (-1, 1)])
    cv2.fillConvexPoly(labels, cv2.convexHull(np.rint(longer).astype(np.int32)), int(Part.TORSO))
    longer_right = replace(short, labels=labels)
    lying = replace(fit_top(read_garment(*tee(), "upperBody"), longer_right, 1.0, Look()), cuffs_px=(0.0, 0.0))
    at = arm.point(np.array([end + 0.12 * arm.length]), 0)[0]
    assert arms_in_front(lying, longer_right, labels.shape)[int(at[1]), int(at[0])] > 0.9


def test_trousers_end_below_a_long_dress_and_no_ankles_do(wearer: Wearer, fit: TopFit) -> None:
    bared = np.zeros(wearer.labels.shape, np.float32)
    bared[690:705, 200:224] = 1
    zone, upper = stays(
        replace(fit, hem_level=2.35), below(bared), np.zeros_like(bared), np.zeros_like(bared), wearer, True
    )
    assert not upper
    assert zone is not None
    assert zone[700, 212] == pytest.approx(1)
    bare = replace(wearer, outfit=replace(wearer.outfit, legs=(0.2, 0.2)))
    assert stays(
        replace(fit, hem_level=2.35), below(bared), np.zeros_like(bared), np.zeros_like(bared), bare, True
    ) == (None, False)


def test_beside_bare_arms_nothing_of_a_top_without_sleeves_stays(wearer: Wearer, fit: TopFit) -> None:
    on_arms = wearer.frame.arms & (wearer.labels == Part.TORSO)
    bare = replace(wearer, labels=np.where(on_arms, Part.ARMS, wearer.labels).astype(np.uint8))
    assert max(sleeve_end_px(bare, flank) for flank in bare.flanks) == 0
    bared = np.zeros(bare.labels.shape, np.float32)
    bared[300:400, 100:180] = 1
    zone, upper = stays(fit, below(bared), np.zeros_like(bared), np.zeros_like(bared), bare, False)
    assert upper
    assert zone is not None
    assert zone[150, 256] == pytest.approx(1)
    assert not zone[280:370].any()


def test_scraps_of_an_old_top_do_not_stay(wearer: Wearer, fit: TopFit) -> None:
    bared, cloth = np.zeros(wearer.labels.shape, np.float32), np.zeros(wearer.labels.shape, np.float32)
    bared[300:400, 100:180] = 1
    old = np.zeros_like(bared)
    old[150:154, 240:270] = 1  # a rim at the neckline
    old[320:390, 140:170] = 1  # a sleeve
    zone, _ = stays(fit, below(bared), old, cloth, wearer, False)
    assert zone is not None
    assert zone[152, 256] == 0
    assert zone[360, 156] == pytest.approx(1)
