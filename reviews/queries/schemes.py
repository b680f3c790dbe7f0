"""Schemes: versions, which one judges a hearing, and what it says on given inputs."""

from functools import lru_cache
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from config.errors import NotFound
from initiatives.models import Round
from reviews.models import Hearing, RoundScheme, SchemeVersion
from reviews.rules.conclude import conclude_inputs
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Inputs
from reviews.rules.validate import parse_scheme


@lru_cache(maxsize=256)
def _parsed(text: str) -> Scheme:
    return parse_scheme(text)


def parsed(version: SchemeVersion) -> Scheme:
    """The scheme as the rules take it; parsed once a process, for a version never changes."""
    return _parsed(version.text)


def scheme_of(hearing: Hearing) -> Scheme:
    """The scheme under which a hearing is judged."""
    return parsed(hearing.scheme)


def judged(version: SchemeVersion, inputs: Inputs) -> dict[str, Any]:
    """The conclusion on these inputs as JSON, explanation included. Raises rules' InputError."""
    return conclude_inputs(parsed(version), inputs).to_json()


def latest_versions() -> QuerySet[SchemeVersion]:
    """The latest version of each scheme, by code."""
    last = SchemeVersion.objects.filter(code=OuterRef("code")).order_by().values("code").annotate(last=Max("version"))
    return SchemeVersion.objects.filter(version=Subquery(last.values("last"))).order_by("code")


def versions_of(code: str) -> QuerySet[SchemeVersion]:
    """All versions of a scheme, the latest first."""
    return SchemeVersion.objects.filter(code=code).select_related("made_by__person").order_by("-version")


def version_of(code: str, version: int | None = None) -> SchemeVersion:
    """One version of a scheme, the latest by default. Raises NotFound."""
    rows = versions_of(code)
    found = (rows if version is None else rows.filter(version=version)).first()
    if found is None:
        raise NotFound
    return found


def bound_to(round_: Round) -> SchemeVersion | None:
    """The scheme that a round is judged by, if it has one."""
    binding = RoundScheme.objects.filter(round=round_).select_related("scheme").first()
    return binding.scheme if binding else None


def fitting(round_: Round) -> list[SchemeVersion]:
    """The latest versions that may judge a round of its kind, level and purpose."""
    return [row for row in latest_versions() if parsed(row).fits(round_.kind, round_.level, round_.purpose)]
