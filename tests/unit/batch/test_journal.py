from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lingtu.batch.journal import Entry, Journal
from lingtu.errors import SetupError

ENTRY = Entry(key="k", state="begun", request_id="r")


def test_the_last_word_of_a_row_counts(tmp_path: Path) -> None:
    done = replace(ENTRY, state="done", job_id="1", files=("杯.png",))
    with Journal(tmp_path / "new" / "j") as journal:
        journal.write(ENTRY)
        journal.write(replace(ENTRY, key="other"))
        journal.write(done)
    with Journal(tmp_path / "new" / "j") as journal:
        assert journal.get("k") == done
        assert journal.get("other") == replace(ENTRY, key="other")
        assert journal.get("unknown") is None


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_half_a_line_is_forgotten_and_hurts_no_other(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "j"
    with Journal(file) as journal:
        journal.write(ENTRY)
        journal.write(replace(ENTRY, key="lost"))
    file.write_bytes(file.read_bytes()[:-cut])
    with Journal(file) as journal:
        assert journal.get("k") == ENTRY
        journal.write(replace(ENTRY, key="new"))
    with Journal(file) as journal:
        assert journal.get("k") == ENTRY
        assert journal.get("new") is not None
        assert (journal.get("lost") is None) == (cut > 1), "a whole line without its end is whole"


def test_two_processes_do_not_share_one(tmp_path: Path) -> None:
    program = (
        f"from lingtu.batch.journal import Journal\nfrom pathlib import Path\nJournal(Path({str(tmp_path / 'j')!r}))"
    )
    with Journal(tmp_path / "j"):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert "another lingtu batch is at work" in done.stderr
        with pytest.raises(SetupError):
            Journal(tmp_path / "j")
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 0
