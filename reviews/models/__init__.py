"""Schemes, councils, hearings, sheets, polls, conclusions."""

from reviews.models.conclusions import Conclusion
from reviews.models.councils import Attendance, Council, Hearing, Place, Seat, SeatRole, Session
from reviews.models.polls import Entitlement, Poll
from reviews.models.remarks import Remark
from reviews.models.schemes import RoundScheme, SchemeVersion
from reviews.models.sheets import Sheet

__all__ = [
    "Attendance", "Conclusion", "Council", "Entitlement", "Hearing", "Place", "Poll", "Remark", "RoundScheme",
    "SchemeVersion", "Seat", "SeatRole", "Session", "Sheet",
]  # fmt: skip
