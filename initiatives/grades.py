"""What the codes of grades are called. Schemes and old registers may give others: those stand as they are (“A”)."""

from django.utils.translation import gettext as _

from initiatives.choices import Kind
from initiatives.rules.forms import gettext_noop

GRADES = {
    "excellent": gettext_noop("Excellent"), "good": gettext_noop("Good"), "fair": gettext_noop("Fairly good"),
    "average": gettext_noop("Average"), "pass": gettext_noop("Pass"), "fail": gettext_noop("Fail"),
    "base_level": gettext_noop("Base level"), "first": gettext_noop("First prize"),
    "second": gettext_noop("Second prize"), "third": gettext_noop("Third prize"),
    "selection": gettext_noop("Selection among competitors"), "direct": gettext_noop("Direct assignment"),
    "none": gettext_noop("Not to be carried out"),
}  # fmt: skip


OF_TOPICS = {"good": gettext_noop("Fairly good")}
"""What the schemes of topics call otherwise than those of initiatives."""


def grade_words(code: str, kind: str = "") -> str:
    """A grade in words, in the language in force."""
    if kind == Kind.TOPIC and code in OF_TOPICS:
        return _(OF_TOPICS[code])
    return _(GRADES[code]) if code in GRADES else code
