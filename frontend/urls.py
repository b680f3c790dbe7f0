"""Addresses of the pages. Each area lists its own in `frontend/pages/<area>.py`; add the area here."""

from django.urls import URLPattern, URLResolver, include, path

from frontend.pages import (
    administration,
    assigning,
    calendar,
    concluding,
    conflicts,
    contract_acts,
    contracts,
    council_seats,
    councils,
    decision_changes,
    decisions,
    dossiers,
    figures,
    filing,
    gallery,
    hearings,
    help,
    home,
    imports,
    lexicon,
    lists,
    meeting_deeds,
    meetings,
    open_data,
    points,
    portfolio,
    preferences,
    processing,
    rankings,
    register,
    reports,
    rooms,
    rounds,
    schemes,
    scoring,
    seals,
    search,
    suggestions,
    system,
    targets,
    tasks,
    verification,
    works,
)

AREAS = (
    home, preferences, gallery, search, suggestions, lists, filing, points, register, verification, works, decisions,
    decision_changes, figures, processing, reports, open_data, seals, targets, assigning, conflicts, councils,
    council_seats, schemes, tasks, rankings, contracts, contract_acts, portfolio, hearings, help, scoring, rooms,
    meetings, meeting_deeds, concluding, imports, administration, rounds, system, lexicon, calendar, dossiers,
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [path("", include(area)) for area in AREAS]
