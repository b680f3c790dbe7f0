"""The sections of a scheme that settle the outcome: pass mark, grades, members' grades, ballot."""

from fractions import Fraction

from reviews.rules.acceptance import MemberGrade
from reviews.rules.ballot import Ballot, BallotGrade, Base, Majority
from reviews.rules.criteria import GRADES, NO, YES
from reviews.rules.exact import Bound, number
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED, PASSED
from reviews.rules.grades import Grade, PassMark
from reviews.rules.reading.table import Table

NO_BOUND = Bound(Fraction(1))
WAYS = ("selection", "direct", "none")
"""How a task is carried out, or that it is not."""
CHOICES = (YES, NO, *GRADES, *WAYS)
SETTLED = (PASSED, NOT_PASSED)


def read_pass_mark(top: Table) -> PassMark | None:
    """[pass]"""
    table = top.table("pass")
    if table is None:
        return None
    made = PassMark(table.cited(), table.bound(number) or NO_BOUND)
    table.close()
    return made


def read_grade(table: Table) -> Grade:
    """One of [[grades]]"""
    floors = table.table("floors")
    least = tuple((code, floor) for code in floors.data if (floor := floors.number(code)) is not None) if floors else ()
    made = Grade(
        code=table.text("code"),
        title=table.words("title"),
        citation=table.cited(),
        total=table.bound(number) or NO_BOUND,
        below=table.number("below"),
        floors=least,
        outcome=table.choice("outcome", SETTLED, PASSED),
        clash_decided=table.choice("clash", (NEEDS_DECISION, "next"), "next") == NEEDS_DECISION,
    )
    table.close()
    return made


def read_member_grade(top: Table) -> MemberGrade | None:
    """[member_grade]"""
    table = top.table("member_grade")
    if table is None:
        return None
    made = MemberGrade(
        citation=table.cited(),
        quantity=table.text("quantity"),
        volume=table.text("volume"),
        report=table.text("report"),
        late=table.text("late"),
        quantity_share=_share(table, "quantity_share"),
        volume_share=_share(table, "volume_share"),
    )
    table.close()
    return made


def _share(table: Table, name: str) -> Bound:
    inner = table.table(name, required=True)
    bound = inner.bound() if inner else None
    if inner:
        inner.close()
    return bound or NO_BOUND


def read_ballot(top: Table) -> Ballot | None:
    """[ballot], with [[ballot.grades]]"""
    table = top.table("ballot")
    if table is None:
        return None
    made = Ballot(
        citation=table.cited(),
        choices=table.choices("choices", CHOICES),
        base=Base(table.choice("of", list(Base), Base.MEMBERS)),
        majority=_majority(table),
        grades=tuple(_ballot_grade(grade) for grade in table.tables("grades")),
        from_sheets=table.truth("from_sheets"),
    )
    table.close()
    return made


def _majority(table: Table) -> Majority | None:
    if not table.has("passes"):
        return None
    return Majority(table.choice("passes", CHOICES), table.bound() or NO_BOUND)


def _ballot_grade(table: Table) -> BallotGrade:
    last = table.truth("otherwise")
    made = BallotGrade(
        code=table.text("code"),
        outcome=table.choice("outcome", (*SETTLED, NEEDS_DECISION)),
        citation=table.cited(),
        choice=None if last else table.choice("choice", CHOICES),
        share=None if last else table.bound(),
        without=table.choices("without", CHOICES),
    )
    table.close()
    return made
