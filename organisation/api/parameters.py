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
LONGEST = 9  # digits of a whole number
YES_OR_NO = gettext_lazy("Say true or false.")


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
        raise ValidationError({name: [_("Give a day as YYYY-MM-DD.")]})
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
