"""Rows of the API of assignments, preferences and conflicts, as plain dictionaries."""

from typing import Any

from reviews.models import Assignment, Conflict, Hearing
from reviews.queries.assignments import FitRow, Served, causes_of, outcome_of
from reviews.queries.conflicts import Case
from reviews.queries.preferences import Wished

Row = dict[str, Any]
RUN = ("number", "state", "progress", "parameters", "seed", "digest", "worst", "total", "reason",
       "made_at", "published_at", "undone_at")  # fmt: skip


def run_row(run: Assignment, council: str) -> Row:
    """A run in a list."""
    return {"id": run.pk, "council": council, **{name: getattr(run, name) for name in RUN}}


def run_detail(run: Assignment) -> Row:
    """A run in full."""
    outcome = outcome_of(run)
    return {
        **run_row(run, run.council.code), "dossiers": [_served(one) for one in outcome.dossiers],
        "loads": [
            {"person": load.person.code, "full_name": load.person.full_name, "count": load.count, "change": load.change}
            for load in outcome.loads
        ],
        "added": outcome.added, "removed": outcome.removed, "causes": causes_of(run),
    }  # fmt: skip


def _dossier(hearing: Hearing) -> Row:
    return {"hearing": hearing.pk, "dossier": hearing.dossier.reference, "title": hearing.dossier.work.title}


def _served(one: Served) -> Row:
    reviewers = [
        {
            "person": pair.person.code, "full_name": pair.person.full_name, "points": pair.points,
            "pinned": pair.pinned, "added": pair.person_id in one.added,
        }
        for pair in one.reviewers
    ]  # fmt: skip
    return {**_dossier(one.hearing), "reviewers": reviewers, "removed": [person.full_name for person in one.removed]}


def wish_row(wished: Wished) -> Row:
    """A dossier with the asker's wish."""
    return {**_dossier(wished.hearing), "wish": wished.wish, "assigned": wished.assigned}


def fit_row(row: FitRow) -> Row:
    """A row of the fit table."""
    cells = [
        {
            "person": cell.seat.person.code, "full_name": cell.seat.person.full_name, "points": cell.fit.points,
            "wish": cell.fit.wish.value, "knows_field": cell.fit.knows_field, "likeness": cell.fit.likeness,
            "ground": cell.ground,
        }
        for cell in row.cells
    ]  # fmt: skip
    return {**_dossier(row.hearing), "eligible": row.eligible, "cells": cells}


def own_conflict_row(conflict: Conflict) -> Row:
    """What the record says against the asker."""
    words = conflict.get_ground_display()
    return {"id": conflict.pk, "ground": conflict.ground, "words": words, "dispute": conflict.dispute}


def named_row(conflict: Conflict) -> Row:
    """What an author has named."""
    return {
        "id": conflict.pk, "dossier": conflict.dossier.reference, "person": conflict.person.code,
        "ground": conflict.detail,
    }  # fmt: skip


def case_row(case: Case) -> Row:
    """A conflict for who conducts the council."""
    place, person = case.place, case.place.seat.person
    reasons = [
        {
            "id": one.conflict.pk, "ground": one.conflict.ground, "state": one.conflict.state, "words": one.words,
            "dispute": one.conflict.dispute,
        }
        for one in case.reasons
    ]  # fmt: skip
    return {
        "hearing": place.hearing_id, "dossier": place.hearing.dossier.reference, "seat": place.seat_id,
        "person": person.code, "full_name": person.full_name, "recused": place.recused, "ground": case.words,
        "liftable": case.liftable, "reasons": reasons, "override": case.override.reason if case.override else None,
    }  # fmt: skip
