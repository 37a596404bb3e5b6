"""A photo's person as try-on needs it: parts with soft edges, and the body's measures."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person
from lingtu.imaging.tryon.arrays.even_background import look_at_ground
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.flat.garment import Kind
from lingtu.imaging.tryon.worn.arm_edges import Seen, arm_edges
from lingtu.imaging.tryon.worn.arm_in_sleeve import with_arms_in_sleeves
from lingtu.imaging.tryon.worn.forgotten import with_forgotten, without_gaps
from lingtu.imaging.tryon.worn.hair_edges import with_hair_edges
from lingtu.imaging.tryon.worn.held import with_bags
from lingtu.imaging.tryon.worn.hem_path import with_hem_path
from lingtu.imaging.tryon.worn.layers import Layers, split
from lingtu.imaging.tryon.worn.leg_gap import with_leg_gap
from lingtu.imaging.tryon.worn.low_contrast import with_low_contrast
from lingtu.imaging.tryon.worn.scraps import with_scraps
from lingtu.imaging.tryon.worn.shoes import with_hems
from lingtu.imaging.tryon.worn.slits import without_slits
from lingtu.imaging.tryon.worn.strands import with_strands
from lingtu.imaging.tryon.worn.tidy import DRESS_WAIST, as_two_pieces, tidy
from lingtu.imaging.tryon.worn.tidy_collar import collars
from lingtu.imaging.tryon.worn.tidy_hands import behind_cloth
from lingtu.imaging.tryon.worn.tidy_sleeves import insides_of_cuffs
from lingtu.imaging.tryon.worn.tidy_straps import dark_straps
from lingtu.imaging.tryon.worn.tidy_waist import lower_at_hem
from lingtu.imaging.tryon.worn.top_hem import with_top_hem
from lingtu.imaging.tryon.worn.trims import with_trims
from lingtu.imaging.tryon.worn.unclaimed import beside_neck, ground_at_hips, with_unclaimed
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer

#: So far beside a strap nothing beyond the skin's edge is a collar, shoulder widths.
STRAPS_SIDE = 0.08


def read_person(rgb: Floats, person: Person, kinds: tuple[Kind, ...]) -> tuple[Layers, Wearer]:
    """For garments of these kinds: who wears a dress is given a top or trousers as if it were two pieces."""
    assert person.body is not None
    assert person.parts is not None
    height, width = person.parts.labels.shape
    face = person.seen.face if person.seen is not None else None
    scale = person.parsed_scale
    small = Frame(
        person.body.scaled(scale, (width, height)),
        face.moved(scale, 0, 0) if face is not None else None,
        (height, width),
    )
    picture = np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    outfit = person.parts.outfit
    coverage = np.asarray(cv2.resize(person.coverage, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    with_more = with_forgotten(picture, person.parts.labels, coverage, small.width)
    tidied = without_gaps(picture, tidy(picture, with_more, small, outfit), small.width)
    ground = look_at_ground(picture, tidied == Part.BACKGROUND, small.width)
    labels = with_unclaimed(with_low_contrast(tidied, coverage, ground), coverage, ground)
    labels = np.where(collars(picture, labels, coverage, person.parts.skin, small), np.uint8(Part.TORSO), labels)
    labels = np.where(beside_neck(labels, ground), np.uint8(Part.TORSO), labels)
    if kinds == ("lowerBody",) and not outfit.one_piece:
        at_hem = lower_at_hem(picture, labels, small, outfit)
        labels = with_hem_path(picture, np.where(at_hem, np.uint8(Part.LOWER), labels), small, outfit.waist)
    again = ((with_more != person.parts.labels) | (labels != tidied)).astype(np.float32)
    coverage = np.maximum(person.coverage, cv2.resize(again, person.coverage.shape[::-1]))
    if kinds == ("lowerBody",) and not outfit.one_piece:
        at_hips = ground_at_hips(labels, ground, small, outfit.waist)
        labels = np.where(at_hips, np.uint8(Part.BACKGROUND), labels)
    held_by = dark_straps(picture, tidied, small)
    labels = np.where(held_by, np.uint8(Part.TORSO), labels)
    # beside them the shoulder's edge is the skin's
    at_strap = dilated(held_by, max(1, round(STRAPS_SIDE * small.width)))
    labels = np.where(at_strap & (tidied == Part.BACKGROUND), np.uint8(Part.BACKGROUND), labels)
    labels = with_hems(picture, without_slits(picture, labels, small), small.width)
    # what is held before a dress is before its skirt
    pieces = as_two_pieces(labels, small, outfit) if outfit.one_piece else labels
    labels = np.where(with_bags(picture, pieces, small) == Part.BAGS, np.uint8(Part.BAGS), labels)
    if kinds != ("lowerBody",):
        hidden = behind_cloth(labels, small) | insides_of_cuffs(labels, small)
        labels = np.where(hidden, np.uint8(Part.TORSO), labels)
    if outfit.one_piece and "dresses" not in kinds:
        labels = as_two_pieces(labels, small, outfit)
        outfit = replace(outfit, one_piece=False, waist=DRESS_WAIST)
    matte = np.asarray(cv2.resize(coverage, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    fine = arm_edges(rgb, Seen(picture, labels, matte), person.body.width_px)
    frame = Frame(person.body, face, (rgb.shape[0], rgb.shape[1]))
    if kinds != ("lowerBody",):  # sleeves stay with those
        fine = with_trims(labels, fine, coverage, frame)
    # they have none of the garment's colours
    strap = cv2.resize(held_by.astype(np.float32), person.coverage.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    fine = np.where(strap, np.uint8(Part.TORSO), fine)
    fine = with_leg_gap(rgb, labels, fine, person.body.width_px)
    if kinds == ("lowerBody",):
        fine = with_top_hem(rgb, labels, fine, person.body.width_px)
    layers = with_strands(split(rgb, labels, coverage, fine), person.body.width_px)
    layers = with_scraps(layers, person.body.width_px)
    if kinds != ("lowerBody",):  # with those nothing changes where hair lies
        layers = with_hair_edges(layers, person.body.width_px)
    return layers, with_arms_in_sleeves(measure_wearer(layers.labels, frame, outfit), rgb)
