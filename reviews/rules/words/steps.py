"""An explanation in plain words: one sentence a step."""

from collections.abc import Callable, Mapping
from typing import Any

from reviews.rules.explanation import Step
from reviews.rules.language import pick
from reviews.rules.sheets import SheetFault
from reviews.rules.words.names import CHOICES, COUNTED, METHODS, OUTCOMES, ROLES, WAYS, at_least, listed, named, numeral
from reviews.rules.words.problems import say
from reviews.rules.words.sentences import SENTENCES

Values = dict[str, Any]
Case = tuple[str, Values]
_NUMBERS = ("shown", "minimum", "mean", "votes", "highest", "maximum", "points", "value")


def describe(step: Step, language: str) -> str:
    """The step as a sentence in Vietnamese, or in English for "en"."""
    values = {**step.inputs, **step.result}
    for name in _NUMBERS:
        if isinstance(values.get(name), str):
            values[name] = numeral(values[name], language)
    if isinstance(values.get("title"), Mapping):
        values["title"] = _title(values["title"], language)
    case, more = _CASES.get(step.rule, _plain)(step, language)
    return pick(language, *SENTENCES[case]).format_map({**values, **more})


def _title(words: Mapping[str, str], language: str) -> str:
    return pick(language, words["vi"], words["en"])


def _plain(step: Step, language: str) -> Case:
    return step.rule, {}


def _met(step: Step, language: str) -> Case:
    return f"{step.rule}.{'met' if step.holds else 'missed'}", {}


def _verdict(holds: bool, language: str) -> str:
    return pick(language, *(("đạt", "met") if holds else ("không đạt", "not met")))


def _roles(roles: list[str], language: str) -> str:
    return listed((named(ROLES, role, language) for role in roles), language, either=True)


def _quorum(step: Step, language: str) -> Case:
    if step.holds:
        return "quorum.met", {}
    if step.inputs["present"] < step.result["needed"]:
        return "quorum.few", {}
    return "quorum.roles", {"missing": listed((_roles(roles, language) for roles in step.result["missing"]), language)}


def _size(step: Step, language: str) -> Case:
    sizes = listed(map(str, step.inputs["sizes"]), language, either=True)
    return "council_size", {"sizes": sizes, "verdict": _verdict(step.holds, language)}


def _role(step: Step, language: str) -> Case:
    role = named(ROLES, step.inputs["role"], language)
    return "council_role", {"role": role, "verdict": _verdict(step.holds, language)}


def _invalid(step: Step, language: str) -> Case:
    return "sheet_invalid", {
        "faults": "; ".join(describe_fault(SheetFault.from_json(row), language) for row in step.inputs["faults"])
    }


def describe_fault(fault: SheetFault, language: str) -> str:
    """Why a score does not count: “Tính mới: 41 vượt quá điểm tối đa 40”."""
    sentence = say(_FaultTold(fault, language), language).rstrip(".")
    return f"{fault.title.said(language) or fault.criterion}: {sentence[0].lower()}{sentence[1:]}"


class _FaultTold:
    """A fault with its numbers written as the language does."""

    def __init__(self, fault: SheetFault, language: str) -> None:
        self.code = fault.code
        self.params = {
            "value": numeral(fault.value, language),
            "maximum": numeral(fault.maximum, language),
            "known": "…",
        }


def _sheets(step: Step, language: str) -> Case:
    return ("sheets" if step.holds else "sheets.none"), {}


def _outliers(step: Step, language: str) -> Case:
    told = {"distance": at_least(step.inputs["distance"], language), "seats": listed(step.result["left_out"], language)}
    return ("outliers.none" if step.holds else "outliers"), told


def _reasons(step: Step, language: str) -> Case:
    return ("reasons.none" if step.holds else "reasons"), {}


def _criterion(step: Step, language: str) -> Case:
    return "criterion", {"method": named(METHODS, step.inputs["method"], language)}


def _zeros(step: Step, language: str) -> Case:
    told = {
        "share": at_least(step.inputs["share"], language),
        "over": listed((_title(step.inputs["titles"][code], language) for code in step.result["over"]), language),
    }
    return _met(step, language)[0], told


def _community(step: Step, language: str) -> Case:
    return ("community" if step.holds else "community.none"), {}


def _chair(step: Step, language: str) -> Case:
    return ("chair_sheet" if step.holds else "chair_sheet.none"), {}


def _flag(step: Step, language: str) -> Case:
    case = "over" if not step.holds else "unknown" if step.inputs["value"] is None else "met"
    return f"flag.{case}", {"limit": at_least(step.inputs["limit"], language)}


def _pass_mark(step: Step, language: str) -> Case:
    return _met(step, language)[0], {"mark": at_least(step.inputs["mark"], language)}


def _grade(step: Step, language: str) -> Case:
    if step.result["grade"] is None:
        return "grade.none", {}
    floors = [f"{_title(row['title'], language)} ({numeral(row['floor'], language)})" for row in step.inputs["floors"]]
    told = {"range": at_least(step.inputs["range"], language), "floors": listed(floors, language)}
    return ("grade.floors" if floors else "grade"), told


def _clash(step: Step, language: str) -> Case:
    low = pick(language, "{} chỉ được {}, cần {}", "{} is only {}, {} needed")
    rows = [
        low.format(_title(row["title"], language), numeral(row["shown"], language), numeral(row["floor"], language))
        for row in step.inputs["missed"]
    ]
    return "grade_clash", {"missed": "; ".join(rows)}


def _votes(votes: Mapping[str, int], language: str) -> str:
    return ", ".join(f"{count} {named(CHOICES, choice, language)}" for choice, count in votes.items())


def _cast(step: Step, language: str) -> str:
    """What was cast, invalid ballots said apart."""
    invalid = step.inputs["invalid"]
    told = _votes(step.inputs["votes"], language)
    return told + (pick(language, f", {invalid} không hợp lệ", f", {invalid} invalid") if invalid else "")


def _member_grades(step: Step, language: str) -> Case:
    return "member_grades", {"votes": _votes(step.result, language)}


def _ballot(step: Step, language: str) -> Case:
    return "ballot", {
        "votes": _cast(step, language), "choice": f"“{named(CHOICES, step.inputs['choice'], language)}”",
        "share": at_least(step.inputs["share"], language), "of": named(COUNTED, step.inputs["of"], language),
        "verdict": _verdict(step.holds, language),
    }  # fmt: skip


def _ballot_grade(step: Step, language: str) -> Case:
    way = step.result["grade"] in WAYS
    told = {
        "votes": _cast(step, language), "of": named(COUNTED, step.inputs["of"], language),
        "grade": named(CHOICES, step.result["grade"], language),
        "what": pick(language, *(("phương thức", "the way is") if way else ("xếp loại", "the grade is"))),
        "why": pick(language, "Còn lại", "What is left"),
    }  # fmt: skip
    if step.inputs["choice"]:
        choice = f"“{named(CHOICES, step.inputs['choice'], language)}”"
        share = at_least(step.inputs["share"], language)
        told["why"] = pick(language, f"Phiếu {choice} {share}", f"{choice} has {share}")
        if without := listed(
            (f"“{named(CHOICES, c, language)}”" for c in step.inputs["without"]), language, either=True
        ):
            told["why"] += pick(language, f", không có phiếu {without}", f", without any {without}")
    return "ballot_grade", told


def _recorded(step: Step, language: str) -> Case:
    return "ballot_recorded", {"votes": _cast(step, language)}


def _outcome(step: Step, language: str) -> Values:
    return {"outcome": named(OUTCOMES, str(step.verdict), language)}


def _tie(step: Step, language: str) -> Case:
    return "tie", _outcome(step, language)


def _undefined(step: Step, language: str) -> Case:
    return f"undefined.{step.inputs['because']}", _outcome(step, language)


def _ranking(step: Step, language: str) -> Case:
    rows = [f"{row['place']}. {row['competitor']} ({numeral(row['shown'], language)})" for row in step.inputs["totals"]]
    first = listed(step.result["first"], language)
    verdicts = {
        "passed": (f"Đứng đầu: {first}.", f"The first is {first}."),
        "needs_decision": (
            f"{first} ngang nhau: hội đồng phải quyết định.",
            f"{first} are equal: the council has to decide.",
        ),
        "not_passed": ("Không hồ sơ nào đạt.", "Nobody has passed."),
    }
    return "ranking", {"places": "; ".join(rows) or "–", "verdict": pick(language, *verdicts[str(step.verdict)])}


def _conclusion(step: Step, language: str) -> Case:
    grade, title = step.result["grade"], step.inputs["title"]
    name = _title(title, language) if title else named(CHOICES, grade or "", language)
    told = {**_outcome(step, language), "grade": name}
    return ("conclusion.grade" if grade else "conclusion"), told


_CASES: dict[str, Callable[[Step, str], Case]] = {
    "quorum": _quorum, "council_size": _size, "council_role": _role, "sheet_invalid": _invalid, "sheets": _sheets,
    "outliers": _outliers, "reasons": _reasons, "criterion": _criterion, "minimum": _met, "knock_out": _met,
    "zeros": _zeros, "community": _community, "chair_sheet": _chair, "flag": _flag, "pass_mark": _pass_mark,
    "grade": _grade, "grade_clash": _clash, "member_grades": _member_grades, "ballots_agree": _met, "ballot": _ballot,
    "ballot_grade": _ballot_grade, "ballot_recorded": _recorded, "tie": _tie, "undefined": _undefined,
    "ranking": _ranking, "conclusion": _conclusion,
}  # fmt: skip
