"""Reading answers: outside text made clean, checked against the form, compared between versions."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from initiatives.rules.forms import Question, gettext_noop

# C0 and C1 control characters but for tab and line feed; bidirectional overrides, which make text read as it is not;
# lone surrogates and non-characters, which no database and no XML takes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer; `message` is a msgid with `params`. In a table `row` is the number of the row and
    `column` the label of the column, a msgid too.
    """

    field: str
    message: str
    params: Mapping[str, Any]
    row: int = 0
    column: str = ""


def clean_text(raw: str) -> str:
    """NFC, line ends as LF, no control characters, no blanks at the ends. Everything else stays as typed."""
    text = _CONTROLS.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(raw: str) -> str:
    """As `clean_text`, on one line."""
    return _BLANKS.sub(" ", clean_text(raw))


def clean_values(given: Any) -> Any:
    """The same value with every text in it made clean, in lists and mappings too."""
    if isinstance(given, str):
        return clean_text(given)
    if isinstance(given, Mapping):
        return {clean_line(str(name)): clean_values(value) for name, value in given.items()}
    return [clean_values(item) for item in given] if isinstance(given, list | tuple) else given


def read_answer(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    """Returns (value as stored, fault). An empty answer is stored as "", [] or False and is no fault here."""
    return _READERS.get(question.kind, _read_text)(question, raw)


def _fault(question: Question, message: str, **params: Any) -> Fault:
    return Fault(question.name, message, params)


def _read_text(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    if raw is None:
        return "", None
    if not isinstance(raw, str):
        return "", _fault(question, gettext_noop("Text is expected here."))
    text = clean_line(raw) if question.kind == "line" else clean_text(raw)
    if len(text) > question.limit:
        message = gettext_noop("At most %(limit)d characters; there are %(length)d.")
        return text, _fault(question, message, limit=question.limit, length=len(text))
    return text, None


def _read_date(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    if raw in ("", None):
        return "", None
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return date.fromisoformat(text).isoformat(), None
    except ValueError:
        return "", _fault(question, gettext_noop("Write the date as day/month/year, as in 20/05/2026."))


def _read_number(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    if raw in ("", None):
        return "", None
    digits = re.sub(r"[\s.,](?=\d{3}(\D|$))", "", str(raw).strip())
    if isinstance(raw, bool | float) or not re.fullmatch(r"[0-9]+", digits):
        return "", _fault(question, gettext_noop("A whole number is expected here, without decimals."))
    digits = digits.lstrip("0") or "0"
    if len(digits) > question.limit:
        return "", _fault(question, gettext_noop("This number is too large."))
    return int(digits), None


def _read_choices(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    given = [raw] if isinstance(raw, str) and raw else raw or []
    known = [name for name, _label in question.options]
    if not isinstance(given, list | tuple) or any(item not in known for item in given):
        return [], _fault(question, gettext_noop("Choose from the list."))
    return [name for name in known if name in given], None


def _read_choice(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    if raw in ("", None):
        return "", None
    if raw not in [name for name, _label in question.options]:
        return "", _fault(question, gettext_noop("Choose from the list."))
    return raw, None


def _read_tick(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    return raw in (True, "true", "on", "1", 1), None


def _read_rows(question: Question, raw: Any) -> tuple[Any, Fault | None]:
    """A table: rows with an answer for each column. Empty rows are left out; the first fault names its row."""
    if raw in ("", None):
        return [], None
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        return [], _fault(question, gettext_noop("Rows are expected here."))
    if len(raw) > question.limit:
        return [], _fault(question, gettext_noop("At most %(limit)d rows."), limit=question.limit)
    rows, first = [], None
    for number, given in enumerate(raw, 1):
        row, fault = _read_row(question, given, number)
        first = first or fault
        if any(not is_empty(value) for value in row.values()):
            rows.append(row)
    return rows, first


def _read_row(question: Question, given: Mapping[str, Any], number: int) -> tuple[dict[str, Any], Fault | None]:
    row, faults = {}, []
    for column in question.columns:
        row[column.name], fault = read_answer(column, given.get(column.name))
        if fault:
            faults.append(Fault(question.name, fault.message, fault.params, number, column.label))
    if set(given) - set(row):
        faults.append(Fault(question.name, gettext_noop("The table has no such column."), {}, number))
    return row, faults[0] if faults else None


def is_empty(answer: Any) -> bool:
    """Whether nothing was answered. 0 is an answer: no đồng were spent."""
    return answer is None or answer is False or answer in ("", [])


_READERS = {
    "rows": _read_rows,
    "date": _read_date,
    "money": _read_number,
    "number": _read_number,
    "choices": _read_choices,
    "choice": _read_choice,
    "tick": _read_tick,
}


def missing(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> list[str]:
    """Names of the required questions without an answer, and of the tables with a row that lacks one."""
    return [name for name, question in questions.items() if _lacks(question, answers.get(name))]


def _lacks(question: Question, answer: Any) -> bool:
    if is_empty(answer):
        return question.required
    return any(column.required and is_empty(row.get(column.name)) for column in question.columns for row in answer)


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two versions."""

    field: str
    before: Any
    after: Any


def content_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two frozen contents: answer by answer, then "authors", "units" and "files" as wholes."""
    parts = ("authors", "units", "files")
    old, new = ({**told["answers"], **{part: told.get(part, []) for part in parts}} for told in (before, after))
    return changes(old, new)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two frozen contents, in the order of the later one."""
    names = [*after, *(name for name in before if name not in after)]
    return [Change(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)]
