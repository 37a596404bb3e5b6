"""The XMP packet (ISO 16684-1) that carries a label: written plainly, read as other programs write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from lingtu.labels.aigc import AigcLabel

AIGC_NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
IPTC_NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"  # IPTC's vocabulary; values are whole addresses
MAX_PACKET = 1 << 20  # bytes that are read

#: "Augmentation, correction or enhancement using a Generative AI model"; made by one altogether.
SourceType = Literal["compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"]

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:TC260="{aigc}" xmlns:Iptc4xmpExt="{iptc}">
{properties}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Marks:
    """What a picture's metadata say of its making."""

    label: AigcLabel | None = None
    #: Last part of the IPTC address, also one that we never write.
    source_type: str | None = None


def write_packet(marks: Marks) -> bytes:
    """The packet of these marks, UTF-8."""
    properties = ""
    if marks.label is not None:
        properties += _element("TC260:AIGC", marks.label.to_json())
    if marks.source_type is not None:
        properties += _element("Iptc4xmpExt:DigitalSourceType", SOURCE_TYPES + marks.source_type)
    return _PACKET.format(aigc=AIGC_NAMESPACE, iptc=IPTC_NAMESPACE, properties=properties).encode()


def read_packet(packet: bytes) -> Marks:
    """The marks in any program's packet; nothing if it can't be read. Safe with hostile ones: no entities, 1 MiB."""
    start, end = packet.find(b"<x:xmpmeta"), packet.rfind(b"</x:xmpmeta>")
    if start < 0 or end < 0 or len(packet) > MAX_PACKET:
        return Marks()
    body = packet[start : end + len(b"</x:xmpmeta>")]
    if b"<!" in body:  # a document type could declare entities; honest packets have none
        return Marks()
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  see above
    except ElementTree.ParseError:
        return Marks()
    label = _value(root, f"{{{AIGC_NAMESPACE}}}AIGC")
    source = _value(root, f"{{{IPTC_NAMESPACE}}}DigitalSourceType")
    return Marks(
        label=None if label is None else AigcLabel.from_json(label),
        source_type=None if source is None else source.rstrip("/").rpartition("/")[2],
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text, {chr(34): '&quot;'})}</{name}>\n"


def _value(root: ElementTree.Element, name: str) -> str | None:
    """A simple property: an element's text, or an attribute, which RDF holds for the same."""
    for element in root.iter():
        if element.tag == name and element.text:
            return element.text.strip()
        if name in element.attrib:
            return element.attrib[name].strip()
    return None
