"""Who may not be given a seat beside a dossier: people of the body that is to carry it out, as far as the scheme keeps
them away, and members of the teams that appraised its budget or measured its products.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.models import Dossier
from initiatives.rules.apart import Teammate
from initiatives.services.teams import teams_of
from organisation.queries import places, units_below
from organisation.rules.names import name_key
from reviews.policy import STANDING
from reviews.rules.composition import LeadBody
from reviews.rules.scheme import Scheme
from reviews.rules.words.names import ROLES, cited, listed, named
from reviews.services.seats import Named


def refuse_who_may_not_sit(seats: Sequence[Named], dossiers: Sequence[Dossier], scheme: Scheme, first: int = 0) -> None:
    """Raise Invalid at `seats.N.person` for each who may not sit beside one of the dossiers; the rows of a form begin
    with the seat at place `first`.
    """
    held = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in dossiers])
    found: dict[int, str] = {}
    for dossier in held.order_by("pk").select_related("unit"):
        found = {**_faults(seats, dossier, scheme), **found}
    if faults := {f"seats.{n - first}.person": [why] for n, why in sorted(found.items()) if n >= first}:
        raise Invalid(_("Some seats need mending."), faults)


def who_may_not_sit(seats: Sequence[Named], dossier: Dossier | None, scheme: Scheme) -> str:
    """The same of all seats and one dossier, in words; empty where all may."""
    return " ".join(why for _n, why in sorted(_faults(seats, dossier, scheme).items())) if dossier else ""


def _faults(seats: Sequence[Named], dossier: Dossier, scheme: Scheme) -> dict[int, str]:
    return {**_of_the_lead_body(seats, dossier, scheme.council.lead_body), **_of_a_team(seats, dossier)}


def _of_the_lead_body(seats: Sequence[Named], dossier: Dossier, rule: LeadBody | None) -> dict[int, str]:
    """An authority that carries a topic out itself is not kept away from its own council."""
    if rule is None or dossier.unit_id == dossier.authority_id:
        return {}
    people = _carrying_out(dossier)
    theirs = [place for place, one in enumerate(seats) if one.person.pk in people]
    wrong = rule.check([seats[place].role.value for place in theirs])
    return {theirs[at]: _words(seats[theirs[at]], dossier, rule, what) for at, what in wrong.items()}


def _carrying_out(dossier: Dossier) -> set[int]:
    """Who has a place in the unit today, and the authors of the work."""
    held = places().filter(unit__in=units_below(dossier.unit.code)).values_list("person_id", flat=True)
    written = dossier.work.authors.filter(confirmation__in=STANDING).values_list("person_id", flat=True)
    return {*held, *written}


def _words(seat: Named, dossier: Dossier, rule: LeadBody, what: str) -> str:
    language = get_language() or "vi"
    message = _("%(name)s belongs to the lead side of %(code)s (%(unit)s); nobody of it may sit (%(source)s).")
    if what == "role":
        message = _(
            "%(name)s belongs to the lead side of %(code)s (%(unit)s), of which nobody is %(roles)s (%(source)s)."
        )
    elif rule.most:
        message = _(
            "%(name)s belongs to the lead side of %(code)s (%(unit)s), of which at most %(most)d may sit (%(source)s)."
        )
    return message % {
        "name": seat.person.full_name, "code": dossier.reference, "unit": dossier.unit.name, "most": rule.most,
        "roles": listed((named(ROLES, role, language) for role in rule.barred), language, either=True),
        "source": cited(rule.citation, language),
    }  # fmt: skip


def _of_a_team(seats: Sequence[Named], dossier: Dossier) -> Mapping[int, str]:
    """Who is on a team that must be another body than the council."""
    said = {"code": dossier.reference}
    return {
        place: _(message) % {**said, "name": one.person.full_name}
        for team, message in teams_of(dossier)
        for place, one in enumerate(seats)
        if team.names(Teammate(one.person.full_name, name_key(one.person.full_name), one.person.pk))
    }
