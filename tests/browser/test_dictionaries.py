"""The words of both languages: the same keys, each used, none missing. No browser is needed."""

from __future__ import annotations

import json
import re

from tests.browser.studio import STATIC

_VALUE = re.compile(r"\{(\w+)\}")
#: A key as it stands in the scripts: a string, or a template whose ${…} is any word.
_STRING = re.compile(r"\"([a-zA-Z]+(?:\.[\w-]+)*)\"")
_TEMPLATE = re.compile(r"\bt(?:Or)?\((?:[^()`]*)`([^`]+)`")


def words(name: str) -> dict[str, str]:
    """A dictionary: a comment, and a module whose value is JSON."""
    text = (STATIC / "js" / "i18n" / f"{name}.js").read_text(encoding="utf-8")
    whole = re.fullmatch(r"// .*\nexport default (\{.*\});\n", text, re.DOTALL)
    assert whole is not None
    pairs = json.loads(whole.group(1), object_pairs_hook=list)
    assert len(pairs) == len(dict(pairs)), "a key is there twice"
    return dict(pairs)


def scripts() -> str:
    files = [file for file in (STATIC / "js").rglob("*.js") if file.parent.name != "i18n"]
    assert len(files) > 30
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_both_languages_have_the_same_keys_and_values_to_fill_in() -> None:
    zh, en = words("zh"), words("en")
    assert list(zh) == list(en)
    for key in zh:
        assert zh[key].strip(), key
        assert en[key].strip(), key
        assert set(_VALUE.findall(zh[key])) == set(_VALUE.findall(en[key])), key


def test_chinese_is_chinese_and_english_is_english() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    assert not [key for key, text in words("en").items() if han.search(text)]
    alike = {key for key, text in words("zh").items() if not han.search(text)}
    assert alike == {"charts.p95"}


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    keys = set(words("en"))
    text = scripts()
    literal = set(re.findall(r"\bt\(\"([^\"]+)\"", text))
    assert literal <= keys
    patterns = [re.compile(re.sub(r"\\\$\\\{.*?\\\}", ".+", re.escape(form))) for form in _TEMPLATE.findall(text)]
    for pattern in patterns:
        assert any(pattern.fullmatch(key) for key in keys), pattern.pattern
    mentioned = set(_STRING.findall(text))
    unused = {key for key in keys - mentioned if not any(pattern.fullmatch(key) for pattern in patterns)}
    assert not unused
