"""The ballot, in plain words."""

from collections.abc import Iterator

from reviews.rules.ballot import Ballot, BallotGrade
from reviews.rules.language import pick
from reviews.rules.scheme import Scheme
from reviews.rules.words.line import Line, line
from reviews.rules.words.names import BASES, CHOICES, OUTCOMES, listed, named, share_of


def ballot_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Choices, base, and what a share of them leads to."""
    ballot = scheme.ballot
    if ballot is None:
        return
    choices = listed((_quoted(choice, language) for choice in ballot.choices), language, either=True)
    vi, en = f"Phiếu ghi {choices}; phiếu ghi khác là không hợp lệ.", f"A ballot says {choices}; any other is invalid."
    yield line("ballot.choices", ballot.citation, language, vi, en)
    yield _rule(ballot, language)
    if ballot.from_sheets:
        vi = "Không bỏ phiếu riêng thì phiếu đánh giá của người có mặt là biểu quyết công khai."
        en = "Where no ballots are cast, the sheets of those present are their open votes."
        yield line("ballot.open", ballot.citation, language, vi, en)
    yield from (_grade(grade, ballot, language) for grade in ballot.grades)


def _quoted(choice: str, language: str) -> str:
    return f"“{named(CHOICES, choice, language)}”"


def _rule(ballot: Ballot, language: str) -> Line:
    base = named(BASES, ballot.base, language)
    if ballot.majority:
        share, choice = share_of(ballot.majority.share, language), _quoted(ballot.majority.choice, language)
        vi, en = f"Đạt khi phiếu {choice} chiếm {share} {base}.", f"Passed when {choice} has {share} of {base}."
    elif ballot.grades:
        vi, en = f"Tỷ lệ tính trên {base}.", f"Shares are taken of {base}."
    else:
        vi = f"Kết quả được ghi lại trên {base}, không quyết định."
        en = f"The result is recorded against {base} and decides nothing."
    return line("ballot.rule", ballot.citation, language, vi, en)


def _grade(grade: BallotGrade, ballot: Ballot, language: str) -> Line:
    name, outcome = named(CHOICES, grade.code, language).capitalize(), named(OUTCOMES, grade.outcome, language)
    vi, en = f"{name}: các trường hợp còn lại – {outcome}.", f"{name}: what is left – {outcome}."
    if grade.choice and grade.share:
        won, without = _won(grade, ballot, language), _without(grade, language)
        vi = en = f"{name}: {won}{without} – {outcome}."
    return line(f"ballot.grades.{grade.code}", grade.citation, language, vi, en)


def _won(grade: BallotGrade, ballot: Ballot, language: str) -> str:
    choice, base = _quoted(grade.choice or "", language), named(BASES, ballot.base, language)
    share = share_of(grade.share, language) if grade.share else ""
    return pick(language, f"phiếu {choice} chiếm {share} {base}", f"{choice} has {share} of {base}")


def _without(grade: BallotGrade, language: str) -> str:
    none = listed((_quoted(other, language) for other in grade.without), language, either=True)
    return pick(language, f" và không có phiếu {none}", f" and none of {none}") if none else ""
