"""What tests of bad input ask of every refusal over the API."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.selection import Somebody

REFUSED = (400, 403, 404, 409, 412, 422)
NO_MONEY = (-1, 1.5, 1000.125, 10**15 + 1, 10**30, "1e5", "abc", True, [1], {"vnd": 1})


def refused(
    who: Somebody, method: str, path: str, data: Any = None, field: str = "", status: int = 0, **more: Any
) -> Any:
    """Ask for what may not be: it is refused, in Vietnamese, at the field if one is named (`budget` stands for
    `budget.0.amount_vnd` too). Returns what was told.
    """
    headers = {"HTTP_ACCEPT_LANGUAGE": "vi", **({"HTTP_IF_MATCH": more["match"]} if "match" in more else {})}
    answer = getattr(who.client, method)(f"/api/v1/{path}/", data, format="json", **headers)
    asked, told = (path, data), answer.json() if answer.content else {}
    assert answer.status_code in ((status,) if status else REFUSED), (asked, answer.status_code, told)
    texts = [row["message"] for row in told.get("errors", ())] or [told["title"]]
    assert all(any(ord(letter) > 127 for letter in text) for text in texts), (asked, "not in Vietnamese", texts)
    fields = [row["field"] for row in told.get("errors", ())]
    assert not field or any(f"{name}.".startswith(f"{field}.") for name in fields), (asked, field, told)
    return told


def each_refused(
    who: Somebody,
    method: str,
    path: str,
    right: Mapping[str, Any],
    wrong: Iterable[tuple[str, Any]],
    inside: str = "",
    **more: Any,
) -> None:
    """Everything right but for one field, for each of `wrong` (field, value), is refused at that field. `inside` names
    what the fields stand in: {"answers": …}.
    """  # fmt: skip
    for field, value in wrong:
        data = {**right, field: value}
        refused(who, method, path, {inside: data} if inside else data, field, **more)
