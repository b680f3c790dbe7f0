"""A city with one dossier at each step of the way, made through the services."""

from django.core.cache import cache

from demonstration.targets import load_targets
from organisation.models import Role, Unit
from reviews.services.schemes import load_shipped_schemes
from tests import city
from tests.api.of_councils import judged
from tests.api.of_decisions import decided
from tests.api.of_dossiers import filed, hidden
from tests.api.of_topics import determined, executed
from tests.api.place import ROLES_OF_MEMBERS, SCHEME, Place, round_under


def build() -> Place:
    """Everything. About a second and a half."""
    cache.clear()
    load_shipped_schemes()
    load_targets()
    place = Place()
    health, schools = city.unit("SYT"), city.unit("SGDDT")
    people_of(place, health, schools)
    here = round_under(health, SCHEME, place.people["registrar"])
    above = city.round_at(Unit.objects.get(code="UBND"), purpose="influence", level="city")
    place.names |= {
        "round": here.code,
        "city_round": above.code,
        "free_round": city.round_at(health).code,
        "unit": "SYT",
        "username": place.user("author").username,
        "other_unit": "SGDDT",
        "field": "yte",
    }
    filed(place, here)
    judged(place, here)
    decided(place, here)
    hidden(place, health)
    cast = executed(place, health)
    determined(place, cast)
    return place


def people_of(place: Place, health: Unit, schools: Unit) -> None:
    town = Unit.objects.get(code="UBND")
    offices = {
        "officer": Role.OFFICER, "secretary": Role.SECRETARY, "registrar": Role.REGISTRAR, "leader": Role.LEADER,
    }  # fmt: skip
    for who in ("author", "coauthor", "invited", "recused", "seatless", *ROLES_OF_MEMBERS):
        place.people[who] = city.actor(at=health)
    for who, role in offices.items():
        place.people[who] = city.actor(role, at=health)
    place.people["stranger"] = city.actor(at=schools)
    place.people["other_officer"] = city.actor(Role.OFFICER, at=schools)
    place.people["administrator"] = city.actor(Role.ADMINISTRATOR, at=town)
