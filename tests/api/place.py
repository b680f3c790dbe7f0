"""The people of a city who ask about dossiers at each step of the way, and what addresses are filled with."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIClient

from initiatives.models import Dossier, Round
from organisation.actor import Actor
from organisation.models import Person, Unit, User
from reviews.queries.schemes import version_of
from reviews.services.schemes import bind_scheme
from tests import city

SCHEME = "department-default"
SCORES = {"novelty": "30", "applicability": "25", "benefit": "25"}
ROLES = ("chair", "deputy", "secretary", "reviewer", "member")
ROLES_OF_MEMBERS = tuple(f"member_{role}" for role in ROLES)
WORDS = (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
    "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray",
    "yankee", "zulu",
)  # fmt: skip


@dataclass
class Place:
    """`people` by what they are; `names` are what addresses and requests are filled with."""

    people: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> APIClient:
        """A client of the API for one of the people; `anonymous` has not signed in."""
        caller = APIClient(raise_request_exception=False)
        if who != "anonymous":
            caller.force_authenticate(self.user(who))
        return caller

    def user(self, who: str) -> User | AnonymousUser:
        """Their account."""
        if who == "anonymous":
            return AnonymousUser()
        return User.objects.select_related("person").get(pk=self.people[who].user_id)

    def staff_code(self, who: str) -> str:
        """Their staff code."""
        return Person.objects.get(pk=self.people[who].person_id).code


def round_under(unit: Unit, scheme: str, registrar: Actor) -> Round:
    made = city.round_at(unit)
    bind_scheme(made, version_of(scheme), registrar)
    return made


def words_for(place: Place, name: str) -> dict[str, Any]:
    """A title and a summary that stand nowhere else, so that a search that leaks is seen."""
    place.titles[name] = f"Quy trình {WORDS[len(place.titles)]} tại trạm"
    return {"title": place.titles[name], "summary": f"Tóm tắt {WORDS[len(place.titles) - 1]}"}


def kept_as(place: Place, name: str, dossier: Dossier) -> Dossier:
    """Keep the dossier under a name: its code, its work."""
    place.names |= {name: dossier.reference, f"{name}_work": dossier.work_id}
    return dossier
