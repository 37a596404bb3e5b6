from __future__ import annotations

import numpy as np
import pytest

from lingtu.labels.aigc import AigcLabel
from lingtu.labels.embed import insert_packet
from lingtu.labels.labeller import Labeller, Making, read_marks
from lingtu.labels.xmp import Marks, SourceType, write_packet
from lingtu.operations import OPERATIONS
from tests.unit.labels.pictures import written
from tests.unit.labels.test_embed import pixels

FILES = written()
FOREIGN = Marks(AigcLabel(content_producer="another", produce_id="7"), "trainedAlgorithmicMedia")


def making(source_type: SourceType | None, source: bytes = FILES["jpg"]) -> Making:
    return Making(operation="o", source_type=source_type, produce_id="1-0", source=source)


@pytest.mark.parametrize("kind", FILES)
def test_a_synthesis_is_labelled_with_its_number(kind: str) -> None:
    made = Labeller(producer="某公司").label(FILES[kind], making("compositeWithTrainedAlgorithmicMedia"))
    label = AigcLabel(label="1", content_producer="某公司", produce_id="1-0")
    assert read_marks(made) == Marks(label, "compositeWithTrainedAlgorithmicMedia")
    assert np.array_equal(pixels(made), pixels(FILES[kind]))


@pytest.mark.parametrize("kind", ["png-alpha", "psd"])
def test_a_cut_out_gets_no_label_of_its_own(kind: str) -> None:
    assert Labeller().label(FILES[kind], making(None)) == FILES[kind]


@pytest.mark.parametrize("kind", ["png-alpha", "psd"])
@pytest.mark.parametrize("source", ["png", "jpg", "webp"])
def test_a_cut_out_keeps_the_label_of_its_picture(kind: str, source: str) -> None:
    """Labels must not get lost on the way."""
    photo = insert_packet(FILES[source], write_packet(FOREIGN))
    assert read_marks(Labeller().label(FILES[kind], making(None, photo))) == FOREIGN


def test_a_synthesis_of_a_labelled_picture_is_this_producers() -> None:
    photo = insert_packet(FILES["png"], write_packet(FOREIGN))
    made = Labeller().label(FILES["png"], making("compositeWithTrainedAlgorithmicMedia", photo))
    marks = read_marks(made)
    assert marks.label is not None
    assert (marks.label.content_producer, marks.label.produce_id) == ("lingtu", "1-0")


def test_it_can_be_turned_off() -> None:
    off = Labeller(implicit=False)
    assert off.label(FILES["png"], making("compositeWithTrainedAlgorithmicMedia")) == FILES["png"]


def test_the_same_job_gives_the_same_bytes() -> None:
    twice = {Labeller().label(FILES["webp"], making("compositeWithTrainedAlgorithmicMedia")) for _ in range(2)}
    assert len(twice) == 1


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_an_operation_names_a_picture_that_it_always_has(operation: object) -> None:
    """Signatures tell what a result is an edit of."""
    assert isinstance(operation, type(OPERATIONS["matting"]))
    assert operation.edits in operation.params.model_fields
    assert operation.params.model_fields[operation.edits].is_required()
    if operation.source_type is not None:  # corner labels are drawn between the recipe and the format
        assert "format" in operation.params.model_fields
