"""A program made from the schema is the same in whatever language the schema is read, and its names are words."""

import re

import pytest
from django.utils.translation import override

from tests import city

pytestmark = pytest.mark.django_db


def served(language):
    with override(language):
        return city.client().get("/api/v1/schema/?format=json", headers={"Accept-Language": language}).json()


def names(schema):
    operations = [told for methods in schema["paths"].values() for told in methods.values()]
    return [told["operationId"] for told in operations], sorted(schema["components"]["schemas"])


def test_names_do_not_depend_on_the_language_of_the_reader():
    assert names(served("vi")) == names(served("en"))


def test_operations_and_types_have_names_of_their_own_that_a_program_can_bear():
    operations, types = names(served("en"))
    assert len(set(operations)) == len(operations)
    assert not [name for name in operations if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)]
    assert not [name for name in types if not re.fullmatch(r"([A-Z][a-z]*)+", name) or name.endswith("RequestRequest")]
    assert {"decisions_sign", "dossiers_transition", "dossiers_files_create", "invitations_answer"} <= set(operations)


def test_the_same_values_are_one_type_wherever_they_are_asked_for():
    schema = served("en")
    types = [frozenset(one["enum"]) for one in schema["components"]["schemas"].values() if "enum" in one]
    assert len(set(types)) == len(types)
    state = next(one for one in schema["paths"]["/api/v1/dossiers/"]["get"]["parameters"] if one["name"] == "state")
    assert state["schema"]["items"] == {"$ref": "#/components/schemas/DossierState"}


def test_a_number_in_an_address_is_a_number():
    told = served("en")["paths"]["/api/v1/sessions/{id}/"]["get"]
    assert [(one["name"], one["schema"]["type"]) for one in told["parameters"]] == [("id", "integer")]
