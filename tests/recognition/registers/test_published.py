"""Published rounds, brought in as lists: the figures come out again, and those that do not add up are shown as such.

The figures are those of public pages (F and T number them as the sources do); titles and authors are invented, for the
pages give counts. F1: QĐ 1290/QĐ-UBND of 10/3/2016, https://dost.danang.gov.vn (dinhdanh=1013208). F2: vksdanang.gov.vn
(id=37343). F5: (id=47336). F4: (id=45313). F6: (id=47336). F14: congthuong.vn (…-311606). F8, F9: baovephapluat.vn (…-148531.html). F13: sokhcn.vinhphuc.gov.vn (ItemID=3106). T3: cadn.com.vn
(post261141). T5: baodanang.vn (…-3300425). T1: nhandan.vn (post853736). T2: baodanang.vn
(202408/…-3984870). T4: baodanang.vn (…-2346711). T8: danviet.vn (…-88433). T7: bavutex.baria-vungtau.gov.vn.
"""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import count, product
from pathlib import Path

import orjson
import pytest
import time_machine
from django.utils import timezone

from initiatives.choices import Channel
from initiatives.models import Author
from initiatives.services.authors import save_authors
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import begin_dossier, save_answers
from journal.services.follow import follow_all
from organisation.actor import NOBODY
from organisation.models import Role, Unit
from recognition.models import Target
from recognition.queries.processing import Asked, Rate, processing
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.queries.targets import progress
from recognition.queries.waiting import waiting_on
from recognition.rules.growth import Span
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.imports.desk import ask_to_store, begin_import, settle
from tests import city
from tests.recognition.registers import books

pytestmark = pytest.mark.django_db

PUBLISHED = Path(__file__).parents[3] / "demonstration/data/published.jsonl"
READABLE = [
    *["Sở Tài chính"] * 2, *["Sở Nội vụ"] * 2, "Sở Giáo dục và Đào tạo", "Sở Công Thương", "Sở Kế hoạch và Đầu tư",
    "Sở Ngoại vụ", "Sở Lao động - Thương binh và Xã hội", "Hội Liên hiệp Phụ nữ + Hội Nữ trí thức",
    "UBND quận Hải Châu + Công ty CP Thạch Bàn miền Trung", *["UBND quận Sơn Trà"] * 2,
]  # fmt: skip
HEADINGS = ("STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Lĩnh vực", "Xếp loại")
SYLLABLES = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phúc")


def names():
    """Invented people, each once."""
    return (" ".join(one) for one in product(("Lê", "Trần", "Võ", "Hồ"), SYLLABLES, SYLLABLES))


def listed(units, authors=None, fields=None, grades=None, total=None, what="Giải pháp"):
    """A list as a page would give it, with the total that it states."""
    people, number = names(), count(1)
    rows = [
        (
            next(number), f"{what} được công nhận, mục {place + 1}",
            "; ".join(next(people) for _n in range(authors[place] if authors else 1)), unit,
            fields[place] if fields else "", grades[place] if grades else "",
        )
        for place, unit in enumerate(units)
    ]  # fmt: skip
    return books.xlsx(rows, HEADINGS, total=total)


@pytest.fixture
def top():
    return city.unit("UBND", "city", name="Ủy ban nhân dân thành phố")


@pytest.fixture
def registrar(top):
    return city.actor(Role.REGISTRAR, at=top)


def known_units(*cells):
    for number, name in enumerate(dict.fromkeys(name for cell in cells for name in cell.split(" + "))):
        city.unit(f"D{number}", name=name)


def brought(registrar, data, day, decision="", store=True):
    run = begin_import(registrar, Unit.objects.get(code="UBND"), city.upload("ds.xlsx", data))
    run = settle(run.pk, registrar, {"day": day, "decision": decision, "level": "city", "kind": "initiative"})
    if store:
        ask_to_store(run.pk, registrar)
        follow_all()
    return run


def test_f1_each_unit_has_its_own_the_city_counts_every_work_once_and_the_gap_is_shown(registrar):
    known_units(*READABLE, "Đơn vị chưa đọc được")
    readable = brought(registrar, listed(READABLE, total=23), "2016-03-10", "1290/QĐ-UBND", store=False)
    assert (readable.report["works"], readable.report["totals"]) == (13, [{"row": 17, "said": 23, "read": 13}])
    run = brought(registrar, listed([*READABLE, *["Đơn vị chưa đọc được"] * 10]), "2016-03-10", "1290/QĐ-UBND")
    assert run.report["totals"] == []
    table = counted(("unit",), RegisterFilter(levels=("city",), year=2016))
    by_unit = {cell.labels["unit"]: cell.count for cell in table.rows}
    assert (table.total, by_unit.pop("Đơn vị chưa đọc được"), sum(by_unit.values())) == (23, 10, 15)
    assert (by_unit["Sở Tài chính"], by_unit["UBND quận Sơn Trà"], by_unit["Hội Nữ trí thức"]) == (2, 2, 1)
    span = {"period_from": "2021-01-01", "period_to": "2025-12-31"}
    target = Target.objects.create(
        code="f1", levels=["city"], kinds=["initiative"], baseline_from="2016-01-01", baseline_to="2016-12-31", **span
    )
    target.refresh_from_db()
    stand = progress(target, timezone.localdate())  # brought in today: on no earlier day did the register know it
    assert (stand.baseline, stand.required) == (23, 28)
    assert register(stand.baseline_list).count() == 23


@pytest.mark.parametrize(
    ("recognised", "of", "percent"),
    [(23, 55, 41.8), (57, 71, 80.3), (3, 4, 75.0), (94_174, 121_613, 77.4)],  # F1, F2, F4, F14
)
def test_rates_are_those_that_the_published_parts_give(recognised, of, percent):
    assert Rate(recognised, of, "", "").percent == percent


def test_f5_a_year_of_which_only_the_first_round_is_told_leaves_the_rest_under_way(registrar, top):
    """38 filed by 75 people in 2022 (F5), of which the page tells 2 recognised (F6): no rate, and 36 still to come."""
    with time_machine.travel(datetime(2022, 3, 1, tzinfo=UTC)):
        officer, round_ = city.actor(Role.OFFICER, at=top), city.round_at(top, purpose="influence", level="city")
        filed = [_filed(officer, round_, 2 if place < 37 else 1) for place in range(38)]
        for dossier in filed[:2]:
            perform(dossier.code, "admit", city.actor(Role.OFFICER, at=top))
            advance(dossier.pk, "review", NOBODY, through="council")
            advance(dossier.pk, "conclude", NOBODY, through="council", outcome="passed", grade="")
    with time_machine.travel(datetime(2022, 6, 30, tzinfo=UTC)):
        draft = draft_decision(registrar, top, "city", [dossier.code for dossier in filed[:2]])
        publish_decision(
            sign_decision(draft.code, registrar, timezone.localdate(), "Bùi Văn A", "Viện trưởng").code, registrar
        )
    year = Span(date(2022, 1, 1), date(2022, 12, 31))
    figures = processing(Asked("unit", registrar, year)).total.figures
    assert (figures["online-rate"].of, Author.objects.count()) == (38, 75)
    assert counted((), RegisterFilter(year=2022)).total == figures["on-time-rate"].of == 2
    assert sum(one.total for one in waiting_on(date(2022, 12, 31))) == 36, "what the page does not tell is not refused"


def _filed(officer, round_, authors):
    people = [city.person().code for _n in range(authors)]
    dossier = begin_dossier(officer, round_.code, "Hồ sơ giấy", Channel.PAPER, timezone.localdate())
    save_authors(dossier.draft_code, officer, [{"person": code, "share": str(100 // authors)} for code in people])
    save_answers(dossier.draft_code, officer, city.answers(round_.purpose, round_.authority.code))
    return perform(dossier.draft_code, "submit", officer)


def test_f6_a_round_knows_its_works_and_their_authors(registrar):
    known_units("Viện kiểm sát")
    brought(registrar, listed(["Viện kiểm sát"] * 2, [3, 2]), "2022-06-30", "6/QĐ")
    assert (counted((), RegisterFilter(year=2022)).total, Author.objects.count()) == (2, 5)


def test_f8_and_f9_a_year_is_the_sum_of_its_rounds_with_all_author_places(registrar):
    known_units("Viện kiểm sát")
    for works, places, day, decision in ((28, 144, "2023-07-17", "253/QĐ"), (125, 523, "2023-12-01", "400/QĐ")):
        each, more = divmod(places, works)
        authors = [each + (place < more) for place in range(works)]
        brought(registrar, listed(["Viện kiểm sát"] * works, authors, what=f"Giải pháp theo {decision}"), day, decision)
    assert counted((), RegisterFilter(year=2023)).total == 153
    assert Author.objects.count() == 667


@pytest.mark.parametrize(
    ("counts", "column", "said", "adds_up"),
    [
        ((9, 17, 8, 6, 3, 2, 3), "fields", 48, True),  # F13
        ((1, 2, 10), "grades", 13, True),  # T5
        ((2, 2, 1, 1, 1), "units", 7, True),  # T7
        ((57, 7, 7), "grades", 71, True),  # F2: recognised, refused, to be revised
        ((3, 1), "grades", 4, True),  # F4
        ((3, 71, 23), "grades", 97, True),  # T1: of the programme, the city, the base
        ((1, 90, 13), "grades", 104, True),  # T2
        ((1, 0, 1, 1), "grades", 3, True),  # T4: prizes
        ((12,), "grades", 12, True),  # T8
        ((1, 5, 62), "grades", 67, False),  # T3: the headline says 67, the parts are 68
    ],
)
def test_parts_are_counted_and_a_headline_that_differs_is_told(registrar, counts, column, said, adds_up):
    parts = [f"Phần {chr(65 + place)}" for place, n in enumerate(counts) for _n in range(n)]
    units = parts if column == "units" else ["Đơn vị chung"] * len(parts)
    known_units(*units)
    data = listed(units, total=said, **({} if column == "units" else {column: parts}))
    run = brought(registrar, data, "2018-10-25", "9/QĐ", store=False)
    assert (run.report["problems"], run.report["works"]) == (0, sum(counts))
    totals = [] if adds_up else [{"row": 3 + len(parts) + 1, "said": said, "read": sum(counts)}]
    assert run.report["totals"] == totals


def test_published_titles_without_authors_are_read_and_every_lack_is_told_at_its_cell(registrar, top):
    titles = [orjson.loads(line) for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
    rows = [(n, one["title"], "", one["unit"], "", "") for n, one in enumerate(titles, 1) if one["unit"]]
    run = begin_import(registrar, top, city.upload("tuyen-tap.xlsx", books.xlsx(rows, HEADINGS)))
    lacking = Counter(run.problems.values_list("field", flat=True))
    assert run.report["works"] == 0
    assert lacking["authors"] == len(rows) > 100
    assert lacking["title"] == 0
