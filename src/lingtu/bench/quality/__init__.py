"""The quality bench: a new section is a row here."""

from __future__ import annotations

from lingtu.bench.quality import fidelity, fill, harmonisation, stages

SECTIONS = (fidelity.SECTION, fill.SECTION, harmonisation.SECTION, stages.SECTION)
