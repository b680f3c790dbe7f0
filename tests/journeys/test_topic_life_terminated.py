"""A topic in real Chromium that is terminated under contract, and settled."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.journeys.stage import pdf, request, running
from tests.selection import iso

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_topic_is_terminated_and_what_was_not_spent_goes_back(stage):
    contract = running(stage, timezone.localdate() - timedelta(200))
    base, today, registrar = f"/hop-dong/{contract.code}", iso(timezone.localdate()), stage.person("coquantp")
    stage.act(registrar, f"{base}/viec/pay/?so=1", number=1, paid_on=today, paid_vnd="300.000.000")
    request(stage, contract, "termination", 1, from_on=today, reason="Không còn khả thi", products="Báo cáo khảo sát")
    settled = {"settled_on": today, "accepted_vnd": "0", "decision_number": "31/QĐ-UBND"}
    stage.act(registrar, f"{base}/viec/settle/", **settled)
    registrar.go(f"{base}/muc/kinh-phi/")
    stage.keep(registrar, "terminated-money")
    assert "300.000.000" in registrar.text()
    pdf(registrar, f"{base}/van-ban/settlement/0.pdf")
    contract.refresh_from_db()
    assert (contract.state, contract.closed_on) == ("closed", date.fromisoformat(today))
