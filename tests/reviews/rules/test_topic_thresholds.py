"""Every threshold of `domain.md`, section 6, on both of its sides: the paragraph, the case, and what the rules say of it.

Thresholds of schemes are worked out at length in `test_worked_topics.py` and `test_acceptance.py`; here each stands once,
under the number of its paragraph, so that none is forgotten.
"""

from datetime import date
from decimal import Decimal

import pytest

from initiatives.rules.budget import Line, balance, budget_slips, instalment_slips
from initiatives.rules.calendar import term_ends
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import Extension, Term, final_dossier_due, judge_extension, use_days
from reviews.rules.acceptance import ProductGrade
from reviews.rules.conclude import conclude
from reviews.rules.seats import Attendance, Role
from tests.reviews.rules.given import SCHEMES, grades, judged, seats, votes

TT45, WAYS, TT20, TT11 = (
    SCHEMES[code]
    for code in ("tt45-2016-determination", "determination-methods", "tt20-2023-selection", "tt11-2014-acceptance")
)
PROVINCE, NAFOSTED, VAST = (rule_sets()[code] for code in ("province-2025", "nafosted", "vast"))
LED = (Role.CHAIR, Role.SECRETARY)
FIVE = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.REVIEWER, Role.REVIEWER)


def composed(scheme, *roles):
    return all(step.holds for step in scheme.council.check(roles))


def concluded(scheme, ballots, present, members=None, roles=FIVE):
    return conclude(scheme, (), ballots, Attendance(members or present, seats(present, roles)))


def ways(selection, direct, none):
    made = concluded(WAYS, ["selection"] * selection + ["direct"] * direct + ["none"] * none, selection + direct + none)
    return made.outcome, made.grade


def extended(rules, months, **more):
    asked = Extension(months, more.pop("asked", date(2026, 6, 1)), more.pop("before", 0), **more)
    return {one.rule for one in judge_extension(asked, Term(date(2025, 3, 1), 24), rules)}


def of_short(months):
    return {
        one.rule for one in judge_extension(Extension(months, date(2026, 1, 1)), Term(date(2025, 3, 1), 23), PROVINCE)
    }


def member(quantities, volumes=(), report="pass", late=0, types=("pass",)):
    reached = [*volumes, *[None] * len(quantities)]
    rows = [ProductGrade("quantity", grade, volume) for grade, volume in zip(quantities, reached, strict=False)]
    rows += [ProductGrade(aspect, grade) for aspect in ("type", "quality") for grade in types]
    return TT11.member_grade.of(rows, report, late)


def selected(*totals):
    """Sheets of these totals, each criterion given its part of it."""
    rows = [[str(Decimal(most * total) / 100) for most in (12, 24, 16, 16, 16, 16)] for total in totals]
    return judged(TT20.code, *rows).outcome


def papers(scheme, received):
    """The first day of a session, where the papers reached the members on a day."""
    term = scheme.deadline("papers")
    return term_ends(received, term.amount, term.unit)


MEMBERS = ("member",) * 9
CASES = [
    # 6.2.2 the council that determines the task: 5 or 7, 2/3 with chair and secretary, more than 3/4 of those present
    ("6.2.2", "5 members", lambda: composed(TT45, "chair", "secretary", *MEMBERS[:3]), True),
    ("6.2.2", "6 members", lambda: composed(TT45, "chair", "secretary", *MEMBERS[:4]), False),
    ("6.2.2", "7 members", lambda: composed(WAYS, "chair", "secretary", *MEMBERS[:5]), True),
    ("6.2.2", "7 without a secretary", lambda: composed(WAYS, "chair", *MEMBERS[:6]), False),
    ("6.2.2", "5 of 7 present", lambda: concluded(TT45, votes(5), 5, 7, LED).outcome, "passed"),
    ("6.2.2", "4 of 7 present", lambda: concluded(TT45, votes(4), 4, 7, LED).outcome, "no_quorum"),
    ("6.2.2", "6 of 7 for it", lambda: concluded(TT45, votes(6, 1), 7).outcome, "passed"),
    ("6.2.2", "5 of 7 for it", lambda: concluded(TT45, votes(5, 2), 7).outcome, "not_passed"),
    ("6.2.2", "exactly 3/4", lambda: concluded(TT45, votes(6, 2), 8).outcome, "not_passed"),
    ("6.2.2", "6 of 7 for a selection", lambda: ways(6, 1, 0), ("passed", "selection")),
    ("6.2.2", "6 of 7 for a direct assignment", lambda: ways(0, 6, 1), ("passed", "direct")),
    ("6.2.2", "exactly 3/4 for a selection, nobody against", lambda: ways(6, 2, 0)[0], "needs_decision"),
    ("6.2.2", "all for it, neither way has 3/4", lambda: ways(4, 3, 0)[0], "needs_decision"),
    ("6.2.2", "6 of 7 for it in two ways", lambda: ways(4, 2, 1)[0], "needs_decision"),
    ("6.2.2", "exactly 3/4 for it in two ways", lambda: ways(4, 2, 2), ("not_passed", "none")),
    ("6.2.2", "5 of 7 for it in two ways", lambda: ways(3, 2, 2), ("not_passed", "none")),
    # 6.2.2 at most one of the lead body, in no office; papers three working days before the session
    ("6.2.2", "one of the lead body", lambda: WAYS.council.lead_body.check(["member"]), {}),
    ("6.2.2", "two of it", lambda: WAYS.council.lead_body.check(["member", "member"]), {1: "most"}),
    *[
        ("6.2.2", f"the {role} of it", lambda role=role: TT45.council.lead_body.check([role]), {0: "role"})
        for role in ("chair", "deputy", "secretary", "reviewer")
    ],
    ("6.2.2", "papers from Monday", lambda: papers(WAYS, date(2026, 6, 1)), date(2026, 6, 4)),
    ("6.2.2", "papers over a weekend", lambda: papers(TT45, date(2026, 6, 4)), date(2026, 6, 9)),
    ("6.2.2", "papers before 30 April", lambda: papers(WAYS, date(2026, 4, 28)), date(2026, 5, 5)),
    # 6.2.3 the council that selects: 7 to 9 with chair, deputy, secretary and two reviewers
    ("6.2.3", "7 members", lambda: composed(TT20, *FIVE, *MEMBERS[:2]), True),
    ("6.2.3", "9 members", lambda: composed(TT20, *FIVE, *MEMBERS[:4]), True),
    ("6.2.3", "6 members", lambda: composed(TT20, *FIVE, *MEMBERS[:1]), False),
    ("6.2.3", "10 members", lambda: composed(TT20, *FIVE, *MEMBERS[:5]), False),
    ("6.2.3", "one reviewer", lambda: composed(TT20, *FIVE[:4], *MEMBERS[:3]), False),
    ("6.2.3", "papers five working days before", lambda: papers(TT20, date(2026, 6, 1)), date(2026, 6, 8)),
    ("6.2.3", "papers over Tết", lambda: papers(TT20, date(2026, 2, 12)), date(2026, 2, 26)),
    ("6.3", "one of a competing body", lambda: TT20.council.lead_body.check(["member"]), {0: "most"}),
    # 6.2.4b mean of 70; a sheet 20 away is put aside; no criterion given 0 by more than a third
    ("6.2.4b", "70", lambda: selected(70), "passed"),
    ("6.2.4b", "69", lambda: selected(69), "not_passed"),
    ("6.2.4b", "a sheet 20 away is put aside", lambda: selected(74, 74, 74, 74, 49), "passed"),
    ("6.2.4b", "one 19.2 away stays", lambda: selected(74, 74, 74, 74, 50), "not_passed"),
    ("6.2.4b", "0 from a third", lambda: judged(TT20.code, *_zeros(3, 9)).outcome, "passed"),
    ("6.2.4b", "0 from more", lambda: judged(TT20.code, *_zeros(4, 9)).outcome, "not_passed"),
    # 6.2.5 the appraisal team has three people at least
    ("6.2.5", "appraisers", lambda: {rules.appraisers for rules in rule_sets().values()}, {3}),
    # 6.2.7 reports every six months, at the ends of months and in leap years
    ("6.2.7", "from 31 August", lambda: Term(date(2026, 8, 31), 18).report_days(6),
     [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]),
    ("6.2.7", "from 29 February", lambda: Term(date(2028, 2, 29), 12).report_days(6), [date(2028, 8, 29), date(2029, 2, 28)]),
    # 6.2.8 a request is decided within 15 days, by NAFOSTED within 30, by VAST (a setting) within 15 working days
    ("6.2.8", "15 days", lambda: PROVINCE.decided_by(date(2028, 2, 15)), date(2028, 3, 1)),
    ("6.2.8", "working days, over Tết", lambda: VAST.decided_by(date(2026, 2, 2)), date(2026, 3, 2)),
    ("6.2.8", "30 days in a leap February", lambda: NAFOSTED.decided_by(date(2028, 1, 31)), date(2028, 3, 1)),
    # 6.2.9 extensions: once and 12 months, 6 for a topic under 24; VAST with minutes above 6; NAFOSTED 60 days before
    ("6.2.9", "12 months", lambda: extended(PROVINCE, 12), set()),
    ("6.2.9", "13 months", lambda: extended(PROVINCE, 13), {"months"}),
    ("6.2.9", "6 months, under 24", lambda: of_short(6), set()),
    ("6.2.9", "7 months, under 24", lambda: of_short(7), {"months"}),
    ("6.2.9", "a second time", lambda: extended(PROVINCE, 6, before=1), {"times"}),
    ("6.2.9", "VAST: 6 months", lambda: extended(VAST, 6), set()),
    ("6.2.9", "VAST: 7 months", lambda: extended(VAST, 7), {"minutes"}),
    ("6.2.9", "VAST: a second time", lambda: extended(VAST, 6, before=1), set()),
    ("6.2.9", "VAST: a third time", lambda: extended(VAST, 6, before=2), {"times"}),
    ("6.2.9", "NAFOSTED: 60 days before", lambda: extended(NAFOSTED, 6, asked=date(2026, 12, 31)), set()),
    ("6.2.9", "NAFOSTED: 59 days before", lambda: extended(NAFOSTED, 6, asked=date(2027, 1, 1)), {"late"}),
    ("6.2.9", "an extension counts from the first day", lambda: Term(date(2026, 8, 31), 18, 6).ends_on, date(2028, 8, 31)),
    # 6.2.10 the final dossier within 30 days after the end
    ("6.2.10", "after a leap February", lambda: final_dossier_due(date(2028, 2, 29), PROVINCE), date(2028, 3, 30)),
    ("6.2.10", "after a common one", lambda: final_dossier_due(date(2027, 2, 28), PROVINCE), date(2027, 3, 30)),
    # 6.2.11 the base accepts within 15 days
    ("6.2.11", "15 days", lambda: PROVINCE.accepted_at_base_by(date(2028, 2, 14)), date(2028, 2, 29)),
    ("6.2.11", "the 15th day is a Sunday", lambda: PROVINCE.accepted_at_base_by(date(2026, 5, 30)), date(2026, 6, 15)),
    # 6.2.12 the acceptance council is set up within 15 working days
    ("6.2.12", "set up", lambda: PROVINCE.council_by(date(2026, 6, 1)), date(2026, 6, 22)),
    ("6.2.12", "set up, over Tết", lambda: PROVINCE.council_by(date(2026, 2, 2)), date(2026, 3, 2)),
    ("6.2.12", "30 days after it was set up", lambda: PROVINCE.concluded_by(date(2028, 1, 31)), date(2028, 3, 1)),
    ("6.2.12", "the 30th day is a Saturday", lambda: PROVINCE.concluded_by(date(2026, 6, 4)), date(2026, 7, 6)),
    # 6.2.13 use is looked into after one year and three
    ("6.2.13", "from 29 February", lambda: use_days(date(2028, 2, 29), PROVINCE), [date(2029, 2, 28), date(2031, 2, 28)]),
    # 6.4 acceptance
    ("6.4", "9 members", lambda: composed(TT11, *FIVE, *MEMBERS[:4]), True),
    ("6.4", "8 members", lambda: composed(TT11, *FIVE, *MEMBERS[:3]), False),
    ("6.4", "excellent: all above the order", lambda: member(["excellent"], types=("excellent",)), "excellent"),
    ("6.4", "one only meets it", lambda: member(["excellent"], types=("pass",)), "pass"),
    ("6.4", "3/4 of the quantities, the fourth at 3/4", lambda: member(["pass"] * 3 + ["fail"], [None] * 3 + [75]), "pass"),
    ("6.4", "the fourth at 74", lambda: member(["pass"] * 3 + ["fail"], [None] * 3 + [74]), "fail"),
    ("6.4", "2/3 of the quantities", lambda: member(["pass"] * 2 + ["fail"], [None] * 2 + [99]), "fail"),
    ("6.4", "the report fails", lambda: member(["excellent"], report="fail", types=("excellent",)), "fail"),
    ("6.4", "a day late", lambda: member(["excellent"], late=1, types=("excellent",)), "fail"),
    ("6.4", "7 of 9 excellent", lambda: concluded(TT11, grades(7, 2), 9).grade, "excellent"),
    ("6.4", "6 of 8: exactly 3/4", lambda: concluded(TT11, grades(6, 2), 8, 9).grade, "excellent"),
    ("6.4", "6 of 9", lambda: concluded(TT11, grades(6, 3), 9).grade, "pass"),
    ("6.4", "one says fail", lambda: concluded(TT11, grades(8, 0, 1), 9).grade, "pass"),
    ("6.4", "a third says fail", lambda: concluded(TT11, grades(0, 6, 3), 9).outcome, "passed"),
    ("6.4", "more than a third", lambda: concluded(TT11, grades(0, 5, 4), 9).outcome, "not_passed"),
    ("6.4", "6 of 9 present", lambda: concluded(TT11, grades(6), 6, 9).outcome, "passed"),
    ("6.4", "5 of 9 present", lambda: concluded(TT11, grades(5), 5, 9).outcome, "no_quorum"),
    ("6.4", "no reviewer present", lambda: concluded(TT11, grades(6), 6, 9, LED).outcome, "no_quorum"),
    # budgets, in whole đồng
    ("budget", "the cap", lambda: len(budget_slips([Line("labour", "state", 2026, 100)], 100, range(2026, 2027), {})), 0),
    ("budget", "a đồng above", lambda: len(budget_slips([Line("labour", "state", 2026, 101)], 100, range(2026, 2027), {})), 1),
    ("budget", "management at 5 %", lambda: _management(5, 95), 0),
    ("budget", "a đồng above 5 %", lambda: _management(5_000_001, 95_000_000), 1),
    ("budget", "instalments a đồng short", lambda: len(instalment_slips([50, 49], 100)), 1),
    ("budget", "costs a đồng below what was paid", lambda: balance(10**12, 10**12 - 1), (0, 1)),
]  # fmt: skip


def _zeros(count, of):
    return [(12, 24, 16, 16, 16, 0)] * count + [(12, 24, 16, 16, 6, 10)] * (of - count)


def _management(management, labour):
    lines = [Line("management", "state", 2026, management), Line("labour", "state", 2026, labour)]
    return len(budget_slips(lines, 10**12, range(2026, 2027), {"management": 5}))


@pytest.mark.parametrize(("case", "expected"), [pytest.param(c, e, id=f"{p}: {w}") for p, w, c, e in CASES])
def test_the_threshold_holds_on_both_of_its_sides(case, expected):
    assert case() == expected


def test_every_paragraph_with_a_number_has_its_cases():
    numbered = {f"6.2.{n}" for n in ("2", "3", "4b", "5", "7", "8", "9", "10", "11", "12", "13")} | {
        "6.3",
        "6.4",
        "budget",
    }
    assert {paragraph for paragraph, *_case in CASES} == numbered
