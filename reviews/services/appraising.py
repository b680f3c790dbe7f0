"""Teams that are not the council, for the appraisal of a budget and the measuring of products: who sits on the council
is known here.
"""

from datetime import date

from django.db import transaction

from initiatives.models import Appraisal, Dossier, Measurement
from initiatives.queries import by_reference
from initiatives.services.appraisals import appraise
from initiatives.services.measurements import measure
from initiatives.services.teams import Rows
from organisation.actor import Actor
from reviews.models import Seat


def appraise_apart(
    reference: str, actor: Actor, held_on: date, members: Rows, lines: Rows, note: str = ""
) -> Appraisal:
    """Keep an appraisal, refusing a team on which anybody of the councils that heard the dossier sits, alternates and
    recused members included. Raises as `appraise`, with the member at `members.N.person`.
    """
    with transaction.atomic():
        return appraise(reference, actor, held_on, members, lines, _sat_on(reference), note)


def measure_apart(
    reference: str, actor: Actor, held_on: date, members: Rows, products: Rows, findings: str
) -> Measurement:
    """Keep what an expert group measured, refusing members of the council as `appraise_apart` does. Raises as
    `measure`.
    """
    with transaction.atomic():
        return measure(reference, actor, held_on, members, products, _sat_on(reference), findings)


def _sat_on(reference: str) -> dict[int, str]:
    """Everybody with a seat on a council that has, or had, the dossier: name by id. It is locked, so that nobody is
    given a seat meanwhile.
    """
    list(Dossier.objects.select_for_update().filter(**by_reference(reference)).values("pk"))
    dossier = {f"council__hearings__dossier__{name}": value for name, value in by_reference(reference).items()}
    return dict(Seat.objects.filter(**dossier).values_list("person_id", "person__full_name"))
