"""The quality bench: a new section is a row here."""

from __future__ import annotations

from lingtu.bench.quality import fidelity, fill, new_faces, people, stages

SECTIONS = (fidelity.SECTION, fill.SECTION, people.SECTION, new_faces.SECTION, stages.SECTION)
