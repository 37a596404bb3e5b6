"""What an edit costs beside the model: a server that answers at once, in a process of its own.

Started by itself as `python -m lingtu.bench.edits FILE`: prints its port, answers every call with the file's bytes.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from lingtu.commands.demo import demo_picture
from lingtu.engines.dialects import dialects, write_form
from lingtu.engines.editing import Edit
from lingtu.engines.openai_images import OpenAiImages
from lingtu.imaging import codec
from lingtu.imaging.composite import resize_opaque
from lingtu.imaging.letterbox import frame_for
from lingtu.settings import Generative

SIDE = 1024  # px
TARGET_MS = 60.0


def report(edits: int, out: Console) -> None:
    """A table of medians: the whole edit and its parts, by the clock and by this process' own work."""
    picture = resize_opaque(codec.decode(demo_picture("bottle-photo.jpg")).rgb, SIDE, SIDE)
    png = codec.encode(picture, None, "png")
    body = json.dumps({"created": 1, "data": [{"b64_json": base64.b64encode(png).decode()}]}).encode()
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[256:768, 256:768] = 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.json"
        file.write_bytes(body)
        command = [sys.executable, "-m", "lingtu.bench.edits", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            assert server.stdout is not None
            settings = Generative(servers=(f"http://127.0.0.1:{server.stdout.readline().strip()}",))
            try:
                rows = _measure(settings, picture, mask, png, edits)
            finally:
                server.kill()
    table = Table("an edit at 1024², without the model", "p50 ms", "of it our work", "target")
    for name, (whole, busy), target in rows:
        table.add_row(name, f"{whole:.1f}", f"{busy:.1f}", target)
    out.print(table)


def _measure(
    settings: Generative, picture: np.ndarray, mask: np.ndarray, png: bytes, edits: int
) -> list[tuple[str, tuple[float, float], str]]:
    adapter, dialect = OpenAiImages(settings), dialects()[settings.dialect]
    frame = frame_for(SIDE, SIDE, dialect.sizes_for(settings.pixels))
    plain = Edit(images=(picture,), prompt="a table")
    masked = Edit(images=(picture,), prompt="a table", mask=mask)
    far = time.monotonic() + 86_400
    timed = [
        ("whole edit, one picture", lambda: adapter.edit(plain, far), f"≤ {TARGET_MS:.0f}"),
        ("whole edit, with a mask", lambda: adapter.edit(masked, far), ""),
        ("  picture to jpg, letterbox", lambda: write_form(dialect, plain, frame, settings), ""),
        ("  answer's png to pixels", lambda: codec.decode(png), ""),
    ]
    return [(name, _median_ms(run, edits), target) for name, run, target in timed]


def _median_ms(run: Callable[[], object], times: int) -> tuple[float, float]:
    """By the clock, and by the processor: the one counts on an idle machine, the other on a busy one."""
    run()
    found = []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        run()
        found.append(((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000))
    whole, own = zip(*found, strict=True)
    return median(whole), median(own)


def _serve(body: bytes) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]).read_bytes())
