"""What the page of the API computes in the browser is what the server checks."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import lingtu
from lingtu.api.openapi.calls import CALLS
from lingtu.api.openapi.schemas import Schemas
from lingtu.gallery.catalogue import OURS
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import read_params
from lingtu.signing import Signed, sign_v1, sign_v2

DOCS = Path(lingtu.__file__).parent / "api" / "docs"
VECTORS: list[dict[str, str]] = json.loads((DOCS / "vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_are_true(vector: dict[str, str]) -> None:
    call = Signed(method=vector["method"], path=vector["path"], query=vector["query"], body=vector["body"].encode())
    sign = sign_v1 if vector["version"] == "1" else sign_v2
    assert sign(call, vector["appId"], vector["salt"], vector["timestamp"], vector["secret"]) == vector["sign"]


def _in_javascript(program: str, given: Any) -> Any:
    """What a module beside the page's own prints as JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    text = f"const given = {json.dumps(given)};\n{program}"
    done = subprocess.run(
        [node, "--input-type=module", "-e", text], capture_output=True, text=True, check=False, cwd=DOCS
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_page_signs_as_the_server_checks() -> None:
    calls = [
        {
            "version": version,
            "method": "POST",
            "path": "/aigc/job/result",
            "query": "a=1&b=%E4%B8%AD",
            "appId": "A",
            "secret": "密" * 40,
            "salt": secrets.token_hex(8),
            "timestamp": "1700000000",
            "body": '{"文": "本"}',
        }
        for version in ("1", "2")
    ]
    program = """
        import { signOf } from "./signing.js";
        console.log(JSON.stringify(given.map(signOf)));"""
    made = [
        (sign_v1 if call["version"] == "1" else sign_v2)(
            Signed(method="POST", path=call["path"], query=call["query"], body=call["body"].encode()),
            "A",
            call["salt"],
            call["timestamp"],
            call["secret"],
        )
        for call in calls
    ]
    assert _in_javascript(program, calls) == made


def test_sha256_and_hmac_at_every_length_around_a_block() -> None:
    texts = [secrets.token_hex(64)[:length] for length in (0, 1, 55, 56, 57, 63, 64, 65, 111, 119, 120, 128)]
    texts += ["灵图" * 50, "x" * 5000]
    program = """
        import { hex, hmac, sha256 } from "./sha256.js";
        console.log(JSON.stringify(given.map((text) => [hex(sha256(text)), hex(hmac(text, "message"))])));"""
    expected = [
        [hashlib.sha256(text.encode()).hexdigest(), hmac.new(text.encode(), b"message", hashlib.sha256).hexdigest()]
        for text in texts
    ]
    assert _in_javascript(program, texts) == expected


def test_every_example_is_a_call_that_is_taken() -> None:
    examples = json.loads((DOCS / "examples.json").read_text())
    for name, example in examples.items():
        body = CALLS[name].body
        assert body is not None, name
        read_params(body, example)
    assert set(OPERATIONS) <= set(examples)


def test_meanings_are_of_calls_and_fields_that_there_are() -> None:
    program = """
        import { CALLS, FIELDS } from "./meanings.js";
        console.log(JSON.stringify([CALLS, FIELDS]));"""
    calls, fields = _in_javascript(program, None)
    assert {name.removesuffix("-alias") for name in calls} <= set(CALLS)
    types = (found for call in CALLS.values() for found in (call.answer, call.body) if found)
    schemas = Schemas(types, "Canceled", OURS).definitions
    known = {f"{schema}.{name}" for schema, told in schemas.items() for name in told.get("properties", ())}
    known |= {name.partition(".")[2] for name in known}
    assert set(fields) <= known
    assert all(len(pair) == 2 and all(pair) for pair in [*calls.values(), *fields.values()])


def test_both_languages_say_the_same_things() -> None:
    program = """
        import { INTRODUCTION, SIGNING, TEXTS, WEBHOOKS } from "./texts.js";
        const names = ({ zh, en }) => ({ zh: Object.keys(zh), en: Object.keys(en) });
        console.log(JSON.stringify([TEXTS, INTRODUCTION, SIGNING, WEBHOOKS].map(names)));"""
    for told in _in_javascript(program, None):
        assert told["zh"] == told["en"]


def test_nothing_comes_from_another_host_or_is_inline() -> None:
    for file in DOCS.iterdir():
        text = file.read_text()
        assert not re.search(r"(?:src|href|from|import|url)\s*[=(]?\s*[\"'(](?:https?:)?//", text), file.name
    page = (DOCS / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=", page)
