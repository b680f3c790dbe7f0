"""Every letter as it will read, with example data, in either language: for who answers for the words."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.template.loader import render_to_string
from django.utils import timezone, translation

from journal.models import Delivery
from organisation.models import Letter
from organisation.rules.digests import TEMPLATES

LANGUAGES = ("vi", "en")
STATES = ("waiting", "sending", "gathered", "sent")
TITLE = "Quy trình tiếp nhận hồ sơ tại trạm y tế"


def preview(name: str, language: str) -> tuple[str, str]:
    """Subject and text. Raises KeyError for a letter or a language that there is not."""
    template = TEMPLATES[name]
    if language not in LANGUAGES:
        raise KeyError(language)
    with translation.override(language):
        text = render_to_string(template.name, {**example(timezone.localdate(), language)})
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip()


def example(today: date, language: str) -> dict[str, Any]:
    """What the templates may speak of, all of it made up."""
    some = SimpleNamespace
    work = some(title=TITLE)
    authority = some(name="Sở Khoa học và Công nghệ")
    person = some(full_name="Nguyễn Thị Mẫu", language=language)
    due_on = today + timedelta(days=20)
    dossier = some(reference="SK-2026-0000", work=work, authority=authority, result_due_on=due_on)
    target = some(title="Tăng 20%", title_en="+20%", required=228, achieved=187, still_needed=41)
    return {
        "person": person, "base_url": settings.BASE_URL, "dossier": dossier,
        "state": {"vi": "Đạt", "en": "Passed"}[language], "again": False,
        "passed": True, "notice": some(answer_by=due_on, rule="TT 18/2013/TT-BKHCN"),
        "reasons": [some(label="Tính mới", text="Nêu rõ điểm mới.")], "decliner": some(full_name="Trần Văn Thử"),
        "appeal": some(code="KN-2026-0000", due_on=due_on, reason="", remedy=""), "told": "lodged",
        "author": some(share=60), "inviter": "Trần Văn Thử", "link": "…",
        "contract": some(number="12/HĐ-SKHCN", code="HD-2026-000", work=work), "late": False,
        "reminder": some(what="report", title="Khảo sát", due_on=due_on),
        "report": some(as_of=today, pk=1, paper=some(digest="…")), "month": today, "targets": [target],
        "search": some(name="Y tế cơ sở"), "count": 1, "rows": [some(title=TITLE, code="SK-2026-0000")],
        "address": "q=",
        "asked": some(answer="Không còn căn cứ để lưu giữ."), "granted": True,
        "deed": "second_step_reset", "why": "Mất điện thoại; đã gặp trực tiếp và kiểm tra thẻ công chức.",
        "letters": [some(subject="Hồ sơ SK-2026-0000 đã được tiếp nhận", body="…")], "day": today,
    }  # fmt: skip


def outbox() -> dict[str, Any]:
    """How many letters are in which state, since when the oldest waits, and how many were given up."""
    counts = dict(Letter.objects.values_list("state").annotate(Count("pk")).order_by())
    oldest = Letter.objects.filter(state=Letter.State.WAITING).aggregate(at=Min("written_at"))["at"]
    given_up = Delivery.objects.filter(follower="mail", given_up_at__isnull=False).count()
    return {**{state: counts.get(state, 0) for state in STATES}, "oldest_waiting": oldest, "given_up": given_up}
