"""The record of an expert group, in Vietnamese as papers are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.papers import Answer, Part, RecordPaper, Signature
from initiatives.models import Contract, Dossier, Measurement


def measurement_pdf(measurement: Measurement) -> bytes:
    """The record of what was measured."""
    with override("vi"):
        return _record(measurement).typeset()


def _record(measurement: Measurement) -> RecordPaper:
    dossier, people = measurement.version.dossier, measurement.members.splitlines()
    parent = dossier.authority.parent
    return RecordPaper(
        issuer=dossier.authority.name, superior=parent.name if parent else "", kind="measurement",
        on=measurement.held_on, demonstration=settings.DEMONSTRATION or dossier.work.demonstration,
        subject=dossier.work.title, facts=_facts(dossier, measurement),
        sections=measured_sections(people, measurement.products, measurement.findings),
        left=Signature(post=_("Member, secretary")),
        right=Signature(post=_("Head of the group"), name=people[0].partition(",")[0]),
    )  # fmt: skip


def measured_sections(people: Sequence[str], products: Sequence[Mapping[str, Any]], findings: str) -> list[Part]:
    """Who measured, what of each product, and what the group found: for its own record, and for the minutes."""
    heads = [_("Product"), _("As the contract promises"), _("As measured"), _("Meets it")]
    rows = [
        (one["product"], one["promised"], one["measured"], _("Met") if one["met"] else _("Not met")) for one in products
    ]
    return [
        Part(_("Members of the expert group"), "\n".join(f"{n}. {name}" for n, name in enumerate(people, 1))),
        Part(_("Products as measured"), heads=heads, rows=rows),
        Part(_("What the group found"), findings),
    ]


def _facts(dossier: Dossier, measurement: Measurement) -> list[Answer]:
    contract = Contract.objects.filter(work=dossier.work_id).first()
    met = sum(one["met"] for one in measurement.products)
    counted = _("%(met)d of %(all)d") % {"met": met, "all": len(measurement.products)}
    return [
        Answer(_("Dossier"), dossier.reference),
        *([Answer(_("Contract"), contract.number)] if contract and contract.number else []),
        Answer(_("Unit that carries out"), dossier.unit.name),
        Answer(_("Products that meet what was promised"), counted),
    ]
