"""AI试衣: a person's photo with other clothes on."""

from __future__ import annotations

from collections.abc import Mapping

from lingtu.engines.base import Clothing, Engine
from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import Gallery
from lingtu.imaging import codec
from lingtu.operations.operation import Note, Outcome, Output, Report
from lingtu.operations.params import DressParams


def run(
    engine: Engine, gallery: Gallery, params: DressParams, pictures: Mapping[str, bytes], seed: int, report: Report
) -> Outcome:
    """For each variation: the garments on the person; a fault of a picture is one of all variations."""
    photo = codec.decode(pictures["model"]).rgb
    clothes = [
        _clothing(pictures[f"dress{index}"], dress.type, f"dresses.{index}.image")
        for index, dress in enumerate(params.dresses)
    ]
    report(0.1)
    notes: list[Note] = []
    variations: list[tuple[Output, ...] | LingtuError] = []
    for index in range(params.num):
        try:
            made = engine.dress(photo, clothes, index, seed + index)
            notes += made.notes
            variations.append((Output(data=codec.encode(made.rgb, None, params.format), format=params.format),))
        except LingtuError as error:
            if index == 0:  # the plain one: the others are looser and longer
                raise
            variations.append(error)
        report(0.1 + 0.9 * (index + 1) / params.num)
    return Outcome(variations=tuple(variations), notes=tuple(notes))


def _clothing(data: bytes, kind: str, field: str) -> Clothing:
    picture = codec.decode(data)
    assert kind in ("dresses", "upperBody", "lowerBody"), kind
    return Clothing(picture.rgb, picture.alpha, kind, field)  # type: ignore[arg-type]
