"""A council is held against its scheme: when it is set up, and when members are recused from a dossier."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Invalid
from reviews.models import Hearing, SchemeVersion
from reviews.queries.benches import attendance_for, bench
from reviews.queries.schemes import parsed, scheme_of
from reviews.rules.explanation import Step
from reviews.rules.words.names import cited
from reviews.rules.words.steps import describe
from reviews.services.seats import Named


def refuse_a_faulty_composition(scheme: SchemeVersion, named: Sequence[Named]) -> None:
    """Raise Invalid at `seats` with every way in which the council, without alternates, falls short of the scheme."""
    steps = parsed(scheme).council.check([one.role.value for one in named if not one.alternate])
    if short := [shortfall(step) for step in steps if not step.holds]:
        raise Invalid(_("The council is not made up as the scheme asks."), {"seats": short})


def shortfall(step: Step) -> str:
    """A shortfall as a sentence, with its article."""
    language = get_language() or "vi"
    return f"{describe(step, language)} ({cited(step.citation, language)})"


def refuse_an_impossible_quorum(hearing: Hearing, field: str) -> None:
    """Raise Invalid at `field` if the members left could not meet the quorum even if all of them came."""
    everybody = attendance_for(hearing, [seat.pk for seat in bench(hearing)])
    step = scheme_of(hearing).quorum.check(everybody)
    if not step.holds:
        message = _(
            "Too many members are recused from %(code)s: those left cannot make a quorum. Choose another council."
        )
        raise Invalid(_("The council cannot hear a dossier."), {field: [message % {"code": hearing.dossier.reference}]})
