"""All that is known of the main person of a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.closed_form import solve_alpha
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.people.arms import centred
from lingtu.imaging.people.body import Body
from lingtu.imaging.people.find import Seen, find_body, find_main_face
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.hands import Hand, fit_hands
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.parsing import Parts, parse
from lingtu.imaging.person import complete_person
from lingtu.imaging.saliency import find_subject
from lingtu.imaging.trimap import trimap

Floats = NDArray[np.float32]

#: Longest side at which parts are told apart.
PARSE_SIDE_PX = 512
#: How wide a throat and what is seen of the chin may be, and how much of it must be missed, shoulder widths (squared).
THROAT, MISSED = (0.35, 0.25), 0.02
#: How rough the pose net's mask is where parts are told apart, px.
POSE_GRAIN_PX = 4.0


@dataclass(frozen=True)
class Person:
    """The main person; `parts` are H x W at `parsed_scale` of the picture's size, all else is in px of the picture."""

    seen: Seen | None
    body: Body | None
    hands: list[Hand]
    coverage: Floats
    parts: Parts | None
    parsed_scale: float


def understand(rgb: Floats, nets: PeopleNets, seen: Seen | None = None) -> Person:
    """Face, pose, hands, coverage and parts of the main person of a picture; `seen`: the face, if it is known."""
    seen, body = seen or find_main_face(rgb, nets), find_body(rgb, nets)
    small = reduce(rgb, PARSE_SIDE_PX)
    scale = small.shape[1] / rgb.shape[1]
    coverage = person_coverage(small, nets)
    body = centred(body, _as_large(coverage, rgb)) if body is not None else None
    hands = fit_hands(rgb, body, nets.hand) if body is not None else []
    parts = None
    if body is not None:
        own = body.scaled(scale, (small.shape[1], small.shape[0]))
        face = seen.face.moved(scale, 0, 0) if seen is not None else None
        small_hands = [Hand(hand.points * np.float32(scale), hand.presence) for hand in hands]
        frame = Frame(own, face, (small.shape[0], small.shape[1]))
        if face is None:
            coverage = with_throat(small, coverage, frame)
        parts = parse(small, coverage, frame, small_hands)
    return Person(seen, body, hands, _as_large(coverage, rgb), parts, scale)


def _as_large(coverage: Floats, rgb: Floats) -> Floats:
    return np.asarray(cv2.resize(coverage, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def with_throat(small: Floats, coverage: Floats, frame: Frame) -> Floats:
    """The coverage with the throat below a head that the picture cuts off, which is at times taken for ground."""
    throat = frame.tube([frame.head, frame.body.shoulders], THROAT) & (frame.body.mask > 0.5)
    missed = np.count_nonzero(throat & (coverage < 0.5))
    if missed < MISSED * frame.width**2:
        return coverage
    seen = np.maximum(coverage, frame.body.mask * throat)
    return solve_alpha(small, trimap(seen, POSE_GRAIN_PX), seen)


def person_coverage(small: Floats, nets: PeopleNets) -> Floats:
    """Coverage of the main person, H x W, along the picture's edges."""
    matting = nets.matting
    # Fewer looks than a cut-out takes: the person net fills in what they miss.
    model = replace(matting.model, looks_twice=False, box_looks=matting.model.box_looks[:1])
    seen = complete_person(small, find_subject(small, matting.subject, model), matting.face, matting.person)
    return solve_alpha(small, trimap(seen.alpha, seen.grain_px), seen.alpha)
