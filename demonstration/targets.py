"""Targets of the demonstration: the promise of 2020 with an invented baseline, and the present term against the
last.
"""

from datetime import date
from decimal import Decimal

from recognition.models import Target
from recognition.services.targets import save_target

PROMISE = "Chương trình hành động của Sở Thông tin và Truyền thông, BNEWS 20/5/2020"
INVENTED = "Số liệu minh họa: không tìm thấy chuỗi số liệu công bố cho nhiệm kỳ 2015–2020"
LAST = (date(2020, 7, 1), date(2025, 6, 30))
BEFORE = (date(2015, 7, 1), date(2020, 6, 30))
PRESENT = (date(2025, 7, 1), date(2030, 6, 30))


def load_targets() -> int:
    """Two targets a term: city-level initiatives and topics, department-level initiatives."""
    made = [
        _target("thanh-pho-2025-2030", 1, "city", ["initiative", "topic"], PRESENT, LAST),
        _target("cap-so-2025-2030", 2, "department", ["initiative"], PRESENT, LAST),
        _target("thanh-pho-2020-2025", 3, "city", ["initiative", "topic"], LAST, BEFORE, 46),
        _target("cap-so-2020-2025", 4, "department", ["initiative"], LAST, BEFORE, 50),
    ]
    return len(made)


TITLES = {
    "city": (
        "Tăng 20% sáng kiến, đề tài cấp thành phố, nhiệm kỳ {}–{}",
        "+20% city-level initiatives and topics, term {}–{}",
    ),
    "department": ("Tăng 20% sáng kiến cấp Sở, nhiệm kỳ {}–{}", "+20% department-level initiatives, term {}–{}"),
}


def _target(
    code: str, position: int, level: str, kinds: list[str], period: tuple[date, date], baseline: tuple[date, date],
    value: int | None = None,
) -> Target:  # fmt: skip
    vietnamese, english = (title.format(period[0].year, period[1].year) for title in TITLES[level])
    if present := Target.objects.filter(code=code).first():
        return present
    return save_target(
        None, code, title_vi=vietnamese, title_en=english, levels=[level], kinds=kinds, growth=Decimal(20),
        baseline_from=baseline[0], baseline_to=baseline[1], baseline_value=value,
        baseline_source=INVENTED if value else "", period_from=period[0], period_to=period[1],
        source=PROMISE if value else "", demonstration=True, position=position,
    )  # fmt: skip
