"""Signature fields that readers aloud find: each widget stands in the structure of a tagged PDF.

Sources: ISO 32000-1, 14.7.4.3 (object references) and 14.7.4.4 (the parent tree); ISO 14289-1, 7.18.4 (widgets stand in
a Form element) and 7.18.1 (a field has a name that can be read out).
"""

from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.stamp import BaseStampStyle

from documents.signing.places import Box

Point = tuple[int, float, float]


def place_of(writer: IncrementalPdfFileWriter, name: str) -> Point | None:
    """Page (from 0), x and y of a named place of the paper; None where it has none."""
    names = writer.root.get("/Names", {}).get("/Dests", {}).get("/Names", ())
    found = next((names[at + 1] for at in range(0, len(names), 2) if str(names[at]) == name), None)
    if found is None:
        return None
    pages = _pages(writer)
    return pages.index(found.raw_get(0).reference), float(found[2]), float(found[3])


def _pages(writer: IncrementalPdfFileWriter) -> list[Any]:
    tree = writer.root["/Pages"]["/Kids"]
    return [tree.raw_get(number).reference for number in range(len(tree))]


def page_size(writer: IncrementalPdfFileWriter) -> tuple[float, float]:
    """Width and height of the first page."""
    left, bottom, right, top = map(float, writer.root["/Pages"]["/Kids"][0]["/MediaBox"])
    return right - left, top - bottom


def add_field(
    writer: IncrementalPdfFileWriter, name: str, told: str, page: int, box: Box, look: BaseStampStyle
) -> None:
    """Add a signature field that looks as it will once signed; `told` is read out for it.

    Field and widget are two objects: signing then changes the field alone, and nothing that earlier signatures on the
    same paper cover but for this.
    """
    spec = SigFieldSpec(name, page, box.corners, combine_annotation=False, readable_field_name=told)
    append_signature_field(writer, spec)
    fields = writer.root["/AcroForm"]["/Fields"]
    widget = fields[len(fields) - 1]["/Kids"].raw_get(0)
    left, bottom, right, top = box.corners
    shown: Any = look.create_stamp(writer, BoxConstraints(width=right - left, height=top - bottom), {})
    shown.apply_appearance(widget.get_object())
    _tag(writer, widget, told, page)


def _tag(writer: IncrementalPdfFileWriter, widget: Any, told: str, page: int) -> None:
    root = writer.root["/StructTreeRoot"]
    document = root["/K"].raw_get(0)
    numbers = root["/ParentTree"]["/Nums"]
    key = NumberObject(1 + max((int(numbers[at]) for at in range(0, len(numbers), 2)), default=-1))
    reference = DictionaryObject({
        pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): widget,
        pdf_name("/Pg"): writer.root["/Pages"]["/Kids"].raw_get(page),
    })  # fmt: skip
    element = writer.add_object(
        DictionaryObject({
            pdf_name("/Type"): pdf_name("/StructElem"), pdf_name("/S"): pdf_name("/Form"), pdf_name("/P"): document,
            pdf_name("/K"): ArrayObject([reference]), pdf_name("/Alt"): TextStringObject(told),
        })
    )  # fmt: skip
    document.get_object()["/K"].append(element)
    numbers.extend([key, element])
    widget.get_object()[pdf_name("/StructParent")] = key
    for changed in (document.get_object(), root["/ParentTree"], widget.get_object()):
        writer.update_container(changed)
