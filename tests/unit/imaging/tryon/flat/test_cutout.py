"""Garments free of their grounds: studio outlines from the picture, and what a matte lost."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.cutout import _plain_ground, complete
from tests.unit.imaging.tryon.drawn import tee


def blocky(alpha: np.ndarray, px: int = 8) -> np.ndarray:
    """As a small net's mattes are: the coverage of squares."""
    height, width = alpha.shape
    small = cv2.resize(alpha, (width // px, height // px), interpolation=cv2.INTER_AREA)
    return cv2.resize((small > 0.3).astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST)


def on_ground(alpha: np.ndarray, cloth: np.ndarray, ground: np.ndarray) -> np.ndarray:
    return (cloth * alpha[..., None] + ground * (1 - alpha[..., None])).astype(np.float32)


def wrong(coverage: np.ndarray, alpha: np.ndarray) -> float:
    """Share of the garment's area in which a coverage differs much from the truth."""
    return float((np.abs(coverage - alpha) > 0.4).sum() / alpha.sum())


def test_a_blocky_matte_on_a_studios_ground_gets_the_pictures_own_outline() -> None:
    picture, alpha = tee()
    matte = blocky(alpha)
    assert wrong(matte, alpha) > 0.01
    assert wrong(complete(picture, matte), alpha) < 0.002


def test_a_shadow_on_the_ground_is_no_cloth() -> None:
    _, alpha = tee()
    shade = 1 - 0.25 * cv2.GaussianBlur(np.roll(alpha, (5, 3), axis=(0, 1)), (0, 0), 5.0)
    ground = np.repeat(shade[..., None], 3, axis=2).astype(np.float32)
    picture = on_ground(alpha, np.full_like(ground, (0.2, 0.4, 0.7)), ground)
    swollen = cv2.dilate(alpha, np.ones((13, 13)))
    assert wrong(complete(picture, swollen), alpha) < 0.01


def test_light_stripes_at_the_edge_of_dark_cloth_stay() -> None:
    _, alpha = tee()
    rows = np.arange(alpha.shape[0])[:, None, None]
    cloth = np.where(rows % 24 < 6, 0.9, 0.15) * np.ones((*alpha.shape, 3))
    assert wrong(complete(on_ground(alpha, cloth, np.ones_like(cloth)), blocky(alpha)), alpha) < 0.01


def test_a_white_garment_on_white_paper_of_which_the_matte_is_the_print() -> None:
    picture, alpha = tee((0.985, 0.985, 0.985))
    picture[250:350, 250:350] = (0.8, 0.1, 0.1)
    print_alone = np.zeros_like(alpha)
    print_alone[250:350, 250:350] = 1
    assert wrong(complete(picture, print_alone), alpha) < 0.02


def test_a_strip_of_ground_between_a_hem_and_the_pictures_end_is_no_cloth() -> None:
    picture, alpha = tee((0.4, 0.4, 0.4))
    hem = int(np.flatnonzero((alpha > 0.5).any(axis=1))[-1])
    shown = slice(0, hem + 9)
    picture, alpha = picture[shown], alpha[shown]
    matte = alpha.copy()
    matte[hem:, 180:420] = np.maximum(matte[hem:, 180:420], 0.6)
    assert wrong(matte, alpha) > 0.01
    assert wrong(complete(picture, matte), alpha) < 0.003


def test_tiles_that_joints_close_in_are_no_cloth() -> None:
    rng = np.random.default_rng(5)
    _, alpha = tee()
    floor = (0.8 + rng.normal(0, 0.06, (*alpha.shape, 1))) * np.ones(3)
    floor[:, 20:26] = floor[:, 574:580] = floor[30:36] = floor[560:566] = 0.5
    picture = on_ground(alpha, np.full_like(floor, 0.05), floor)
    assert wrong(complete(picture, alpha), alpha) < 0.01


def test_a_ground_of_noise_leaves_the_matte_as_it_is() -> None:
    rng = np.random.default_rng(6)
    picture, alpha = tee()
    noisy = (picture + rng.normal(0, 0.1, picture.shape)).clip(0, 1).astype(np.float32)
    matte = blocky(alpha)
    assert complete(noisy, matte) is matte


def white_on_paper(paper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A white T-shirt with a print on such a paper, H x W x 3, and its coverage; its matte is blocky."""
    _, alpha = tee()
    cloth = np.full((*alpha.shape, 3), 0.985, np.float32)
    cloth[250:350, 250:350] = (0.8, 0.1, 0.1)
    return on_ground(alpha, cloth, paper), alpha


def test_paper_that_is_lit_from_above_in_bands_is_plain() -> None:
    rows = np.arange(600)[:, None, None]
    paper = (0.93 + 0.006 * np.sin(rows / 9) - 0.01 * (rows > 300)) * np.ones((600, 600, 3))
    picture, alpha = white_on_paper(paper.astype(np.float32))
    assert wrong(complete(picture, blocky(alpha, 16)), alpha) < 0.006


def test_cuffs_that_are_lighter_than_the_paper_are_cloth() -> None:
    picture, alpha = white_on_paper(np.full((600, 600, 3), 0.95, np.float32))
    matte = alpha.copy()
    matte[160:, :130] = 0
    assert wrong(matte, alpha) > 0.01
    assert wrong(complete(picture, matte), alpha) < 0.006


def test_bites_where_cloth_has_the_papers_colour_are_closed() -> None:
    paper = np.full((600, 600, 3), 0.965, np.float32)
    picture, alpha = white_on_paper(paper)
    matte = alpha.copy()
    for place in (slice(505, 521), slice(250, 270)), (slice(300, 316), slice(160, 178)):
        picture[place] = paper[place]
        matte[place] = 0
    assert wrong(matte, alpha) > 0.003
    assert wrong(complete(picture, matte), alpha) < 0.002


def test_a_gap_beside_a_white_sleeve_stays_open() -> None:
    paper = np.full((600, 600, 3), 0.95, np.float32)
    picture, alpha = white_on_paper(paper)
    gap = np.s_[400:530, 190:200]
    picture[gap] = paper[gap]
    alpha[gap] = 0
    assert complete(picture, blocky(alpha))[430:515, 193:197].max() < 0.3


def test_beside_a_cuff_at_the_pictures_side_jpeg_tells_nothing_of_the_ground() -> None:
    picture, alpha = tee((0.06, 0.07, 0.07))
    picture, alpha = picture[:, 57:543].copy(), alpha[:, 57:543]
    picture[(cv2.dilate(alpha, np.ones((13, 13))) > 0) & (alpha == 0)] -= np.float32(0.015)
    ground = _plain_ground(picture, alpha)
    assert ground is not None
    assert np.ptp(ground.lab[..., 0]) < 0.2


def test_ground_between_a_hem_and_the_pictures_border_is_no_cloth_where_the_matte_is_unsure() -> None:
    picture, alpha = tee((0.1, 0.1, 0.1))
    picture[512:, 220:380], alpha[512:, 220:380] = 1, 0
    picture, alpha = picture[:520], alpha[:520]
    matte = blocky(alpha)
    matte[512:, 220:380] = 0.6
    assert complete(picture, matte)[514:, 224:376].max() < 0.05


def test_a_sharp_shadow_into_which_jpeg_bleeds_is_no_cloth_below_a_coloured_hem() -> None:
    _, alpha = tee()
    rows = np.arange(alpha.shape[0])[:, None, None]
    cloth = np.where(rows % 40 < 20, np.float32([0.9, 0.1, 0.1]), np.float32([0.05, 0.05, 0.05]))
    cloth[500:] = (0.9, 0.8, 0.0)
    ground = np.ones((*alpha.shape, 3), np.float32)
    ground[520:528, 180:420] = (0.82, 0.82, 0.76)
    picture = on_ground(alpha, cloth, cv2.GaussianBlur(ground, (0, 0), 1.0))
    assert complete(picture, alpha)[523:, 200:400].max() < 0.1
