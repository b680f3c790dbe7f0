"""What a visible signature shows: a picture, or a line of text drawn as outlines (no font has to be embedded)."""

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from PIL import Image
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import NumberObject, StreamObject, pdf_name
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from documents.signing.places import POINTS, TEXT_PT

FACE = Path(__file__).parent.parent / "faces" / "OfficialSerif-Regular.ttf"
MOST_PIXELS = 480  # of a side: 300 to the inch at 40 mm
FILLING = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be put into any number of papers: its colours and its transparency, compressed once."""

    width: int
    height: int
    colours: bytes
    alpha: bytes

    def size(self, width_mm: float) -> tuple[float, float]:
        """Width and height in points at that width."""
        return width_mm * POINTS, width_mm * POINTS * self.height / self.width


@cache
def picture(path: Path) -> Picture:
    """Read a PNG. Raises OSError, ValueError for what is none."""
    with Image.open(path, formats=["PNG"]) as image:
        image.thumbnail((MOST_PIXELS, MOST_PIXELS))
        red, green, blue, alpha = image.convert("RGBA").split()
    colours = Image.merge("RGB", (red, green, blue)).tobytes()
    return Picture(alpha.width, alpha.height, zlib.compress(colours), zlib.compress(alpha.tobytes()))


class _Painted(PdfContent):
    """A picture that fills its box."""

    def __init__(self, shown: Picture, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.shown = shown

    def render(self) -> bytes:
        """Put both images into the file, and return what draws them."""
        writer = self._ensure_writer
        mask = writer.add_object(self._image("/DeviceGray", self.shown.alpha))
        image = self._image("/DeviceRGB", self.shown.colours)
        image["/SMask"] = mask
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Shown"), writer.add_object(image))
        return b"%g 0 0 %g 0 0 cm /Shown Do" % (self.box.width, self.box.height)

    def _image(self, space: str, data: bytes) -> Any:
        said = {
            "/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Image"), "/ColorSpace": pdf_name(space),
            "/Width": NumberObject(self.shown.width), "/Height": NumberObject(self.shown.height),
            "/BitsPerComponent": NumberObject(8), "/Filter": pdf_name("/FlateDecode"),
        }  # fmt: skip
        return StreamObject({pdf_name(name): value for name, value in said.items()}, encoded_data=data)


class _Strokes(BasePen):  # type: ignore[misc]
    """Outlines of letters as operators of PDF, from a place on a line."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self.scale, self.at, self.said = scale, 0.0, list[str]()

    def _say(self, operator: str, *points: tuple[float, float]) -> None:
        placed = (f"{self.at + x * self.scale:.3f} {y * self.scale:.3f}" for x, y in points)
        self.said.append(" ".join((*placed, operator)))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen's name
        self._say("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen's name
        self._say("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802 - the pen's name
        self._say("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802 - the pen's name
        self.said.append("h")


def outlined(text: str, size: float = TEXT_PT) -> tuple[bytes, float]:
    """What draws the text in black, upright, and its width in points."""
    face = TTFont(FACE, lazy=True)
    glyphs, letters = face.getGlyphSet(), face.getBestCmap()
    pen = _Strokes(glyphs, size / face["head"].unitsPerEm)
    for letter in text:
        glyph = glyphs[letters.get(ord(letter), ".notdef")]
        glyph.draw(pen)
        pen.at += glyph.width * pen.scale
    return " ".join(["0 g", f"1 0 0 1 0 {size * 0.3:.2f} cm", *pen.said, "f"]).encode(), pen.at


class _Written(PdfContent):
    """Operators as they are, in a box."""

    def __init__(self, operators: bytes, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.operators = operators

    def render(self) -> bytes:
        """What draws it."""
        return self.operators


def painted(shown: Picture, width: float, height: float) -> StaticStampStyle:
    """The look of a signature that shows a picture."""
    return _bare(_Painted(shown, width, height))


def written(operators: bytes, width: float, height: float) -> StaticStampStyle:
    """The look of a signature that shows outlined text."""
    return _bare(_Written(operators, width, height))


def _bare(content: PdfContent) -> StaticStampStyle:
    return StaticStampStyle(border_width=0, background=content, background_layout=FILLING, background_opacity=1.0)
