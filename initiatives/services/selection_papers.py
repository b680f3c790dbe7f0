"""The papers of a selection, in Vietnamese as papers are."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.papers import Answer, FigureTable, Part, RecordPaper, Signature
from initiatives.choices import CostItem, Source
from initiatives.models import Appraisal
from initiatives.rules.budget import money


def appraisal_pdf(appraisal: Appraisal) -> bytes:
    """The record of the appraisal of a budget."""
    with override("vi"):
        return _appraisal(appraisal).typeset()


def _appraisal(appraisal: Appraisal) -> RecordPaper:
    dossier, people = appraisal.dossier, appraisal.members.splitlines()
    parent = dossier.authority.parent
    facts = [Answer(_("Dossier"), dossier.reference), Answer(_("Unit that carries out"), dossier.unit.name)]
    facts += [Answer(_("Task"), f"{dossier.task.code}: {dossier.task.title}")] if dossier.task else []
    sections = [
        Part(_("Members of the appraisal team"), "\n".join(f"{n}. {name}" for n, name in enumerate(people, 1))),
        Part(_("Budget by item, source and year (đồng)"), table=_table(appraisal)),
        *([Part(_("Note"), appraisal.note)] if appraisal.note else []),
    ]
    return RecordPaper(
        issuer=dossier.authority.name, superior=parent.name if parent else "", kind="appraisal", on=appraisal.held_on,
        demonstration=settings.DEMONSTRATION or dossier.work.demonstration, subject=dossier.work.title, facts=facts,
        sections=sections, left=Signature(post=_("Member, secretary")),
        right=Signature(post=_("Head of the team"), name=people[0].partition(",")[0]),
    )  # fmt: skip


def _table(appraisal: Appraisal) -> FigureTable:
    items, sources = dict(CostItem.choices), dict(Source.choices)
    rows = [
        (
            f"{items[line['item']]} ({sources[line['source']]}), " + _("year %(n)d") % {"n": line["year"]},
            money(line["asked_vnd"]),
            money(line["amount_vnd"]),
        )
        for line in appraisal.lines
    ]
    asked, sums = sum(line["asked_vnd"] for line in appraisal.lines), appraisal.state_vnd + appraisal.other_vnd
    heads = [_("Item"), _("Asked"), _("Appraised")]
    return FigureTable("", heads, rows, (_("Sum"), money(asked), money(sums)))
