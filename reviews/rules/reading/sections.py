"""A scheme read from its TOML text; the sections in the order in which they stand there."""

from decimal import Decimal
from fractions import Fraction

from reviews.rules.aggregate import Aggregation, Method
from reviews.rules.ballot import Fallback
from reviews.rules.citation import Citation
from reviews.rules.community import Community
from reviews.rules.composition import Composition, LeadBody
from reviews.rules.criteria import Band, Criterion, CriterionKind
from reviews.rules.exact import Bound, number
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED
from reviews.rules.flags import Flag
from reviews.rules.language import Words
from reviews.rules.minimums import ZeroRule
from reviews.rules.outliers import Outliers
from reviews.rules.quorum import Quorum
from reviews.rules.reading.outcome import read_ballot, read_grade, read_member_grade, read_pass_mark
from reviews.rules.reading.table import Table
from reviews.rules.scheme import KINDS, LEVELS, PURPOSES, RANK_TIES, UNITS, Deadline, RankRule, Scheme
from reviews.rules.seats import Role

ROLES = tuple(Role)
SUBSTITUTED = tuple(role for role in Role if role != Role.CHAIR)
NO_BOUND = Bound(Fraction(1))


def read_scheme(top: Table) -> Scheme:
    """The scheme, with stand-ins where a problem was noted: to be used only if none was."""
    top.citations = _citations(top)
    scheme = Scheme(
        code=top.text("code"),
        version=top.whole("version", least=1),
        title=top.words("title"),
        citation=top.cited(),
        kinds=(top.choice("kind", KINDS), *top.choices("also_for", KINDS)),
        level=top.choice("level", ("", *LEVELS), ""),
        purpose=top.choice("purpose", ("", *PURPOSES), ""),
        council=_council(top),
        quorum=_quorum(top),
        fallback=_fallback(top),
        valid_from=top.day("valid_from"),
        valid_to=top.day("valid_to"),
        notice=top.words("notice", required=False),
        criteria=tuple(_criterion(table) for table in top.tables("criteria")),
        sheets=_sheets(top),
        outliers=_outliers(top),
        zeros=_zeros(top),
        community=_community(top),
        flags=tuple(_flag(table) for table in top.tables("flags")),
        pass_mark=read_pass_mark(top),
        grades=tuple(read_grade(table) for table in top.tables("grades")),
        member_grade=read_member_grade(top),
        ballot=read_ballot(top),
        ranking=_ranking(top),
        deadlines=tuple(_deadline(table) for table in top.tables("deadlines")),
    )
    top.close()
    return scheme


def _citations(top: Table) -> dict[str, Citation]:
    tables = top.table("citations", required=True)
    if tables is None:
        return {}
    found = {name: table.source() for name in tables.data if (table := tables.table(name))}
    tables.close()
    return found


def _council(top: Table) -> Composition:
    table = top.table("council", required=True)
    if table is None:
        return Composition(top.cited())
    roles = table.table("roles")
    least = tuple((role, roles.whole(role, 0, most=50)) for role in ROLES if roles.has(role)) if roles else ()
    if roles:
        roles.read.update(ROLES)
        roles.close()
    substitutes = tuple(map(Role, table.choices("substitutes", SUBSTITUTED))) if table.has("substitutes") else None
    made = Composition(
        table.cited(), table.wholes("sizes"), least, table.truth("recused_count"), substitutes, _lead_body(table)
    )
    table.close()
    return made


def _lead_body(council: Table) -> LeadBody | None:
    table = council.table("lead_body")
    if table is None:
        return None
    made = LeadBody(table.cited(), table.whole("most", most=50), tuple(map(Role, table.choices("barred", ROLES))))
    table.close()
    return made


def _quorum(top: Table) -> Quorum:
    table = top.table("quorum", required=True)
    if table is None:
        return Quorum(top.cited())
    made = Quorum(
        table.cited(),
        table.bound(required=False),
        table.whole("count", 1, least=1, most=200),
        tuple(Role(role) for role in table.choices("any_of", ROLES)),
        tuple(Role(role) for role in table.choices("all_of", ROLES)),
    )
    table.close()
    return made


def _fallback(top: Table) -> Fallback:
    table = top.table("fallback", required=True)
    if table is None:
        return Fallback(top.cited())
    open_cases = (NOT_PASSED, NEEDS_DECISION)
    made = Fallback(table.cited(), table.choice("tie", open_cases), table.choice("undefined", open_cases))
    table.close()
    return made


def _criterion(table: Table) -> Criterion:
    kind = CriterionKind(table.choice("kind", list(CriterionKind), CriterionKind.POINTS))
    made = Criterion(
        code=table.text("code"),
        title=table.words("title"),
        citation=table.cited(),
        kind=kind,
        maximum=table.number("maximum", required=kind is CriterionKind.POINTS),
        minimum=table.number("minimum"),
        weight=_weight(table),
        knock_out=table.truth("knock_out"),
        optional=table.truth("optional"),
        repeats=table.truth("repeats"),
        guidance=table.words("guidance", required=False),
        bands=tuple(_band(band) for band in table.tables("bands")),
    )
    table.close()
    return made


def _weight(table: Table) -> Decimal:
    weight = table.number("weight")
    return Decimal(1) if weight is None else weight


def _band(table: Table) -> Band:
    ends = (table.number("from", required=True) or Decimal(0), table.number("to", required=True) or Decimal(0))
    vi, en = table.text("vi"), table.text("en")
    table.close()
    return Band(*ends, Words(vi, en))


def _sheets(top: Table) -> Aggregation | None:
    table = top.table("sheets")
    if table is None:
        return None
    made = Aggregation(
        citation=table.cited(),
        method=Method(table.choice("aggregate", list(Method), Method.MEAN)),
        trim=table.whole("trim", 1, least=1, most=20),
        places=table.whole("places", 2, most=6),
        compare_shown=table.choice("compare", ("exact", "shown"), "exact") == "shown",
        required=not table.truth("optional"),
        total=Fraction(table.number("total") or 0),
    )
    table.close()
    return made


def _outliers(top: Table) -> Outliers | None:
    table = top.table("outliers")
    if table is None:
        return None
    made = Outliers(table.cited(), table.bound(number) or NO_BOUND)
    table.close()
    return made


def _zeros(top: Table) -> ZeroRule | None:
    table = top.table("zeros")
    if table is None:
        return None
    made = ZeroRule(table.cited(), table.bound() or NO_BOUND)
    table.close()
    return made


def _community(top: Table) -> Community | None:
    table = top.table("community")
    if table is None:
        return None
    maximum = table.number("maximum", required=True) or Decimal(0)
    made = Community(table.cited(), Fraction(maximum), table.whole("places", 1, most=6))
    table.close()
    return made


def _flag(table: Table) -> Flag:
    title, source = table.words("title"), table.cited()
    made = Flag(
        table.text("name"), title, source, table.bound(number) or NO_BOUND, table.text("grade", required=False) or None
    )
    table.close()
    return made


def _ranking(top: Table) -> RankRule | None:
    table = top.table("ranking")
    if table is None:
        return None
    made = RankRule(table.cited(), table.choice("tie", RANK_TIES, "needs_decision"))
    table.close()
    return made


def _deadline(table: Table) -> Deadline:
    amount, unit = table.whole("amount", least=1, most=1_000), table.choice("unit", UNITS)
    made = Deadline(table.text("code"), table.words("title"), amount, unit, table.cited())
    table.close()
    return made
