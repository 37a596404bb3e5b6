"""What is written into every result, as the operator set it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtu.errors import PictureError
from lingtu.labels.aigc import PRODUCER, AigcLabel
from lingtu.labels.corner import CornerLabel
from lingtu.labels.credentials import Credentials, Statement
from lingtu.labels.embed import extract_packet, insert_packet
from lingtu.labels.xmp import Marks, SourceType, read_packet, write_packet


@dataclass(frozen=True, kw_only=True)
class Making:
    """How a result came about."""

    operation: str
    #: None: nothing was synthesised.
    source_type: SourceType | None
    #: The producer's number of it.
    produce_id: str
    #: The file that it was made from.
    source: bytes


@dataclass(frozen=True, kw_only=True)
class Labeller:
    """The operator's choice; `Labeller()` labels as the standard wants it, in metadata alone."""

    #: Whether metadata are written.
    implicit: bool = True
    producer: str = PRODUCER
    #: Drawn in the engine process, on the pixels.
    corner: CornerLabel | None = None
    credentials: Credentials | None = None

    def label(self, data: bytes, making: Making) -> bytes:
        """The finished file with its metadata and, last, its signature; the pixels' bytes stay as they are."""
        marks = self._marks(making) if self.implicit else Marks()
        if marks != Marks():
            data = insert_packet(data, write_packet(marks))
        if self.credentials is not None and not data.startswith(b"8BPS"):  # C2PA has no place in a psd
            data = self.credentials.sign(
                data,
                Statement(
                    title=making.produce_id,
                    operation=making.operation,
                    source_type=making.source_type,
                    source=making.source,
                ),
            )
        return data

    def _marks(self, making: Making) -> Marks:
        """A result's own marks; where nothing was synthesised those of its source, which must not get lost."""
        if making.source_type is None:
            return read_marks(making.source)
        label = AigcLabel(content_producer=self.producer, produce_id=making.produce_id)
        return Marks(label, making.source_type)


def read_marks(data: bytes) -> Marks:
    """What a picture's metadata say of its making; nothing if it is no picture."""
    try:
        return read_packet(extract_packet(data))
    except PictureError:
        return Marks()
