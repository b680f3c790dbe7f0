"""Schemes, councils, conflicts, assignments, hearings, sheets, polls, conclusions."""

from reviews.models.assignments import Assignment, Preference, Reviewer
from reviews.models.conclusions import Conclusion
from reviews.models.conflicts import Conflict, Override
from reviews.models.councils import Attendance, Council, Hearing, Place, Seat, SeatRole, Session, Substitution
from reviews.models.polls import Entitlement, Poll
from reviews.models.rankings import Ranking
from reviews.models.remarks import Remark
from reviews.models.schemes import RoundScheme, SchemeVersion
from reviews.models.sheets import Sheet

__all__ = [
    "Assignment", "Attendance", "Conclusion", "Conflict", "Council", "Entitlement", "Hearing", "Override", "Place",
    "Poll", "Preference", "Ranking", "Remark", "Reviewer", "RoundScheme", "SchemeVersion", "Seat", "SeatRole",
    "Session", "Sheet", "Substitution",
]  # fmt: skip
