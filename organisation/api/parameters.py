"""What callers ask for in an address: read strictly. What is not understood is refused with 400 at its name, for a list
that passed a filter over would be taken for the answer.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from organisation.rules.days import day_within

TRUTHS = {"true": True, "1": True, "false": False, "0": False}
PAGING = {"cursor", "page_size"}
LONGEST = 9  # digits of a whole number
YES_OR_NO = gettext_lazy("Say true or false.")
A_DAY = gettext_lazy("Give a day as YYYY-MM-DD.")


def whole(query: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    """A whole number within limits, or the default where it is not asked for."""
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST and least <= int(text) <= most):
        said = {"least": least, "most": most}
        raise ValidationError({name: [_("Give a whole number from %(least)d to %(most)d.") % said]})
    return int(text)


def truth(query: Mapping[str, Any], name: str) -> bool:
    """Whether it is asked for: `true` or `1`."""
    text = query.get(name, "false").lower()
    if text not in TRUTHS:
        raise ValidationError({name: [YES_OR_NO]})
    return TRUTHS[text]


def day(query: Mapping[str, Any], name: str) -> date | None:
    """A day, or nothing where none is asked for."""
    text = query.get(name)
    found = day_within(text) if text is not None else None
    if text is not None and found is None:
        raise ValidationError({name: [A_DAY]})
    return found


def choices(given: Collection[str], name: str, known: Collection[str]) -> None:
    """Nothing but what is known is asked for."""
    if set(given) - set(known):
        raise ValidationError({name: [_("Choose from: %(names)s.") % {"names": ", ".join(known)}]})


class TruthField(forms.Field):
    """Nothing, true or false."""

    def to_python(self, value: Any) -> bool | None:
        """Raises ValidationError for any other word."""
        text = str(value or "").lower()
        if text and text not in TRUTHS:
            raise FormError(YES_OR_NO)
        return TRUTHS.get(text)


@extend_schema_field(bool)
class TruthFilter(filters.BooleanFilter):  # type: ignore[misc]
    """A filter by true or false that refuses other words."""

    field_class = TruthField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra["widget"] = forms.TextInput  # the usual one takes other words for nothing


class DayField(forms.Field):
    """Nothing, or a day in one form for every language: the usual field reads 01/02 by the language of the caller."""

    def to_python(self, value: Any) -> date | None:
        """Raises ValidationError for what is no day."""
        text = str(value or "")
        found = day_within(text) if text else None
        if text and found is None:
            raise FormError(A_DAY)
        return found


@extend_schema_field(date)
class DayFilter(filters.DateFilter):  # type: ignore[misc]
    """A filter by a day."""

    field_class = DayField


class Filters(filters.DjangoFilterBackend):  # type: ignore[misc]
    """django-filter, but where nothing is asked for: its form costs more than a page of rows."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """The rows that the address leaves."""
        return super().filter_queryset(request, queryset, view) if set(request.query_params) - PAGING else queryset

    def get_filterset(self, request: Any, queryset: Any, view: Any) -> Any:
        """The filters of a list. A day, a truth or a choice that is named and left empty is refused: words alone may be
        empty.
        """
        found = super().get_filterset(request, queryset, view)
        kinds = found.filters if found else {}
        empty = [
            name
            for name, text in request.query_params.items()
            if not text.strip() and name in kinds and type(kinds[name]) is not filters.CharFilter
        ]
        if empty:
            raise ValidationError({name: [_("Give a value, or leave it out of the address.")] for name in empty})
        return found
