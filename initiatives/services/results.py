"""An accepted result goes on as an initiative: filed with what the topic says already, and linked to it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.choices import Confirmation, Kind, Purpose
from initiatives.models import Contract, Dossier, Participation, Round, Work
from initiatives.policy import is_of_team
from initiatives.services.authors import save_authors
from initiatives.services.drafts import file_again
from initiatives.services.needs import has_result
from organisation.actor import Actor
from organisation.policy import get_visible

TAKEN = {
    "problem": "necessity", "known_solution": "overview", "description": "results", "novelty": "self_assessment",
    "applicability": "application", "benefit": "application",
}  # fmt: skip
"""Questions of the initiative's form, and where a topic has answered them."""


@transaction.atomic
def file_as_initiative(code: str, actor: Actor, round_code: str) -> Dossier:
    """Begin a dossier for the recognition of an accepted result as an initiative. Its authors, shares, units and words
    are those of the topic; everybody else confirms their share anew.

    Raises: NotFound, Forbidden unless an author asks, Invalid at `round` or where there is no result yet.
    """
    contract = get_visible(Contract, actor, lock=True, code=code)
    if not is_of_team(actor, contract):
        raise Forbidden(_("The authors of the topic file its result as an initiative."))
    if not has_result(contract):
        raise Invalid(_("Only an accepted result is filed as an initiative."))
    topic, today = contract.work, timezone.localdate()
    round_ = Round.objects.select_related("authority").filter(
        code=round_code, kind=Kind.INITIATIVE, purpose=Purpose.RECOGNITION, opens_on__lte=today, closes_on__gte=today
    ).first()  # fmt: skip
    if round_ is None:
        raise Invalid(_("Choose a round of initiatives that is open."), {"round": [_("Choose from the list.")]})
    if topic.results.exists():
        raise Invalid(_("The result of this topic has been filed as an initiative already."))
    dossier = file_again(actor, _work_of(topic, actor), round_, follows=None)
    return save_authors(dossier.draft_code, actor, _authors_of(topic))


def _work_of(topic: Work, actor: Actor) -> Work:
    content: dict[str, Any] = {name: topic.content[asked] for name, asked in TAKEN.items() if topic.content.get(asked)}
    work = Work.objects.create(
        kind=Kind.INITIATIVE, title=topic.title, summary=topic.summary, field=topic.field, unit=topic.unit,
        content=content, first_applied_on=topic.first_applied_on, result_of=topic, demonstration=topic.demonstration,
        created_by_id=actor.user_id,
    )  # fmt: skip
    Participation.objects.bulk_create(
        Participation(work=work, unit_id=unit) for unit in topic.participations.values_list("unit_id", flat=True)
    )
    return work


def _authors_of(topic: Work) -> list[dict[str, Any]]:
    kept = ("workplace", "job_title", "qualification", "contribution")
    standing = topic.authors.exclude(confirmation=Confirmation.DECLINED).select_related("person").order_by("position")
    return [
        {"person": one.person.code, "share": str(one.share), **{name: getattr(one, name) for name in kept}}
        for one in standing
    ]


def rounds_for_result(contract: Contract) -> list[Round]:
    """The rounds open now in which the result may be filed; none where it has been."""
    if not has_result(contract) or contract.work.results.exists():
        return []
    today = timezone.localdate()
    rounds = Round.objects.filter(kind=Kind.INITIATIVE, purpose=Purpose.RECOGNITION)
    return list(rounds.filter(opens_on__lte=today, closes_on__gte=today).order_by("code"))
