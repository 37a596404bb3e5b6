"""Servers of `POST /v1/images/edits` as vLLM-Omni, SGLang, OpenAI and LiteLLM are, with any painter and any fault.

Requests are checked as the real servers check them: a field of another dialect is an error where it is one there.
"""

from __future__ import annotations

import base64
import io
import json
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Levels = NDArray[np.uint8]


@dataclass(frozen=True)
class Asked:
    """A request that came in: its text fields, its pictures by field, H x W x 3 or 4 levels."""

    fields: Mapping[str, str]
    files: Mapping[str, list[Levels]]
    key: str

    @property
    def images(self) -> list[Levels]:
        return self.files.get("image", []) + self.files.get("image[]", [])

    @property
    def size(self) -> tuple[int, int]:
        """Width, height."""
        width, _, height = self.fields["size"].partition("x")
        return int(width), int(height)


#: Makes the answer's picture, of the size that was asked for.
Painter = Callable[[Asked], Levels]


def repaint_everything(asked: Asked) -> Levels:
    """The adversary: nothing is as it was; each colour is another one, and the picture is a little larger."""
    width, height = asked.size
    source = Image.fromarray(255 - asked.images[0][..., ::-1]).resize((width + 14, height + 10))
    return np.asarray(source)[5 : 5 + height, 9 : 9 + width]


def keep_everything(asked: Asked) -> Levels:
    """A model that ignores what it is told."""
    return np.asarray(Image.fromarray(asked.images[0]).resize(asked.size))


@dataclass
class EditServer:
    """What a test sees of a running server. `faults` are taken one for each request, from the left."""

    dialect: str = "vllm-omni"
    key: str = ""
    painter: Painter = repaint_everything
    faults: deque[str] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    #: Seconds that a picture takes.
    takes_s: float = 0.0
    #: Times at which a caller hung up before its answer.
    hung_up: list[float] = field(default_factory=list)
    stored: dict[str, bytes] = field(default_factory=dict)
    url: str = ""
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def running(server: EditServer, port: int = 0) -> Iterator[EditServer]:
    """Serve until the end of the block."""

    class Handler(_Handler):
        state = server

    http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


class _RefusedError(Exception):
    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


class _Handler(BaseHTTPRequestHandler):
    state: EditServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        if self.path.startswith("/v1/images/") and self.path in self.state.stored:
            self._send(200, self.state.stored[self.path], "image/png")
        elif self.path in ("/health", "/v1/models", "/health/liveliness"):
            self._send(200, b"{}", "application/json")
        else:
            self._send(404, b"{}", "application/json")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        with self.state.lock:
            self.state.at_once += 1
            self.state.most_at_once = max(self.state.most_at_once, self.state.at_once)
        try:
            self._answer(body)
        except _RefusedError as error:
            self._send(error.status, json.dumps(error.body).encode(), "application/json", error.headers)
        except (BrokenPipeError, ConnectionResetError):
            self.state.hung_up.append(time.monotonic())
        finally:
            with self.state.lock:
                self.state.at_once -= 1

    def _answer(self, body: bytes) -> None:
        asked = _read(self.headers["content-type"], body, self.headers.get("authorization", ""))
        self.state.asked.append(asked)
        fault = self.state.faults.popleft() if self.state.faults else ""
        self._fail(fault)
        _CHECKS[self.state.dialect](asked, self.state.key)
        self._work(3600 if fault == "hang" else self.state.takes_s)
        if fault == "not json":
            return self._send(200, b"<html>bad gateway</html>", "text/html")
        if fault == "deep json":
            return self._send(200, b"[" * 200_000, "application/json")
        if fault.startswith("link:"):
            link = json.dumps({"data": [{"url": fault.removeprefix("link:")}]})
            return self._send(200, link.encode(), "application/json")
        if fault == "no data":
            return self._send(200, b'{"created": 1, "data": []}', "application/json")
        data = b"\x89PNG no picture" if fault == "garbage" else _png(self._painted(asked, fault))
        if fault == "cut off":
            data = data[: len(data) // 2]
        answer = json.dumps(self._reply(asked, data)).encode()
        if fault == "slow":
            return self._dribble(answer)
        if fault == "hang up":
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[:100])
            self.close_connection = True
            return None
        return self._send(200, answer, "application/json")

    def _fail(self, fault: str) -> None:
        name, _, value = fault.partition(":")
        detail: Any = {"detail": f"test {fault}"}
        if name == "429":
            raise _RefusedError(429, detail, {"retry-after": value} if value else {})
        if name in ("500", "502", "503", "504"):
            raise _RefusedError(int(name), detail, {"retry-after": value} if value else {})
        if name == "refused":
            message = "Your request was rejected by the safety system."
            raise _RefusedError(400, {"error": {"code": "moderation_blocked", "message": message}})
        if name == "echo":
            raise _RefusedError(401, {"error": {"message": f"Incorrect API key provided: {self.state.key}"}})
        if name == "no mask" and any(name.startswith("mask") for name in self.state.asked[-1].files):
            self.state.faults.appendleft("no mask")
            raise _RefusedError(422, {"detail": [{"loc": ["body", "mask_image"], "msg": "no mask here"}]})

    def _work(self, seconds: float) -> None:
        """Takes its time, and notices when the caller hangs up."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.connection], [], [], min(left, 0.05))
            if ready and not self.connection.recv(1, socket.MSG_PEEK):
                raise BrokenPipeError

    def _painted(self, asked: Asked, fault: str) -> Levels:
        if fault == "wrong size":
            return np.full((96, 300, 3), 90, np.uint8)
        if fault == "blank":
            return np.zeros((*asked.size[::-1], 3), np.uint8)
        return self.state.painter(asked)

    def _reply(self, asked: Asked, data: bytes) -> dict[str, Any]:
        if asked.fields.get("response_format") == "url" or self.state.dialect == "litellm":
            path = f"/v1/images/{len(self.state.stored)}/content"
            self.state.stored[path] = data
            return {"created": 1, "data": [{"b64_json": None, "url": path}]}
        entry = {"b64_json": base64.b64encode(data).decode(), "url": None, "revised_prompt": None}
        return {"created": int(time.time()), "data": [entry], "output_format": None, "size": None}

    def _dribble(self, answer: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        for at in range(0, len(answer), 64):
            self.wfile.write(answer[at : at + 64])
            self.wfile.flush()
            time.sleep(0.05)

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _read(kind: str, body: bytes, authorization: str) -> Asked:
    form = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    files: dict[str, list[Levels]] = {}
    for part in form.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename() is None:
            assert name not in fields, f"{name} is there twice"
            fields[name] = content.decode()
        else:
            files.setdefault(name, []).append(np.asarray(Image.open(io.BytesIO(content))))
    return Asked(fields, files, authorization.removeprefix("Bearer "))


def _png(levels: Levels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(levels)).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _size(asked: Asked, status: int = 400) -> None:
    parts = asked.fields.get("size", "").split("x")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        raise _RefusedError(status, {"detail": "Invalid size format. Expected format: 'WIDTHxHEIGHT'"})


def _numbers(asked: Asked) -> None:
    kinds: dict[str, Callable[[str], object]] = {
        **dict.fromkeys(("seed", "num_inference_steps", "n"), int),
        **dict.fromkeys(("guidance_scale", "true_cfg_scale"), float),
    }
    for name, kind in kinds.items():
        try:
            kind(asked.fields.get(name, "1"))
        except ValueError:
            raise _RefusedError(422, {"detail": [{"loc": ["body", name]}]}) from None


_DIFFUSION = {"prompt", "model", "n", "size", "response_format", "output_format", "negative_prompt", "seed",
              "num_inference_steps", "guidance_scale", "true_cfg_scale"}  # fmt: skip


def _vllm_omni(asked: Asked, key: str) -> None:
    """Masks are white where to paint and as large as the picture; only base64."""
    if not asked.images or "prompt" not in asked.fields:
        raise _RefusedError(422, {"detail": "Field 'image' or 'url' is required"})
    assert asked.fields.keys() <= _DIFFUSION, asked.fields
    assert asked.files.keys() <= {"image", "image[]", "mask_image"}, asked.files.keys()
    _size(asked)
    _numbers(asked)
    if asked.fields.get("response_format", "b64_json") != "b64_json":
        raise _RefusedError(400, {"detail": "only b64_json"})
    for mask in asked.files.get("mask_image", []):
        assert mask.shape[:2] == asked.images[0].shape[:2]


def _sglang(asked: Asked, key: str) -> None:
    if not asked.images or "prompt" not in asked.fields:
        raise _RefusedError(422, {"detail": "Field 'image' or 'url' is required"})
    assert asked.fields.keys() <= _DIFFUSION, asked.fields
    assert asked.files.keys() <= {"image", "image[]"}, "a mask would be dropped unseen"
    _size(asked)
    _numbers(asked)


def _openai(asked: Asked, key: str) -> None:
    """A field that it does not know, or a size, is an error; masks are clear where to paint."""
    if asked.key != key:
        raise _RefusedError(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})
    unknown = asked.fields.keys() - {"prompt", "model", "n", "size", "output_format", "quality", "background"}
    if unknown:
        raise _RefusedError(400, {"error": {"message": f"Unknown parameter: '{min(unknown)}'."}})
    if asked.fields.get("size") not in ("1024x1024", "1536x1024", "1024x1536"):
        raise _RefusedError(400, {"error": {"message": "Invalid value for size"}})
    if "model" not in asked.fields or "image[]" not in asked.files:
        raise _RefusedError(400, {"error": {"message": "missing parameter"}})
    for mask in asked.files.get("mask", []):
        assert mask.shape[2] == 4
        assert mask.shape[:2] == asked.images[0].shape[:2]


def _litellm(asked: Asked, key: str) -> None:
    if asked.key != key:
        raise _RefusedError(401, {"error": {"message": "Authentication Error", "type": "auth_error", "code": "401"}})
    if "model" not in asked.fields or not asked.images:
        raise _RefusedError(400, {"error": {"message": "missing parameter", "code": "400"}})


_CHECKS: dict[str, Callable[[Asked, str], None]] = {
    "vllm-omni": _vllm_omni,
    "sglang": _sglang,
    "openai": _openai,
    "litellm": _litellm,
}
