from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.client.endpoints import ENDPOINTS
from lingtu.client.fields import flattened, nested, overlaid, read_value


def test_dotted_names_make_a_body() -> None:
    fields = {
        "goods.url": "a",
        "goods.x": "3",
        "num": "2",
        "dresses.1.type": "lowerBody",
        "dresses.0.type": "upperBody",
    }
    assert nested(fields) == {
        "goods": {"url": "a", "x": "3"},
        "num": "2",
        "dresses": [{"type": "upperBody"}, {"type": "lowerBody"}],
    }


@pytest.mark.parametrize(
    "names",
    [("goods", "goods.url"), ("goods.url", "goods"), ("dresses.1.type",), ("dresses.0.type", "dresses.02.type")],
)
def test_names_that_exclude_each_other(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"already|gaps"):
        nested(dict.fromkeys(names, "value"))


_NAMES = st.text("abc", min_size=1, max_size=3)
_BODIES = st.dictionaries(
    _NAMES,
    st.recursive(
        st.integers(),
        lambda inner: st.dictionaries(_NAMES, inner, min_size=1, max_size=3) | st.lists(inner, min_size=1, max_size=3),
        max_leaves=8,
    ),
)


@given(_BODIES)
def test_a_body_comes_back_from_its_dotted_names(body: dict[str, Any]) -> None:
    assert nested(flattened(body)) == body


def test_values_as_they_are_written() -> None:
    assert [read_value(text) for text in ("12", "mug.png", "true", "")] == ["12", "mug.png", "true", ""]
    assert read_value('["png", "psd"]') == ["png", "psd"]
    with pytest.raises(ValueError, match="Expecting"):
        read_value("[png]")


def test_defaults_give_way() -> None:
    body = ENDPOINTS["change-background"].body_of({"width": "800", "goods.url": "mug.png"})
    assert body == {"width": "800", "height": 1024, "goods": {"autoPlace": True, "url": "mug.png"}}


def test_a_field_replaces_all_that_is_said_about_it() -> None:
    defaults = {"goods.x": 1, "formats.0": "png", "background": "a.png", "num": 2, "goodsness": 3}
    fields = {"goods.x": 7, "formats": ["psd"], "background.bgId": "b"}
    assert overlaid(defaults, fields) == {"num": 2, "goodsness": 3, **fields}
