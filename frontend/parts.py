"""A page in parts, each under a tab with an address of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Tab:
    """One part: its words, its template, and what it shows of the thing that the page is about."""

    label: Any
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]]


def tabs_of(
    parts: Mapping[str, Tab], route: str, reference: str, current: str, waiting: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """The tabs with their addresses: the first part stands at `route`, the others at `route`-part; `waiting` says how
    much waits for somebody in a part.
    """
    return [
        {
            "label": tab.label,
            "address": reverse(f"{route}-part", args=[reference, name]) if name else reverse(route, args=[reference]),
            "count": (waiting or {}).get(name) or None,
            "current": name == current,
        }
        for name, tab in parts.items()
    ]
