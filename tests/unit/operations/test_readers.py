"""What a reader takes is what its JSON Schema says."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from lingtu.operations import numbers, texts
from lingtu.operations.reader import Reader

READERS = {
    "rounded": numbers.rounded(-400, 1280),
    "whole": numbers.whole(0, 2**53 - 1),
    "number_of": numbers.number_of(1, 2, 4),
    "truth": numbers.TRUTH,
    "word_of": texts.word_of("png", "jpg"),
    "text": texts.TEXT,
    "request_id": texts.REQUEST_ID,
    "link": texts.LINK,
    "callback": texts.CALLBACK,
    "moment": texts.MOMENT,
    "job_id": texts.JOB_ID,
    "reason": texts.REASON,
}
#: A schema can't tell the size of a number in a text, nor that there is no such day, port or address.
TEXT_KNOWS_MORE = {"rounded", "whole", "callback", "moment", "link"}

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-500, 1300)
TEXTS = st.one_of(
    st.text(max_size=110),
    st.text("0123456789.+-eE_ \n", max_size=8),
    st.sampled_from(["true", " FALSE ", "1", "0", "2", "2.0", "png", "PNG", "x" * 101, "x" * 501, "x" * 2049]),
    st.sampled_from(["data:" + "x" * 3000, "https://a.example/", "https://u@a.example/", "http://", "http://[1/"]),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    st.sampled_from(["2026-05-01T08:00:00Z", "2026-05-01t08:00:00.1234567z", "2026-05-01", "2026-13-01T00:00:00Z"]),
)
SCALARS = st.booleans() | NUMBERS | NUMBERS.map(str) | TEXTS


def takes(reader: Reader, value: Any) -> bool:
    try:
        reader.read(value)
    except (PydanticCustomError, ValueError):  # which pydantic turns into a fault, too
        return False
    return True


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_what_its_schema_says(name: str) -> None:
    schema = jsonschema_rs.validator_for(dict(READERS[name].schema))

    @settings(max_examples=200)
    @given(value=SCALARS.filter(lambda value: value != ""))  # "" means absent and never comes to a reader
    def check(value: Any) -> None:
        said, taken = schema.is_valid(value), takes(READERS[name], value)
        if isinstance(value, str) and name in TEXT_KNOWS_MORE:
            assert said or not taken
        else:
            assert said == taken

    check()
