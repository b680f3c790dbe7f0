"""Cut the faces of official papers from the released Liberation Serif files, and rename them as their licence asks.

    python documents/faces/cut.py FOLDER    # FOLDER holds LiberationSerif-Regular.ttf and its three sisters

Run by hand when a new release is taken over; the results are committed.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
# Latin with all Vietnamese letters, the marks that NFC may leave standing alone, Greek (α-amylase), the letters of
# foreign names in Cyrillic, and the signs of science: CO₂, m², ≤, ×, →, №, ½.
KEPT = (
    (0x0020, 0x024F), (0x02BC, 0x02BC), (0x02C6, 0x02DD), (0x0300, 0x0309), (0x031B, 0x031B), (0x0323, 0x0323),
    (0x0384, 0x03CE), (0x0400, 0x045F), (0x1E00, 0x1EFF), (0x2002, 0x2015), (0x2017, 0x2026), (0x202F, 0x205F),
    (0x2070, 0x2094), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x215F), (0x2190, 0x2195), (0x2200, 0x22FF),
    (0x25A0, 0x25CF), (0x2610, 0x2612), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD),
)  # fmt: skip
# Print needs no hinting, and a name that is not reserved (OFL 1.1, clause 3).
OPTIONS = {"hinting": False, "layout_features": ["ccmp", "kern", "liga", "locl", "mark", "mkmk"], "name_IDs": ["*"]}
FAMILY, RESERVED = "Official Serif", "Liberation Serif"


def cut(source: Path, target: Path) -> None:
    """Write the face at `source` to `target`: only what is kept, under its own name."""
    face = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(Options(**OPTIONS))
    subsetter.populate(unicodes=[point for first, last in KEPT for point in range(first, last + 1)])
    subsetter.subset(face)
    for name in face["name"].names:
        text = name.toUnicode().replace(RESERVED, FAMILY).replace(RESERVED.replace(" ", ""), FAMILY.replace(" ", ""))
        face["name"].setName(text, name.nameID, name.platformID, name.platEncID, name.langID)
    face.save(target)


def main(folder: Path) -> None:
    """Cut the four faces."""
    for style in STYLES:
        cut(folder / f"LiberationSerif-{style}.ttf", HERE / f"OfficialSerif-{style}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
