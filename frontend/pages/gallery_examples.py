"""Example data of the gallery: invented works and figures, in the shapes that the components take."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from frontend.charts import Chart, Series
from frontend.differences import differences
from frontend.filters import Facet, Option
from initiatives.choices import Level, State

TITLES = (
    "Số hóa quy trình tiếp nhận và trả kết quả thủ tục hành chính tại bộ phận một cửa phường Hải Châu",
    "Cải tiến hệ thống tưới nhỏ giọt tự động cho vườn rau công nghệ cao xã Hòa Tiến",
    "Ứng dụng mã QR trong quản lý hồ sơ bệnh án ngoại trú",
)
OLD = "Giải pháp rút ngắn thời gian xử lý hồ sơ từ 15 ngày xuống còn 10 ngày, áp dụng tại 3 phường từ tháng 01/2025."
NEW = "Giải pháp rút ngắn thời gian xử lý hồ sơ từ 15 ngày xuống còn 7 ngày, áp dụng tại 5 phường, xã từ tháng 01/2025."


def rows(today: date) -> list[dict[str, Any]]:
    """Three dossiers with a state and a due date each."""
    states = (State.SUBMITTED, State.RETURNED, State.RECOGNISED)
    offsets = (9, 2, -1)
    return [
        {
            "code": f"SK-2025-{number:04}",
            "title": title,
            "state": state,
            "level": Level.CITY,
            "due": today + timedelta(offset),
            "score": 78.5 + number,
        }
        for number, (title, state, offset) in enumerate(zip(TITLES, states, offsets, strict=True), start=121)
    ]


def charts() -> dict[str, Chart]:
    """One chart of each kind."""
    units = [_("Education"), _("Health"), _("Hải Châu ward"), _("Construction"), _("Hòa Vang commune")]
    links = tuple(f"?unit={number}" for number in range(5))
    months = [f"{month}/2025" for month in range(1, 9)]
    years = (Series("2024", (41, 35, 18, 22, 9), links), Series("2025", (48, 33, 25, 24, 14), links))
    lines = (
        Series(_("Recognised"), (8, 19, 33, 52, 78, 101, 132, 187)),
        Series(_("On pace"), (19, 38, 57, 76, 95, 114, 133, 152)),
    )
    parts = (Series(_("Works"), (31, 126, 30), links[:3]),)
    return {
        "bars": Chart(
            "units",
            _("Recognised by unit and year"),
            "bar",
            units,
            years,
            _("Unit"),
            _("works"),
            note=_("Each work is counted once."),
        ),
        "bullets": Chart(
            "required",
            _("Recognised against required, by unit"),
            "bullet",
            units,
            years[1:],
            _("Unit"),
            required=(50, 42, 22, 27, 11),
            required_name=_("Required"),
            across=True,
        ),
        "lines": Chart("months", _("Recognised in the year so far"), "line", months, lines, _("Month")),
        "pie": Chart(
            "levels",
            _("Recognised by level"),
            "pie",
            [Level.BASE.label, Level.DEPARTMENT.label, Level.CITY.label],
            parts,
            _("Level"),
        ),
    }


def stories() -> dict[str, Any]:
    """A history, an explanation and a difference."""
    start = timezone.make_aware(datetime(2025, 5, 20, 9, 30))
    return {
        "events": [
            {"at": start, "who": "Lê Thị Kiều Oanh", "what": _("Filed"), "icon": "send", "tone": "info"},
            {
                "at": start + timedelta(days=2),
                "who": "Phạm Văn Đức",
                "what": _("Returned for completion"),
                "note": _("To be completed: the effect of the last six months."),
                "icon": "arrow-back-up",
                "tone": "warning",
            },
            {
                "at": start + timedelta(days=9),
                "who": "Phạm Văn Đức",
                "what": _("Admitted"),
                "icon": "clipboard-check",
                "tone": "good",
            },
        ],
        "explanation": [
            {
                "rule": _("At least two thirds of the members are present"),
                "result": _("7 of 9 present"),
                "holds": True,
                "source": "Điều 8 khoản 2 Quy chế hội đồng",
            },
            {"rule": _("Mean of the valid sheets"), "result": "78,50 / 100", "holds": None, "source": "Điều 11"},
            {
                "rule": _("At least 80 points for the city level"),
                "result": _("78.50 is less than 80"),
                "holds": False,
                "source": "Điều 12 khoản 1",
                "address": "#explanation",
            },
        ],
        "pieces": differences(OLD, NEW),
    }


def lists() -> dict[str, Any]:
    """Facets, tabs, steps, files and suggestions."""
    units = tuple(
        Option(str(number), name, 40 - 3 * number, number == 1)
        for number, name in enumerate(
            (
                "Sở Giáo dục và Đào tạo",
                "Sở Y tế",
                "Phường Hải Châu",
                "Sở Xây dựng",
                "Xã Hòa Vang",
                "Phường An Khê",
                "Sở Nội vụ",
                "Phường Sơn Trà",
                "Xã Hòa Tiến",
                "Sở Công Thương",
            )
        )
    )
    return {
        "facets": (
            Facet("unit", _("Unit"), units),
            Facet("level", _("Level"), tuple(Option(value, label, 12, False) for value, label in Level.choices)),
        ),
        "tabs": [
            {"label": _("All"), "address": "?", "count": 228, "current": True},
            {"label": _("To be checked"), "address": "?tab=check", "count": 12, "current": False},
            {"label": _("To be completed"), "address": "?tab=return", "count": 3, "current": False},
            {"label": _("Closed"), "address": "?tab=closed", "count": None, "current": False},
        ],
        "steps": [
            {"label": _("What it is"), "address": "#", "state": "done"},
            {"label": _("Authors"), "address": "#", "state": "faulty"},
            {"label": _("Content"), "address": "#", "state": "current"},
            {"label": _("Effect"), "address": "", "state": "todo"},
            {"label": _("Files"), "address": "", "state": "todo"},
            {"label": _("Check and send"), "address": "", "state": "todo"},
        ],
        "files": [
            {
                "name": "Mô tả sáng kiến – bản có chữ ký.pdf",
                "address": "#",
                "bytes": 1_482_113,
                "kind": "application/pdf",
                "remove": "#",
            },
            {
                "name": "Bảng số liệu.xlsx",
                "address": "#",
                "bytes": 48_200,
                "kind": "application/vnd",
                "note": _("text found, searchable"),
            },
            {
                "name": "ảnh.png.exe",
                "address": "",
                "bytes": 912,
                "bad": True,
                "note": _("This is not an image. Choose a PNG or JPEG file."),
            },
        ],
        "groups": [
            {
                "label": _("Works"),
                "options": [{"value": "1", "label": TITLES[0], "note": "SK-2025-0121", "address": ""}],
            },
            {
                "label": _("People"),
                "options": [{"value": "2", "label": "Nguyễn Thị Ánh Tuyết", "note": "Phường Hải Châu", "address": ""}],
            },
        ],
    }
