"""Registers as offices keep them, made in memory."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

TITLES = ("ỦY BAN NHÂN DÂN THÀNH PHỐ", "DANH SÁCH SÁNG KIẾN ĐƯỢC CÔNG NHẬN NĂM 2021")
HEADINGS = ("STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Số quyết định", "Ngày", "Cấp")
WORKS: tuple[tuple[Any, ...], ...] = (
    (
        1,
        "Số hóa bệnh án",
        "ThS. Nguyễn Văn An (60%)\nBS. Lê Thị Bình (40%)",
        "Sở Y tế",
        "12/QĐ-UBND",
        "05/03/2021",
        "TP",
    ),
    (2, "Lịch khám qua mạng", "Lê Thị Bình và các cộng sự", "SYT", "12/QĐ-UBND", "5-3-2021", "thành phố"),
    (3, "Thư viện mở", "Trần Quốc Cường", "Sở Giáo dục và Đào tạo", "34/QĐ-UBND", "2022-04-01", "Cấp thành phố"),
)


def xlsx(
    rows: Sequence[Sequence[Any]] = WORKS, headings: Sequence[str] = HEADINGS, titles: Sequence[str] = TITLES,
    total: int | None = None,
) -> bytes:  # fmt: skip
    """Titles above, then the headings, the rows, and a total below."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Năm 2021")
    for place, title in enumerate(titles):
        sheet.merge_range(place, 0, place, len(headings) - 1, title)
    for place, row in enumerate(
        [headings, *rows, ("", f"Cộng: {len(rows) if total is None else total} sáng kiến")], len(titles)
    ):
        sheet.write_row(place, 0, row)
    book.close()
    return stream.getvalue()


def text(rows: Sequence[Sequence[Any]] = WORKS, headings: Sequence[str] = HEADINGS, sign: str = ";") -> str:
    """The same as lines."""
    quoted = [[f'"{cell}"' if "\n" in str(cell) else str(cell) for cell in row] for row in [headings, *rows]]
    return "\n".join(sign.join(row) for row in quoted)
