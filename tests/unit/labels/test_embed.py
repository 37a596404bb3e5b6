"""Labels in files: the pixels stay, and programs that aren't ours read what was written."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from psd_tools import PSDImage

from lingtu.errors import PictureError
from lingtu.imaging import codec
from lingtu.labels.aigc import AigcLabel
from lingtu.labels.embed import extract_packet, insert_packet
from lingtu.labels.xmp import Marks, read_packet, write_packet
from tests.unit.labels.pictures import written

FILES = written()
KINDS = pytest.mark.parametrize("kind", FILES)
MARKS = Marks(
    AigcLabel(content_producer='某公司 "甲" & <乙>', produce_id="123456789012345-0"),
    "compositeWithTrainedAlgorithmicMedia",
)
FIELDS = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
]


def labelled(kind: str) -> bytes:
    return insert_packet(FILES[kind], write_packet(MARKS))


def pixels(data: bytes) -> np.ndarray:
    if data.startswith(b"8BPS"):
        return np.asarray(PSDImage.open(io.BytesIO(data)).composite())
    image = Image.open(io.BytesIO(data))
    image.load()
    return np.asarray(image)


@KINDS
def test_what_was_written_is_read(kind: str) -> None:
    assert read_packet(extract_packet(labelled(kind))) == MARKS
    assert extract_packet(FILES[kind]) == b""


@KINDS
def test_the_pixels_stay_as_they_are(kind: str) -> None:
    assert np.array_equal(pixels(labelled(kind)), pixels(FILES[kind]))


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "psd"])
def test_our_own_decoder_takes_a_labelled_result(kind: str) -> None:
    """Results are the next call's pictures."""
    plain, marked = codec.decode(FILES[kind]), codec.decode(labelled(kind))
    assert np.array_equal(plain.rgb, marked.rgb)
    assert (plain.alpha is None) == (marked.alpha is None)


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool (Debian: libimage-exiftool-perl) is not here")
@KINDS
def test_exiftool_reads_both_marks(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"result.{kind.partition('-')[0]}"
    file.write_bytes(labelled(kind))
    asked = ["exiftool", "-j", "-validate", "-warning", "-a", "-XMP:all", str(file)]
    (seen,) = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert seen.get("Validate") == "OK" or seen["Validate"].endswith("(all minor)"), seen
    told = json.loads(next(value for name, value in seen.items() if name.upper() == "AIGC"))  # 12.57 spells it Aigc
    assert list(told) == FIELDS
    assert told["ContentProducer"] == '某公司 "甲" & <乙>'
    assert seen["DigitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")


@KINDS
def test_exiv2_reads_both_marks(kind: str) -> None:
    exiv2 = pytest.importorskip("pyexiv2", reason="pyexiv2 can't be loaded here", exc_type=(ImportError, OSError))
    exiv2.registerNs("http://www.tc260.org.cn/ns/AIGC/1.0/", "TC260")
    with exiv2.ImageData(labelled(kind)) as image:
        seen = image.read_xmp()
    assert list(json.loads(seen["Xmp.TC260.AIGC"])) == FIELDS
    assert seen["Xmp.iptcExt.DigitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_lossless_webp_keeps_its_alpha(mode: str) -> None:
    file = io.BytesIO()
    picture = Image.merge("RGBA", [Image.effect_noise((30, 20), 80) for _ in range(4)])
    picture.convert(mode).save(file, "WEBP", lossless=True, exact=True)
    marked = insert_packet(file.getvalue(), write_packet(MARKS))
    assert Image.open(io.BytesIO(marked)).mode == mode
    assert np.array_equal(pixels(marked), pixels(file.getvalue()))


def test_a_packet_too_large_for_a_segment_is_told() -> None:
    with pytest.raises(ValueError, match="doesn't fit"):
        insert_packet(FILES["jpg"], b"x" * 66_000)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"8BPS", b"8BPS" + bytes(22) + b"\xff" * 8])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        extract_packet(data)


@given(st.sampled_from(["png", "jpg", "webp", "psd"]), st.data())
def test_damaged_files_end_in_our_error_or_in_bytes(kind: str, data: st.DataObject) -> None:
    file = bytearray(labelled(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        file[data.draw(st.integers(0, min(len(file), 1500) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PictureError):
        read_packet(extract_packet(bytes(file)))
