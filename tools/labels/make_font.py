"""Make the font of the visible label: the characters that labels are written with, out of Noto Sans SC.

    pip install fonttools pylopdf-fonts-zh-cn
    python tools/labels/make_font.py

The package is Noto Sans SC as its makers publish it (SIL Open Font License 1.1); a subset is a modified version and so
has a name of its own.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from lingtu.labels.corner import CHARACTERS

FONTS = Path(__file__).parents[2] / "src" / "lingtu" / "imaging" / "fonts"
NAMES = {1: "Lingtu Label", 2: "Regular", 4: "Lingtu Label", 6: "LingtuLabel-Regular"}


def main() -> None:
    with resources.as_file(resources.files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf") as file:
        font = TTFont(file)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 13, 14, *NAMES]
    options.name_languages = [0x409]
    chosen = subset.Subsetter(options)
    chosen.populate(text="".join(sorted(CHARACTERS)))
    chosen.subset(font)
    for record in list(font["name"].names):
        if record.nameID in NAMES:
            font["name"].setName(
                NAMES[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
    outlines = font["CFF "].cff
    outlines.fontNames[0] = NAMES[6]
    outlines[0].FullName = outlines[0].FamilyName = NAMES[4]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    FONTS.mkdir(exist_ok=True)
    font.save(FONTS / "label.otf")


if __name__ == "__main__":
    main()
