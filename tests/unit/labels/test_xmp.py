from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.labels.aigc import AigcLabel
from lingtu.labels.xmp import Marks, read_packet, write_packet

_BEGIN = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
_END = b"</rdf:RDF></x:xmpmeta>"
_NAMESPACE = b'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'


def packet(description: bytes) -> bytes:
    return _BEGIN + description + _END


_PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)


@given(producer=_PRINTABLE, number=_PRINTABLE)
def test_any_text_comes_back(producer: str, number: str) -> None:
    marks = Marks(AigcLabel(content_producer=producer, produce_id=number), "trainedAlgorithmicMedia")
    assert read_packet(write_packet(marks)) == marks


@pytest.mark.parametrize("escape", ["\\ud800", "\\uffff", "\\u0000"])
def test_a_label_whose_json_names_what_xml_cannot_hold_is_passed_on(escape: str) -> None:
    foreign = AigcLabel.from_json(f'{{"Label":"1","ContentProducer":"A{escape}"}}')
    assert foreign is not None
    assert read_packet(write_packet(Marks(foreign))).label == foreign


def test_the_json_has_the_standards_fields_in_its_order() -> None:
    assert AigcLabel(content_producer="A", produce_id="1").to_json() == (
        '{"Label":"1","ContentProducer":"A","ProduceID":"1","ReservedCode1":"",'
        '"ContentPropagator":"","PropagateID":"","ReservedCode2":""}'
    )


def test_a_label_written_as_an_attribute_is_read() -> None:
    """As XMP toolkits write simple properties."""
    text = b"<rdf:Description " + _NAMESPACE + b' TC260:AIGC=\'{"Label":"2","ContentProducer":"B"}\'/>'
    assert read_packet(packet(text)).label == AigcLabel(label="2", content_producer="B")


def test_fields_of_other_types_are_read_as_text() -> None:
    told = json.dumps({"Label": 1, "ProduceID": 12, "ReservedCode1": {"Type": "x"}, "Extra": 1})
    text = b"<rdf:Description " + _NAMESPACE + b"><TC260:AIGC>" + told.encode() + b"</TC260:AIGC></rdf:Description>"
    assert read_packet(packet(text)).label == AigcLabel(produce_id="12", reserved_code1='{"Type": "x"}')


@pytest.mark.parametrize("value", ["", "[]", "no", '{"Label":"4"}', '{"ContentProducer":"A"}', "[" * 100_000])
def test_what_is_no_label_is_none(value: str) -> None:
    assert AigcLabel.from_json(value) is None


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'
    text = packet(bomb + b"<rdf:Description " + _NAMESPACE + b"><TC260:AIGC>&d;</TC260:AIGC></rdf:Description>")
    assert read_packet(text) == Marks()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_harm(data: bytes) -> None:
    read_packet(packet(data))
