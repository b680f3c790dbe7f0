"""Open data as files, and their description after the Data Package standard (datapackage.org, version 2)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from recognition.definitions import version
from recognition.queries.open_data import DATA_SETS, LANGUAGE, DataSet
from recognition.services.exports import Column

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"text": "string", "word": "string", "day": "date", "number": "integer"}
FORMATS = {"csv": "text/csv", "json": "application/json"}
PLACE = "/api/v1/open-data"


def address_of(one: DataSet, form: str) -> str:
    """Where a data set stands, for good."""
    return f"{settings.BASE_URL}{PLACE}/{one.name}.{form}"


def licence() -> Mapping[str, str]:
    """Under which licence all of it stands."""
    return {"name": settings.OPEN_DATA_LICENCE, "path": settings.OPEN_DATA_LICENCE_URL}


def data_package() -> dict[str, Any]:
    """`datapackage.json`: every data set with its fields, the licence, and the version of the definitions."""
    with translation.override(LANGUAGE):
        about = _("Initiatives and research topics recognised in the city.")
        if settings.DEMONSTRATION:
            about = f"{about} {_('Demonstration data')}."
        return {
            "$schema": PROFILE,
            "name": "sangkien",
            "title": _("Open data on initiatives and research topics"),
            "description": about,
            "homepage": f"{settings.BASE_URL}/du-lieu-mo/",
            "version": version(),
            "licenses": [licence()],
            "contributors": [{"title": settings.AUTHORITY_NAME, "roles": ["publisher"]}],
            "resources": [_resource(one, form) for one in DATA_SETS.values() for form in FORMATS],
        }


def _resource(one: DataSet, form: str) -> dict[str, Any]:
    return {
        "name": f"{one.name}-{form}",
        "title": str(one.title),
        "description": str(one.about),
        "path": address_of(one, form),
        "format": form,
        "mediatype": FORMATS[form],
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in one.columns], "primaryKey": list(one.key)},
    }


def _field(column: Column) -> dict[str, str]:
    told = {"name": column.name, "type": TYPES[column.kind], "title": str(column.head)}
    return {**told, "description": str(column.about)} if column.about else told
