"""The computing of an assignment: from how things stand to a stored result, and the same again from what was kept."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from initiatives.services.storage import open_blob, put_bytes
from journal.models import Event
from reviews.models import Assignment, Reviewer
from reviews.queries.assigning import Asked, problem_for
from reviews.rules.assignment import Impossible, Problem, Solution, evened, solve
from reviews.rules.assignment.keeping import from_bytes, to_bytes

GATHERED = 30  # percent of the work


def compute(run: Assignment) -> Assignment:
    """Solve a run and store its inputs and its result. A run that has been computed stays as it is."""
    if run.state != Assignment.State.COMPUTING:
        return run
    asked = Asked.of(run)
    problem = problem_for(run.council, asked, timezone.localdate(run.made_at))
    _told(run, GATHERED)
    if asked.cap is None:
        problem = evened(problem)
    found = solve(problem, run.seed, lambda percent: _told(run, GATHERED + percent * (99 - GATHERED) // 100))
    run.digest, run.inputs = problem.digest(), put_bytes(to_bytes(problem), "application/octet-stream")
    run.progress = 100
    with transaction.atomic():
        _store(run, problem, found)
    return run


def compute_asked(events: Sequence[Event]) -> None:
    """Follower of the outbox: compute what was too large to be waited for. Doing it twice does no harm."""
    ids = [int(event.subject.removeprefix("assignment:")) for event in events]
    rows = Assignment.objects.filter(pk__in=ids, state=Assignment.State.COMPUTING)
    for run in rows.select_related("council__authority").order_by("pk"):
        compute(run)


def replay(run: Assignment) -> bool:
    """Solve a run again from what was kept; True if inputs and result are the same. Nothing is stored."""
    if run.inputs is None:
        return False
    with open_blob(run.inputs) as kept:
        problem = from_bytes(kept.read())
    found = solve(problem, run.seed)
    if problem.digest() != run.digest:
        return False
    if isinstance(found, Impossible):
        return bool(run.causes == _causes(found))
    told = (found.pairs, found.worst, found.total)
    return told == (tuple(_pairs(run)), run.worst, run.total)


def _pairs(run: Assignment) -> Sequence[tuple[int, int]]:
    return list(run.pairs.order_by("hearing_id", "person_id").values_list("hearing_id", "person_id"))


def _store(run: Assignment, problem: Problem, found: Solution | Impossible) -> None:
    if isinstance(found, Impossible):
        run.state, run.causes = Assignment.State.IMPOSSIBLE, _causes(found)
    else:
        run.state, run.worst, run.total = Assignment.State.PREVIEWED, found.worst, found.total
        Reviewer.objects.bulk_create(_reviewers(run, problem, found), batch_size=5_000)
    run.save(update_fields=["state", "digest", "inputs", "progress", "worst", "total", "causes"])


def _reviewers(run: Assignment, problem: Problem, found: Solution) -> list[Reviewer]:
    row = {pk: n for n, pk in enumerate(problem.dossiers)}
    column = {pk: n for n, pk in enumerate(problem.members)}
    return [
        Reviewer(
            assignment=run, hearing_id=hearing, person_id=person,
            points=int(problem.points[row[hearing], column[person]]),
            pinned=bool(problem.pinned[row[hearing], column[person]]),
        )
        for hearing, person in found.pairs
    ]  # fmt: skip


def _causes(found: Impossible) -> list[dict[str, object]]:
    rows = [asdict(cause) for cause in found.causes]
    return [{**row, "dossiers": list(row["dossiers"]), "members": list(row["members"])} for row in rows]


def _told(run: Assignment, percent: int) -> None:
    Assignment.objects.filter(pk=run.pk).update(progress=percent)
