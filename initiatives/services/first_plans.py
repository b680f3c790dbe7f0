"""The first plan of a contract: what the approved dossier says, its budget as appraised, without retyping."""

from collections.abc import Mapping
from typing import Any

from initiatives.choices import Source
from initiatives.models import Appraisal, Contract, Dossier, Instalment, Milestone
from initiatives.rules.budget import Line, total
from initiatives.rules.calendar import months_after
from initiatives.rules.forms import POSTS, PRODUCT_LEVELS
from initiatives.rules.proposals import calendar_lines, lines_asked, span_of
from initiatives.services import plans

Approved = Mapping[str, Any]


def approved_lines(dossier: Dossier, approved: Approved) -> list[Line]:
    """The budget as appraised, else as asked; years of the topic."""
    appraisal = Appraisal.objects.filter(dossier=dossier).first()
    if appraisal is None:
        return lines_asked(approved)
    return plans.lines_of(appraisal.lines)


def approved_cap(dossier: Dossier, approved: Approved) -> int:
    """What is approved of the state budget: as appraised; without an appraisal what was asked."""
    lines = approved_lines(dossier, approved)
    return total(lines, Source.STATE) if lines else int(approved.get("budget_vnd") or 0)


def goals_of(approved: Approved) -> str:
    """Goals, and the products with quantity and level."""
    kinds = dict(PRODUCT_LEVELS)
    rows = approved.get("product_rows") or ()
    products = [f"- {row['name']} ({row['quantity']}): {row['measure']}" for row in rows if row["kind"] in kinds]
    return "\n".join([str(approved.get("objectives") or ""), *products])


def people_of(dossier: Dossier, approved: Approved) -> str:
    """Members with their post and months, else the authors, one a line."""
    rows, posts = approved.get("members") or (), _posts()
    if rows:
        return "\n".join(f"{r['name']} ({r['workplace']}): {posts[r['post']]}, {r['months']} tháng" for r in rows)
    authors = dossier.work.authors.select_related("person").order_by("position")
    return "\n".join(
        f"{one.person.full_name} ({one.workplace or one.unit or ''})".replace(" ()", "") for one in authors
    )


def _posts() -> dict[str, str]:
    from django.utils.translation import gettext, override

    with override("vi"):
        return {name: gettext(label) for name, label in POSTS}


def take_over(contract: Contract, approved: Approved) -> None:
    """Budget in calendar years, milestones in days, and an instalment of the state budget for each year, planned for
    the first day of each year of the topic; the registrar may still change all of it before the signing.
    """
    lines = calendar_lines(approved_lines(contract.dossier, approved), contract.starts_on, contract.ends_on)
    plans.replace_lines(contract, lines)
    years = sorted({line.year for line in lines if line.source == Source.STATE})
    Instalment.objects.bulk_create(
        Instalment(
            contract=contract, position=n, planned_on=months_after(contract.starts_on, 12 * (n - 1)),
            planned_vnd=total([line for line in lines if line.year == year], Source.STATE),
        )
        for n, year in enumerate(years, 1)
    )  # fmt: skip
    Milestone.objects.bulk_create(
        _milestone(contract, n, row) for n, row in enumerate(approved.get("milestones") or (), 1)
    )
    plans.refresh(contract)
    contract.save()


def _milestone(contract: Contract, position: int, row: Approved) -> Milestone:
    first, last = span_of(contract.starts_on, row["from_month"], row["to_month"])
    last = min(last, contract.ends_on)
    return Milestone(
        contract=contract, position=position, title=row["title"], product=row["product"], plan_from=min(first, last),
        plan_to=last,
    )  # fmt: skip
