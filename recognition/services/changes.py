"""Decisions that change earlier ones: correct what they say, revoke some or all that they recognise, replace them.

A draft is made upon the rows of the register as they stand; where another decision is signed first, it can only be
thrown away (409). Nothing is edited: the rows are closed and written anew when the draft is signed (`carrying`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.models import Field
from initiatives.rules import shares
from initiatives.rules.answers import clean_line, clean_text
from organisation.actor import Actor
from organisation.models import Person, Role, Unit
from organisation.policy import get_visible
from recognition.models import Decision, DecisionItem, Recognition
from recognition.rules.corrections import Changes, changes_of, faults_of
from recognition.services.decisions import new_draft
from recognition.services.register import words_of

Kind, Result = Decision.Kind, DecisionItem.Result
Said = Mapping[str, Mapping[str, Any]]
"""What is to be put right, by the code of the dossier: title, authors, unit, field, grade."""
FAULTS = {
    "long": gettext_lazy("This is too long."), "missing": gettext_lazy("This is missing."),
    "twice": gettext_lazy("Each author is named once."),
    "shares": gettext_lazy("The shares must be percentages that add up to exactly 100."),
}  # fmt: skip
PLAIN = ("title", "unit", "field", "grade")
TITLES = {
    Kind.CORRECTION: "Về việc đính chính Quyết định số {number}",
    Kind.REVOCATION: "Về việc hủy bỏ công nhận sáng kiến, đề tài theo Quyết định số {number}",
    Kind.REPLACEMENT: "Về việc thay thế Quyết định số {number}",
}


@transaction.atomic
def draft_correction(actor: Actor, code: str, said: Said, reason: str, title: str = "") -> Decision:
    """Draft the correction of what a decision says of some of its dossiers. Nothing but what differs is corrected.

    Raises: NotFound, Forbidden, StateConflict where nothing of it stands any more or another draft changes it, Invalid
    naming the field (`CODE.title`, `reason`), also where nothing differs.
    """
    old = _old(actor, code)
    rows = _standing(old, list(said))
    changes = {row.dossier.reference: _changes(row, said[row.dossier.reference]) for row in rows}
    if not any(changes.values()):
        raise Invalid(_("Nothing differs from what the register says."))
    draft = _draft(actor, old, Kind.CORRECTION, reason, title)
    for row in rows:
        if found := changes[row.dossier.reference]:
            _add(draft, row, Result.CORRECTED, found)
    return draft


@transaction.atomic
def draft_revocation(actor: Actor, code: str, dossiers: Sequence[str], reason: str, title: str = "") -> Decision:
    """Draft the revocation of what a decision recognises: of these dossiers, or of all where none is named.

    Raises: as `draft_correction`.
    """
    old = _old(actor, code)
    rows = _standing(old, list(dossiers))
    draft = _draft(actor, old, Kind.REVOCATION, reason, title)
    for row in rows:
        _add(draft, row, Result.REVOKED)
    return draft


@transaction.atomic
def draft_replacement(
    actor: Actor, code: str, said: Said, left_out: Sequence[str], reason: str, title: str = ""
) -> Decision:
    """Draft a decision that takes the place of another: it recognises anew all that stands of it, with corrections,
    and revokes what is left out. Raises: as `draft_correction`.
    """
    old = _old(actor, code)
    rows = _standing(old, [])
    _known_codes({*said, *left_out}, rows)
    draft = _draft(actor, old, Kind.REPLACEMENT, reason, title)
    for row in rows:
        dossier = row.dossier.reference
        if dossier in left_out:
            _add(draft, row, Result.REVOKED)
        else:
            _add(draft, row, Result.RECOGNISED, _changes(row, said.get(dossier, {})))
    if not draft.items.filter(result=Result.RECOGNISED).exists():
        raise Invalid(_("Nothing would be recognised: draft a revocation instead."))
    return draft


def _old(actor: Actor, code: str) -> Decision:
    """The decision that is changed, locked."""
    old = get_visible(Decision, actor, lock=True, code=code)
    if not actor.holds(Role.REGISTRAR, old.authority_id):
        raise Forbidden(_("Decisions are drafted by the registrar of the authority."))
    if old.state not in (Decision.State.SIGNED, Decision.State.PUBLISHED):
        raise StateConflict(_("Only a decision in force can be corrected, revoked or replaced."), state=old.state)
    return old


def standing_of(decision: Decision) -> QuerySet[Recognition]:
    """What a decision recognises and what stands, in the order of its list."""
    rows = Recognition.objects.filter(decision=decision, recorded_to=None, held_to=None)
    return rows.select_related("dossier", "unit", "field", "work").order_by("pk")


def _standing(old: Decision, codes: Sequence[str]) -> list[Recognition]:
    """The rows of these dossiers, or all; none may stand in another draft."""
    rows = list(standing_of(old))
    _known_codes(codes, rows)
    chosen = [row for row in rows if not codes or row.dossier.reference in codes]
    if not chosen:
        raise StateConflict(_("Nothing that this decision recognised stands any more."))
    drafts = DecisionItem.objects.filter(row__in=chosen, decision__state=Decision.State.DRAFT)
    if other := drafts.select_related("decision", "dossier").first():
        said = {"code": other.dossier.reference, "draft": other.decision.code}
        raise StateConflict(_("%(code)s stands in the draft %(draft)s already.") % said)
    return chosen


def _known_codes(codes: Sequence[str] | set[str], rows: Sequence[Recognition]) -> None:
    unknown = set(codes) - {row.dossier.reference for row in rows}
    if unknown:
        texts = [_("%(code)s is not recognised by this decision, or no longer.") % {"code": c} for c in sorted(unknown)]
        raise StateConflict(" ".join(texts))


def _draft(actor: Actor, old: Decision, kind: str, reason: str, title: str) -> Decision:
    told = clean_text(reason)
    if not told:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why the decision is changed.")]})
    subject = clean_line(title) or TITLES[Kind(kind)].format(number=old.reference)
    draft = new_draft(actor, old.authority, old.level, kind, subject)
    draft.reason, draft.refers_to = told[:4000], old
    draft.demonstration = old.demonstration
    draft.save(update_fields=["reason", "refers_to", "demonstration"])
    return draft


def _add(draft: Decision, row: Recognition, result: str, changes: Changes | None = None) -> None:
    place = draft.items.count() + 1
    DecisionItem.objects.create(
        decision=draft, dossier=row.dossier, row=row, result=result, position=place, changes=changes or {}
    )


def _changes(row: Recognition, said: Mapping[str, Any]) -> Changes:
    """What differs. Raises Invalid naming what cannot stand."""
    read: dict[str, Any] = {name: clean_line(str(said[name] or "")) for name in PLAIN if name in said}
    if "authors" in said:
        read["authors"] = [_author(one, row) for one in said["authors"]]
    changes = changes_of(words_of(row), read)
    faults = {name: FAULTS[fault] for name, fault in faults_of(changes).items()} | _unknown(changes)
    if faults:
        code = row.dossier.reference
        raise Invalid(_("Some fields need mending."), {f"{code}.{name}": [told] for name, told in faults.items()})
    return changes


def _unknown(changes: Changes) -> dict[str, Any]:
    """Codes that name nothing."""
    faults: dict[str, Any] = {}
    for name, model in (("unit", Unit), ("field", Field)):
        code = changes[name]["to"] if name in changes else ""
        if code and not model._default_manager.filter(code=code).exists():
            faults[name] = _("Choose from the list.")
    people = {one["person"] for one in changes["authors"]["to"] if one["person"]} if "authors" in changes else set()
    if people and Person.objects.filter(code__in=people).count() < len(people):
        faults["authors"] = _("There is no staff record with this code.")
    return faults


def _author(one: Mapping[str, Any], row: Recognition) -> dict[str, str]:
    """An author as a row keeps them: what is not said is as the row, or the staff record, has it."""
    read = {name: clean_line(str(one.get(name) or "")) for name in ("person", "full_name", "workplace", "share")}
    known: Mapping[str, str] = next((author for author in row.authors if author["person"] == read["person"]), {})
    name = read["full_name"] or known.get("full_name") or _name_of(read["person"])
    share = shares.read(read["share"])
    return {
        "person": read["person"], "full_name": name,
        "workplace": read["workplace"] or known.get("workplace") or row.unit.name,
        "share": f"{share:.2f}" if share is not None else read["share"],
    }  # fmt: skip


def _name_of(code: str) -> str:
    person = Person.objects.filter(code=code).first() if code else None
    return person.full_name if person else code
