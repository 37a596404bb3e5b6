"""The quality bench: a new section is a row here."""

from __future__ import annotations

from lingtu.bench.quality import fidelity, stages

SECTIONS = (fidelity.SECTION, stages.SECTION)
