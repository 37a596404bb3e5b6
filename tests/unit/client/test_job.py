"""What a job does with what a server says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtu.client.job import Job


class Sly:
    """A server that would like to write somewhere else."""

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        raise AssertionError(path)

    def download(self, url: str) -> bytes:
        return b"data"


def test_a_server_chooses_no_folder(tmp_path: Path) -> None:
    view: Any = {
        "status": "succeed",
        "operation": "../../elsewhere",
        "finishedAt": "2026-01-01T00:00:00Z",
        "urls": ["http://lingtu.test/1"],
        "formats": ["png/../../x"],
        "progress": 1,
    }
    (file,) = Job(Sly(), "1", view).save(tmp_path)
    assert file.parent == tmp_path
    assert file.read_bytes() == b"data"
