"""What the topics of the demonstration say: their proposals, their plans."""

from datetime import date
from typing import Any

from demonstration.cast import DEPARTMENT
from initiatives.rules.calendar import months_after

TOPICS: tuple[dict[str, Any], ...] = (
    {
        "title": "Nghiên cứu hệ thống cảnh báo ngập đô thị theo thời gian thực cho thành phố Đà Nẵng",
        "summary": "Mạng cảm biến mực nước và mô hình dự báo ngập cho các tuyến đường thấp trũng.", "unit": DEPARTMENT,
        "units": ["TBMT", "DHBK"], "field": "cntt", "months": 24, "budget": 1_200_000_000,
    },
    {
        "title": "Nghiên cứu sử dụng bùn thải nhà máy nước làm vật liệu xây dựng không nung",
        "summary": "Quy trình phối trộn và dây chuyền thử nghiệm gạch không nung từ bùn thải.", "unit": DEPARTMENT,
        "units": ["DAWACO"], "field": "vatlieu", "months": 18, "budget": 850_000_000,
    },
    {
        "title": "Nghiên cứu chế tạo thiết bị quan trắc chất lượng nước ao nuôi tôm giá thành thấp",
        "summary": "Thiết bị đo độ mặn, độ pH và ôxy hòa tan, truyền số liệu về điện thoại của hộ nuôi.",
        "unit": DEPARTMENT, "units": ["DHBK"], "field": "cntt", "months": 16, "budget": 480_000_000,
    },
)  # fmt: skip


def answers_of(topic: dict[str, Any]) -> dict[str, Any]:
    """To the form of a selection."""
    return {
        "title": topic["title"], "summary": topic["summary"], "field": topic["field"], "unit": topic["unit"],
        "duration_months": topic["months"], "budget_vnd": topic["budget"],
        "overview": "Các giải pháp hiện có chưa phù hợp với điều kiện của thành phố.",
        "objectives": f"Làm chủ và thử nghiệm tại thành phố: {topic['summary']}",
        "methods": "Khảo sát hiện trường, thiết kế, thử nghiệm có đối chứng.",
        "capacity": "Nhóm thực hiện có thiết bị và kinh nghiệm trong lĩnh vực.",
        **_proposal(topic), "product_levels": ["process"],
        "products": "Một quy trình, một mô hình thử nghiệm, một báo cáo khoa học.",
        "applied_by": "Các đơn vị của thành phố cam kết tiếp nhận kết quả.", "declaration": True,
    }  # fmt: skip


def _proposal(topic: dict[str, Any]) -> dict[str, Any]:
    """The tables of a proposal, that agree with its months and its budget."""
    months, half = topic["months"], topic["budget"] // 2
    return {
        "members": [
            {"name": "Trương Hữu Lộc", "workplace": "Viện Nghiên cứu", "post": "leader", "months": months},
            {"name": "Ngô Thị Bích", "workplace": "Viện Nghiên cứu", "post": "member", "months": months},
        ],
        "milestones": [
            {"title": "Khảo sát, thiết kế", "product": "Báo cáo khảo sát", "from_month": 1, "to_month": months // 2},
            {"title": "Thử nghiệm", "product": "Mô hình", "from_month": months // 2 + 1, "to_month": months},
        ],
        "budget": [
            {"item": "labour", "source": "state", "year": 1, "amount_vnd": half},
            {"item": "materials", "source": "state", "year": 2, "amount_vnd": topic["budget"] - half},
        ],
        "product_rows": [{"name": "Mô hình", "kind": "process", "quantity": 1, "measure": "Chạy thử tại hiện trường"}],
    }


def plan_of(topic: dict[str, Any], begins: date, ends: date) -> dict[str, list[dict[str, Any]]]:
    """Budget, instalments and milestones of its contract."""
    state, first, second = topic["budget"], begins.year, begins.year + 1
    parts = [("labour", first, 30), ("materials", first, 15), ("labour", second, 25), ("equipment", second, 27),
             ("management", second, 3)]  # fmt: skip
    lines = [
        {"item": item, "source": "state", "year": year, "amount_vnd": state * share // 100}
        for item, year, share in parts
    ]
    lines.append({"item": "equipment", "source": "other", "year": first, "amount_vnd": state // 4})
    days = [begins, months_after(begins, 5), months_after(begins, 10), months_after(begins, 15), ends]
    works = (
        ("Khảo sát hiện trạng và yêu cầu", "Báo cáo khảo sát"), ("Thiết kế và chế tạo mô hình", "Mô hình"),
        ("Thử nghiệm tại hiện trường", "Số liệu thử nghiệm"), ("Hoàn thiện, chuyển giao", "Quy trình, báo cáo"),
    )  # fmt: skip
    marks = [
        {"title": title, "product": product, "plan_from": days[n], "plan_to": days[n + 1]}
        for n, (title, product) in enumerate(works)
    ]
    half = [
        {"planned_on": months_after(begins, n), "planned_vnd": state * share // 10} for n, share in ((1, 4), (9, 6))
    ]
    return {"budget": lines, "instalments": half, "milestones": marks}
