"""A recipe whose results carry a visible label, whatever the recipe is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import Gallery
from lingtu.labels.corner import CornerLabel
from lingtu.operations.operation import Operation, Outcome, Output, Recipe, Report


def with_corner(operation: Operation, corner: CornerLabel | None) -> Recipe[Any]:
    """The operation's recipe; with a label, if there is one and the operation synthesises.

    The recipe is then asked for png, which loses nothing; the labelled picture gets the format that was wanted.
    Only for the engine process: it loads numpy.
    """
    recipe = operation.load_recipe()
    if corner is None or operation.source_type is None:
        return recipe

    def run(
        engine: Any, gallery: Gallery, params: Any, pictures: Mapping[str, bytes], seed: int, report: Report
    ) -> Outcome:
        outcome = recipe(engine, gallery, params.model_copy(update={"format": "png"}), pictures, seed, report)
        variations = tuple(
            variation
            if isinstance(variation, LingtuError)
            else tuple(_drawn(output, params.format, corner) for output in variation)
            for variation in outcome.variations
        )
        return replace(outcome, variations=variations)

    return run


def _drawn(output: Output, format: Any, corner: CornerLabel) -> Output:
    from lingtu.imaging import codec
    from lingtu.imaging.corner import draw

    picture = codec.decode(output.data)
    drawn = draw(picture.rgb, corner.text, corner.position)
    return Output(data=codec.encode(drawn, picture.alpha, format), format=format)
