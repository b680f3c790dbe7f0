"""Decisions: drafted from concluded dossiers, signed off with a number, published. What changes an earlier one is a
decision too (`services.changes`).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.choices import Level
from initiatives.models import Dossier
from initiatives.rules.answers import clean_line
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role, Unit
from organisation.policy import get_visible
from recognition.models import Decision, DecisionItem
from recognition.policy import drafts_decisions, signs_decisions
from recognition.services.carrying import carry_out
from recognition.services.certificates import issue_missing
from recognition.services.undecided import hindrances, is_approved, kind_of

Result = DecisionItem.Result


@transaction.atomic
def draft_decision(actor: Actor, authority: Unit, level: str, codes: Sequence[str], title: str = "") -> Decision:
    """Gather concluded dossiers of an authority: what passed is recognised, what did not is not.

    Raises: Forbidden unless the actor is its registrar; Invalid at `dossiers` for what cannot stand in the decision.
    """
    if not actor.holds(Role.REGISTRAR, authority.pk):
        raise Forbidden(_("Decisions are drafted by the registrar of the authority."))
    dossiers = list(
        Dossier.objects.filter(code__in=codes, authority=authority, level=level)
        .select_related("work", "task")
        .order_by("code")
    )
    faults = [
        _("%(code)s is not a dossier of this authority and level.") % {"code": c}
        for c in set(codes) - {d.code for d in dossiers}
    ]
    faults += hindrances(dossiers).values()
    if faults or not dossiers:
        raise Invalid(_("The decision cannot be drafted."), {"dossiers": faults or [_("Choose at least one dossier.")]})
    kind = _kind(dossiers)
    decision = new_draft(actor, authority, level, kind, title or _title(kind, level))
    DecisionItem.objects.bulk_create(
        [
            DecisionItem(
                decision=decision,
                dossier=d,
                position=n,
                result=Result.RECOGNISED if is_approved(d) else Result.NOT_RECOGNISED,
            )
            for n, d in enumerate(dossiers, 1)
        ]
    )
    return decision


def _kind(dossiers: Sequence[Dossier]) -> Decision.Kind:
    """Proposals of tasks, topics to be carried out, and results are decided upon in decisions of their own."""
    kinds = set(map(kind_of, dossiers))
    if len(kinds) > 1:
        message = _("Proposals of tasks, selections and results stand in decisions of their own.")
        raise Invalid(_("The decision cannot be drafted."), {"dossiers": [message]})
    return kinds.pop()


def _title(kind: Decision.Kind, level: str) -> str:
    """The subject of the paper, in Vietnamese as papers are."""
    scope = {Level.CITY: "cấp thành phố", Level.DEPARTMENT: "cấp Sở", Level.BASE: "cấp cơ sở"}[Level(level)]
    return TITLES[kind].format(scope=scope, year=timezone.localdate().year)


TITLES = {
    Decision.Kind.RECOGNITION: "Về việc công nhận sáng kiến, đề tài {scope} năm {year}",
    Decision.Kind.TASKS: "Về việc phê duyệt danh mục nhiệm vụ khoa học và công nghệ {scope} năm {year}",
    Decision.Kind.APPROVAL: "Về việc phê duyệt tổ chức chủ trì, kinh phí thực hiện đề tài {scope} năm {year}",
}


def new_draft(actor: Actor, authority: Unit, level: str, kind: str, title: str) -> Decision:
    """An empty draft."""
    decision = Decision.objects.create(
        code=f"DU-THAO-{next_number('decision-draft'):05}", authority=authority, level=level, kind=kind,
        title=clean_line(title)[:300], symbol=f"QĐ-{authority.code}", made_by_id=actor.user_id,
    )  # fmt: skip
    record(actor.user_id, "decision_drafted", f"decision:{decision.pk}", {"code": decision.code})
    return decision


@transaction.atomic
def drop_draft(code: str, actor: Actor) -> None:
    """Throw a draft away; nothing was decided. Raises NotFound, Forbidden, StateConflict once signed."""
    decision = _draft(code, actor)
    record(actor.user_id, "decision_dropped", f"decision:{decision.pk}", {"code": code})
    decision.items.all().delete()
    decision.delete()


def _draft(code: str, actor: Actor) -> Decision:
    decision = get_visible(Decision, actor, lock=True, code=code)
    if not drafts_decisions(actor, decision):
        raise Forbidden(_("Decisions are drafted by the registrar of the authority."))
    if decision.state != Decision.State.DRAFT:
        raise StateConflict(_("The decision has been signed off and is never changed."), state=decision.state)
    return decision


@transaction.atomic
def sign_decision(code: str, actor: Actor, signed_on: date, signer_name: str, signer_post: str) -> Decision:
    """Number the decision and put it into force: dossiers move on, recognitions are entered or closed.

    Numbers count per authority and year, without gaps. Raises: NotFound, Forbidden, StateConflict (also where another
    decision has changed meanwhile what this one was drafted upon), Invalid.
    """
    decision = get_visible(Decision, actor, lock=True, code=code)
    if not signs_decisions(actor, decision):
        raise Forbidden(_("Only the authority signs its decisions."))
    if decision.state != Decision.State.DRAFT:
        raise StateConflict(_("The decision has been signed off already."), state=decision.state)
    faults = {}
    if not clean_line(signer_name):
        faults["signer_name"] = [_("Say who signed.")]
    if not clean_line(signer_post):
        faults["signer_post"] = [_("Say in which post.")]
    if signed_on > timezone.localdate():
        faults["signed_on"] = [_("This day has not come yet.")]
    if decision.refers_to and decision.refers_to.signed_on and signed_on < decision.refers_to.signed_on:
        faults["signed_on"] = [_("The decision that this one changes was signed on a later day.")]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    put_into_force(decision, actor, signed_on, clean_line(signer_name)[:120], clean_line(signer_post)[:120])
    return decision


def put_into_force(decision: Decision, actor: Actor, signed_on: date, signer_name: str, signer_post: str) -> None:
    """The number, the state, and what follows for each dossier."""
    authority = decision.authority
    decision.year = signed_on.year
    decision.number = next_number(f"decision-{authority.code}-{decision.year}")
    decision.code = f"{authority.code}-{decision.year}-{decision.number:03}"
    decision.signed_on, decision.signer_name, decision.signer_post = signed_on, signer_name, signer_post
    decision.state = Decision.State.SIGNED
    decision.save()
    for item in decision.items.select_related("dossier__work__unit", "dossier__work__field"):
        carry_out(item, decision, actor, signed_on)
    record(
        actor.user_id,
        "decision_signed",
        f"decision:{decision.pk}",
        {"code": decision.code, "number": decision.reference},
    )


@transaction.atomic
def publish_decision(code: str, actor: Actor) -> Decision:
    """Make a signed decision public and issue the certificates. Raises NotFound, Forbidden, StateConflict."""
    decision = get_visible(Decision, actor, lock=True, code=code)
    if not drafts_decisions(actor, decision) and not signs_decisions(actor, decision):
        raise Forbidden(_("Only the authority publishes its decisions."))
    if decision.state != Decision.State.SIGNED:
        raise StateConflict(_("Only a signed decision is published, and once."), state=decision.state)
    decision.state, decision.published_at = Decision.State.PUBLISHED, timezone.now()
    decision.save(update_fields=["state", "published_at"])
    issue_missing(decision.pk)
    record(actor.user_id, "decision_published", f"decision:{decision.pk}", {"code": decision.code})
    return decision
