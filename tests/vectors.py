"""Test vectors of the signatures, for whoever writes a client: `python -m tests.vectors` writes vectors.json."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from lingtu.signing import Signed, sign_v1, sign_v2, webhook_headers

FILE = Path(__file__).parent.parent / "docs" / "clients" / "vectors.json"
_SALT, _TIMESTAMP = "07c169ba-5845-45ac-a1a7-de4e046748be", "1569564388"
_APP = {"appId": "test", "secret": "secret", "salt": _SALT, "timestamp": _TIMESTAMP}
_CHINESE = {"appId": "shop_1", "secret": "密钥-ключ", "salt": "a salt~!", "timestamp": "1700000000"}
_BODY = '{"requestId":"订单-1","image":"https://example.com/a.png"}'

_V1: list[dict[str, str]] = [
    {"says": "the vendor's own example", **_APP, "path": "/api/text2img"},
    {"says": "a submission", **_APP, "path": "/aigc/matting"},
    {"says": "the query is not signed: GET /aigc/account?x=1", **_APP, "path": "/aigc/account"},
    {"says": "texts are UTF-8; a salt may have spaces", **_CHINESE, "path": "/aigc/job/result"},
    {"says": "the path as it is sent, not decoded", **_CHINESE, "path": "/aigc/%E6%8A%A0%E5%9B%BE"},
]
_V2: list[dict[str, str]] = [
    {"says": "a POST", **_APP, "method": "POST", "path": "/aigc/job/result", "query": "", "body": '{"jobId":"1"}'},
    {"says": "a GET", **_APP, "method": "GET", "path": "/aigc/synthesis/model/faces", "query": "", "body": ""},
    {"says": "with a query", **_APP, "method": "GET", "path": "/aigc/account", "query": "a=1&b=%20", "body": ""},
    {"says": "UTF-8", **_CHINESE, "method": "POST", "path": "/aigc/matting", "query": "", "body": _BODY},
]
_WEBHOOKS: list[dict[str, str]] = [
    {
        "secret": "secret",
        "id": "0190c1d2-0000-7000-8000-000000000001",
        "timestamp": _TIMESTAMP,
        "body": '{"jobId":"1"}',
    },
    {"secret": _CHINESE["secret"], "id": "1", "timestamp": "1700000000", "body": _BODY},
]


def make_vectors() -> dict[str, Any]:
    """The vectors, with what `lingtu.signing` makes of them."""
    return {
        "v1": [
            {**one, "sign": sign_v1(Signed(method="POST", path=one["path"]), *_keys(one), one["secret"])} for one in _V1
        ],
        "v2": [{**one, "sign": sign_v2(_call(one), *_keys(one), one["secret"])} for one in _V2],
        "webhook": [{**one, "signature": _webhook(one)} for one in _WEBHOOKS],
    }


def _keys(one: dict[str, str]) -> tuple[str, str, str]:
    return one["appId"], one["salt"], one["timestamp"]


def _call(one: dict[str, str]) -> Signed:
    return Signed(method=one["method"], path=one["path"], query=one["query"], body=one["body"].encode())


def _webhook(one: dict[str, str]) -> str:
    headers = webhook_headers(one["secret"], one["id"], int(one["timestamp"]), one["body"].encode())
    return headers["lingtu-webhook-signature"]


def written() -> str:
    """The file's text."""
    return json.dumps(make_vectors(), ensure_ascii=False, indent=1) + "\n"


def load_single_file() -> ModuleType:
    """The module of docs/clients/python/lingtu_min.py."""
    spec = importlib.util.spec_from_file_location("lingtu_min", FILE.parent / "python" / "lingtu_min.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
