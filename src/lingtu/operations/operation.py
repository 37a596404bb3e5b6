"""What an operation is to the rest of the server: its parameters, its price, its pictures, and where its recipe is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from lingtu.errors import LingtuError
from lingtu.labels.xmp import SourceType

if TYPE_CHECKING:
    from lingtu.engines.base import Engine
    from lingtu.gallery.catalogue import Gallery
    from lingtu.operations.params import JobParams

PictureFormat = Literal["png", "jpg", "webp", "psd"]
P = TypeVar("P", bound="JobParams", contravariant=True)


@dataclass(frozen=True, kw_only=True)
class Output:
    """One finished picture file."""

    data: bytes
    format: PictureFormat


#: A remark for the caller, (Chinese, English).
Note = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run made: for each variation its files, or the error that this variation ended with."""

    variations: tuple[tuple[Output, ...] | LingtuError, ...]
    #: Remarks on a success; for instance that a fill may be seen, or where the product was put.
    notes: tuple[Note, ...] = ()

    @property
    def note(self) -> Note | None:
        """All remarks as one, each once; None if there are none."""
        notes = tuple(dict.fromkeys(self.notes))
        return ("；".join(zh for zh, _ in notes), "; ".join(en for _, en in notes)) if notes else None


#: Told the done share of the job, 0 to 1.
Report = Callable[[float], None]


class Recipe(Protocol[P]):
    """How an operation is carried out with an engine's capabilities.

    `pictures` maps the name of each picture of the submission ("goods", "background", "mask", "image") to its file's
    bytes; `gallery` is the one that the parameters were read with. Raises `LingtuError` when no variation can be made.
    """

    def __call__(
        self, engine: Engine, gallery: Gallery, params: P, pictures: Mapping[str, bytes], seed: int, report: Report
    ) -> Outcome: ...


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A row of the table of operations."""

    name: str
    #: Paths of the submission, the vendor's first.
    paths: tuple[str, ...]
    params: type[JobParams]
    #: `module:function` of the recipe, imported in the engine process alone; None: validated, then answered by 501.
    recipe: str | None
    #: How results are labelled as AI content; None: nothing is synthesised. See docs/labels.md.
    source_type: SourceType | None = "compositeWithTrainedAlgorithmicMedia"
    #: Name of the picture that a result is an edit of.
    edits: str = "image"

    def load_recipe(self) -> Recipe[Any]:
        """Import the recipe. Only for the engine process: this pulls in numpy and models."""
        assert self.recipe is not None, self.name
        module, function = self.recipe.split(":")
        recipe: Recipe[Any] = getattr(import_module(module), function)
        return recipe
