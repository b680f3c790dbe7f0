"""Answers as people read them, what changed between two versions, and what the author said to the council's points."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from frontend.differences import Piece, differences
from initiatives.models import Dossier, Version
from initiatives.rules.answers import changes
from initiatives.rules.forms import Question, questions
from initiatives.services.content import for_reader, label_of
from organisation.actor import Actor

Context = dict[str, Any]


def shown(question: Question, value: Any, content: dict[str, Any] | None = None) -> str:
    """An answer as people read it."""
    if question.kind == "tick":
        return _("Yes") if value else _("No")
    if question.kind == "reference" and content:
        return str(content.get(f"{question.name}_name") or value)
    if value in ("", None):
        return ""
    return READ[question.kind](question, value) if question.kind in READ else str(value)


def _choices(question: Question, value: Any) -> str:
    words = dict(question.options)
    return ", ".join(_(words[name]) for name in ([value] if isinstance(value, str) else value) if name in words)


def _number(question: Question, value: Any) -> str:
    return f"{int(value):,}".replace(",", ".")


def _rows(question: Question, value: Any) -> str:
    return "\n".join(_row_line(question, row) for row in value)


READ: dict[str, Callable[[Question, Any], str]] = {
    "choices": _choices, "choice": _choices, "money": _number, "number": _number, "rows": _rows,
    "date": lambda question, value: "/".join(reversed(str(value).split("-"))),
}  # fmt: skip


def _row_line(question: Question, row: dict[str, Any]) -> str:
    return "; ".join(filter(None, (shown(column, row.get(column.name, "")) for column in question.columns)))


def changed_between(dossier: Dossier, actor: Actor, earlier: Version, later: Version) -> list[Context]:
    """What differs between two versions, answer by answer, then authors and files."""
    asked = questions(dossier.purpose)
    before, after = (for_reader(version.content, dossier, actor) for version in (earlier, later))
    rows = [
        {
            "label": _(asked[c.field].label),
            "pieces": differences(shown(asked[c.field], c.before), shown(asked[c.field], c.after)),
        }
        for c in changes(before["answers"], after["answers"])
        if c.field in asked
    ]
    for name, label, line in (("authors", _("Authors"), _author_line), ("files", _("Files"), _file_line)):
        old, new = ("; ".join(line(row) for row in content[name]) for content in (before, after))
        if old != new:
            rows.append({"label": label, "pieces": differences(old, new)})
    return rows


def _author_line(row: dict[str, Any]) -> str:
    return f"{row['full_name']} ({row['share']} %)"


def _file_line(row: dict[str, Any]) -> str:
    return str(row["name"])


def answered_points(dossier: Dossier, version: Version, read: Callable[[Context], Context]) -> list[Context]:
    """The council's points that the version answers, each with what changed in its field since the version they are
    about. `read` gives a frozen content as the reader is shown it.
    """
    after = read(version.content)
    points = after.get("points") or []
    if not points:
        return []
    asked = dossier.versions.filter(number=after["points_on"]).first()
    before = read(asked.content) if asked else after
    return [
        {**point, "label": label_of(dossier.purpose, point["field"]), "pieces": _pieces(point["field"], before, after)}
        for point in points
    ]


def _pieces(field: str, before: Context, after: Context) -> list[Piece]:
    question = questions(after["purpose"]).get(field)
    old, new = (content["answers"].get(field, "") for content in (before, after))
    return differences(shown(question, old, before), shown(question, new, after)) if question and old != new else []
