"""Figures go into docs/reliability.md by whoever measured them, each between its own marks."""

from tests.chaos.machines import ROOT

PAGE = ROOT / "docs" / "reliability.md"


def written_into(name: str, report: str) -> None:
    """Put a report in the place of the last one of that name. Raises ValueError where there is no place for it."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    text = PAGE.read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise ValueError(f"{PAGE} has no place for {name}")
    before, _mark, rest = text.partition(begin)
    PAGE.write_text(before + begin + "\n" + report + "\n" + end + rest.partition(end)[2], encoding="utf-8")
