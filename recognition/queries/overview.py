"""What the public sees first."""

from datetime import date
from typing import Any

from recognition.models import Decision
from recognition.queries.register import RegisterFilter, register, rows
from recognition.queries.statistics import counted


def public_overview(today: date) -> dict[str, Any]:
    """This year's recognised by level, the latest recognitions and decisions. Four queries."""
    return {
        "year": str(today.year),
        "by_level": counted(("level",), RegisterFilter(year=today.year)),
        "latest": list(rows(register(RegisterFilter()))[:6]),
        "decisions": Decision.objects.filter(state=Decision.State.PUBLISHED)
        .select_related("authority")
        .order_by("-signed_on", "-id")[:5],
    }
