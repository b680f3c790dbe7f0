"""Figures are equal under any order of recording, deciding, revoking, importing, taking back and reorganising."""

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from initiatives.models import Field
from initiatives.services.storage import digest_of, put_stream
from organisation.models import Role
from tests import city
from tests.recognition.machine import Figures

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.django_db
def test_figures_are_those_of_a_naive_model_after_every_step():
    Figures.units = [
        city.unit(f"U{n}", kind)
        for n, kind in enumerate(["department", "school", "enterprise", "department", "school"])
    ]
    Figures.people = city.person()
    Figures.registrar = city.actor(Role.REGISTRAR, at=Figures.units[0])
    Figures.round = city.round_at(Figures.units[0])
    for code in ("yte", "gd"):
        Field.objects.get_or_create(code=code, defaults={"name_vi": code, "name_en": code})
    file = ContentFile(b"register", "s.csv")
    Figures.blob = put_stream(file, digest_of(file), 8, "text/csv")
    run_state_machine_as_test(
        Figures, settings=settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=CHECKS)
    )
