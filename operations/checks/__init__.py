"""Is everything that this installation needs well? A sentence for each part that says what to do where it is not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

OK, UNUSED, WARNING, BAD = "ok", "unused", "warning", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is: `state` is one of ok, unused, warning, bad; `words` what was found, or what to do."""

    name: str
    state: str
    words: str


Judged = tuple[str, str]
Check = Callable[[], Judged]


def examine(names: Any = ()) -> list[Finding]:
    """All parts, or those named, one after the other. A check that fails is a finding."""
    from operations.checks.keeping import KEEPING
    from operations.checks.working import WORKING

    every: dict[str, Check] = {**KEEPING, **WORKING}
    return [_examined(name, every[name]) for name in names or every]


def _examined(name: str, check: Check) -> Finding:
    try:
        return Finding(name, *check())
    except Exception as error:  # whatever a broken part raises is what is wrong with it
        said = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
        return Finding(name, BAD, _("Does not answer: %(said)s") % {"said": said})
