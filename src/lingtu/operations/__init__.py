"""The table of operations: a new one is a row here, its params, and a recipe."""

from __future__ import annotations

from lingtu.operations.operation import Operation
from lingtu.operations.params import ChangeBackgroundParams, DressParams, MattingParams, ModelParams, RemoveParams

OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation(
            name="change-background",
            paths=("/aigc/synthesis/change-background", "/aigc/change-background"),
            params=ChangeBackgroundParams,
            recipe="lingtu.operations.change_background:run",
            edits="goods",
        ),
        Operation(
            name="model",
            paths=("/aigc/synthesis/model",),
            params=ModelParams,
            recipe="lingtu.operations.model:run",
            edits="model",
        ),
        Operation(
            name="dress",
            paths=("/aigc/synthesis/dress",),
            params=DressParams,
            recipe="lingtu.operations.dress:run",
            edits="model",
        ),
        Operation(
            name="matting",
            paths=("/aigc/matting",),
            params=MattingParams,
            recipe="lingtu.operations.matting:run",
            source_type=None,
        ),
        Operation(
            name="remove",
            paths=("/aigc/remove",),
            params=RemoveParams,
            recipe="lingtu.operations.remove:run",
        ),
    )
}
