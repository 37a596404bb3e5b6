"""The quality bench: a new section is a row here."""

from __future__ import annotations

from lingtu.bench.quality import (
    dressing,
    dressing_pairs,
    fidelity,
    fill,
    grounding,
    harmonisation,
    new_faces,
    new_scenes,
    people,
    stages,
)

SECTIONS = (
    fidelity.SECTION,
    harmonisation.SECTION,
    fill.SECTION,
    grounding.SECTION,
    new_scenes.SECTION,
    people.SECTION,
    new_faces.SECTION,
    dressing.SECTION,
    dressing_pairs.SECTION,
    stages.SECTION,
)
