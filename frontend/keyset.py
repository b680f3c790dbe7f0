"""Pages of a list by key: page 1 000 costs what page 1 costs. The key of the last row shown stands in the address."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

SIZE = 50


class Page:
    """`rows` of one page, and the addresses of the pages beside it."""

    def __init__(
        self, request: HttpRequest, queryset: QuerySet[Any, Any], order: Sequence[str], size: int = SIZE
    ) -> None:
        """`order` are column names, "-" for descending; together they must be unique, and none may be NULL."""
        self.request, self.order, self.size = request, order, size
        self.after = _decoded(request.GET.get("after", ""), len(order))
        self.before = _decoded(request.GET.get("before", ""), len(order))
        backwards = self.before is not None
        steps = [_turned(name) for name in order] if backwards else list(order)
        found = queryset.order_by(*steps)
        key = self.before if backwards else self.after
        if key is not None:
            found = found.filter(_beyond(steps, key))
        rows = list(found[: size + 1])
        self.more = len(rows) > size
        self.rows = rows[:size][::-1] if backwards else rows[:size]
        self.backwards = backwards

    @property
    def next(self) -> str:
        """Address of the next page, or nothing."""
        return self._address("after", self.rows[-1]) if self.rows and (self.more or self.backwards) else ""

    @property
    def previous(self) -> str:
        """Address of the page before, or nothing."""
        there = self.more if self.backwards else self.after is not None
        return self._address("before", self.rows[0]) if self.rows and there else ""

    def _address(self, name: str, row: Any) -> str:
        query = self.request.GET.copy()
        for other in ("after", "before"):
            query.pop(other, None)
        query[name] = _encoded([_value(row, column.lstrip("-")) for column in self.order])
        return f"?{query.urlencode()}"


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """Rows that come after the key in this order."""
    found, equal = Q(), Q()
    for column, value in zip(order, key, strict=True):
        name = column.lstrip("-")
        step = "lt" if column.startswith("-") else "gt"
        found |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    return found


def _value(row: Any, column: str) -> Any:
    value = row[column] if isinstance(row, dict) else getattr(row, column)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _encoded(key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _decoded(text: str, length: int) -> list[Any] | None:
    """The key in an address; a spoilt one means the first page."""
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None
    simple = isinstance(key, list) and len(key) == length and all(isinstance(part, str | int) for part in key)
    return key if simple else None
