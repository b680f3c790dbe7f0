"""What members say to reviewing the dossiers before their council."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, Stale
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible
from reviews.models import Council, Preference
from reviews.queries.preferences import own_places, revision_of_wishes

NOTHING = ""


@transaction.atomic
def state_preferences(council_code: str, actor: Actor, wishes: Mapping[int, str], revision: str | None = None) -> int:
    """Say what one wishes, by hearing; "" takes it back. Hearings not named stay as they were. Returns how many.

    `revision` is `queries.preferences.revision_of_wishes` as the member saw them (None: whatever they are now).
    Raises: NotFound, Forbidden for who is no member, Invalid at `wishes.HEARING`, Stale (412) when they were changed
    in another window.
    """
    council, person = get_visible(Council, actor, code=council_code), actor.person_id or 0
    if not council.seats.filter(person_id=person).exists():
        raise Forbidden(_("Only members of the council may do this."))
    open_ones = set(own_places(actor, council).values_list("hearing_id", flat=True))
    if revision is not None and revision != (now := revision_of_wishes(actor, council)):
        raise Stale(_("It was changed in another window meanwhile."), revision=now)
    faults = {
        f"wishes.{hearing}": [_("Choose from the list.")]
        for hearing, wish in wishes.items()
        if hearing not in open_ones or wish not in (NOTHING, *Preference.Wish.values)
    }
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    mine = Preference.objects.filter(person_id=person)
    mine.filter(hearing__in=[hearing for hearing, wish in wishes.items() if wish == NOTHING]).delete()
    rows = [Preference(hearing_id=h, person_id=person, wish=wish) for h, wish in wishes.items() if wish]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["hearing", "person"], update_fields=["wish"]
    )
    if wishes:
        data = {"code": council.code, "count": len(wishes)}
        record(actor.user_id, "preferences_stated", f"council:{council.pk}", data)
    return len(wishes)
