"""The nets that know people, from the weights folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lingtu.imaging.matting import MattingNets
from lingtu.imaging.nets import open_nets
from lingtu.imaging.people.canonical import Canonical, read_canonical
from lingtu.imaging.saliency import Net
from lingtu.weights import fetch
from lingtu.weights.sessions import at_first_use, litert_net


@dataclass(frozen=True)
class PeopleNets:
    """The models, as functions of arrays."""

    folder: Path
    matting: MattingNets
    #: 478 points of a face: 1 x 256 x 256 x 3 in [0, 1].
    mesh: Net
    #: Units of expression: 1 x 146 x 2 px.
    expression: Net
    #: Pose of a body: 1 x 256 x 256 x 3 in [0, 1].
    body: Net
    #: 21 points of a hand: 1 x 224 x 224 x 3 in [0, 1].
    hand: Net

    @cached_property
    def canonical(self) -> Canonical:
        return read_canonical(fetch.path("face_geometry", self.folder).read_bytes())


def open_people_nets(folder: Path, threads: int) -> PeopleNets:
    """Each is loaded, and pulled if need be, when it is first called."""

    def at_need(name: str) -> Net:
        return at_first_use(lambda: litert_net(name, folder, threads))

    return PeopleNets(
        folder=folder,
        matting=open_nets(folder, threads),
        mesh=at_need("face_landmarks"),
        expression=at_need("face_expression"),
        body=at_need("pose"),
        hand=at_need("hand"),
    )
