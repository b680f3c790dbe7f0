"""Filters of the lists, the same for the API and for exports."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from initiatives.choices import (
    AppealState,
    Channel,
    Contested,
    ContractState,
    Kind,
    Level,
    Purpose,
    State,
    TaskMethod,
    TaskState,
)
from initiatives.finding import matching
from initiatives.milestones import DAYS, TRUTHS
from initiatives.models import Appeal, Author, Contract, Dossier, Round, Task, Work
from initiatives.queries.appeals import narrowed_appeals
from initiatives.queries.contracts import narrowed_contracts
from initiatives.queries.tasks import narrowed_tasks
from organisation.api.parameters import DayFilter, TruthFilter
from organisation.models import Sector
from organisation.queries import units_below


class RoundFilter(filters.FilterSet):
    """`open_on` is a day on which the round takes dossiers."""

    kind = filters.ChoiceFilter(choices=Kind.choices)
    purpose = filters.ChoiceFilter(choices=Purpose.choices)
    level = filters.ChoiceFilter(choices=Level.choices)
    authority = filters.CharFilter(field_name="authority__code")
    open_on = DayFilter(method="open")

    class Meta:
        model = Round
        fields: list[str] = []

    def open(self, rounds: QuerySet[Round], name: str, day: object) -> QuerySet[Round]:
        """Rounds that take dossiers on a day."""
        return rounds.filter(opens_on__lte=day, closes_on__gte=day)


class WorkFilter(filters.FilterSet):
    """`unit` takes everything below it."""

    kind = filters.ChoiceFilter(choices=Kind.choices)
    field = filters.CharFilter(field_name="field__code")
    unit = filters.CharFilter(method="in_unit")
    q = filters.CharFilter(method="found", label="Words, and the query language of search.")

    class Meta:
        model = Work
        fields: list[str] = []

    def in_unit(self, works: QuerySet[Work], name: str, code: str) -> QuerySet[Work]:
        """Works of a unit or of one below it."""
        return works.filter(unit__in=units_below(code))

    def found(self, works: QuerySet[Work], name: str, text: str) -> QuerySet[Work]:
        """Works with a dossier that matches, and those without one whose title does."""
        dossiers = Dossier.objects.filter(matching(self.request.actor, text))
        return works.filter(Q(pk__in=dossiers.values("work")) | Q(dossiers=None, title__icontains=text))


class DossierFilter(filters.FilterSet):
    """`unit` takes everything below it; `mine=true` leaves those of which the asker is an author."""

    state = filters.MultipleChoiceFilter(choices=State.choices)
    level = filters.MultipleChoiceFilter(choices=Level.choices)
    purpose = filters.MultipleChoiceFilter(choices=Purpose.choices)
    kind = filters.ChoiceFilter(choices=Kind.choices, field_name="work__kind")
    channel = filters.ChoiceFilter(choices=Channel.choices)
    field = filters.CharFilter(field_name="work__field__code")
    round = filters.CharFilter(field_name="round__code")
    authority = filters.CharFilter(field_name="authority__code")
    unit = filters.CharFilter(method="in_unit")
    submitted_after = DayFilter(field_name="submitted_at", lookup_expr="date__gte")
    submitted_before = DayFilter(field_name="submitted_at", lookup_expr="date__lte")
    due_before = DayFilter(field_name="due_on", lookup_expr="lte")
    mine = TruthFilter(method="own")
    received_after = DayFilter(method="passed")
    received_before = DayFilter(method="passed")
    admitted_after = DayFilter(method="passed")
    admitted_before = DayFilter(method="passed")
    concluded_after = DayFilter(method="passed")
    concluded_before = DayFilter(method="passed")
    decided_after = DayFilter(method="passed")
    decided_before = DayFilter(method="passed")
    returned = TruthFilter(method="became")
    in_time = TruthFilter(method="became")
    appealed = TruthFilter(method="became")
    q = filters.CharFilter(method="found", label="Words, and the query language of search.")

    class Meta:
        model = Dossier
        fields: list[str] = []

    def in_unit(self, dossiers: QuerySet[Dossier], name: str, code: str) -> QuerySet[Dossier]:
        """Dossiers of works of a unit or of one below it."""
        return dossiers.filter(work__unit__in=units_below(code))

    def found(self, dossiers: QuerySet[Dossier], name: str, text: str) -> QuerySet[Dossier]:
        """What matches the words."""
        return dossiers.filter(matching(self.request.actor, text))

    def passed(self, dossiers: QuerySet[Dossier], name: str, day: date) -> QuerySet[Dossier]:
        """Dossiers by when they passed a milestone, as figures of processing count them; the day is included."""
        return dossiers.filter(DAYS[name](day))

    def became(self, dossiers: QuerySet[Dossier], name: str, wanted: bool) -> QuerySet[Dossier]:
        """Dossiers that were returned, decided in time, or appealed about; or not."""
        return dossiers.filter(TRUTHS[name](wanted))

    def own(self, dossiers: QuerySet[Dossier], name: str, wanted: bool) -> QuerySet[Dossier]:
        """The asker's own, or all others."""
        person = getattr(self.request.user, "person_id", None)
        mine = Exists(Author.objects.filter(work=OuterRef("work"), person=person))
        return dossiers.filter(mine) if wanted else dossiers.exclude(mine)


class ContractFilter(filters.FilterSet):
    """`unit` takes everything below it; `late=true` leaves what is late by today; `ends` is the year in which the term
    of a running topic ends. "-" asks for what has no field, or no sides yet.
    """

    state = filters.ChoiceFilter(choices=ContractState.choices, method="narrowed")
    field = filters.CharFilter(method="narrowed")
    unit = filters.CharFilter(method="narrowed")
    authority = filters.CharFilter(method="narrowed")
    sector = filters.ChoiceFilter(choices=Sector.choices, method="narrowed")
    sides = filters.CharFilter(method="narrowed", label="Sides of the three-way link, as in “school,state”.")
    grade = filters.CharFilter(method="narrowed")
    ends = filters.ChoiceFilter(method="narrowed", choices=[(str(year), year) for year in range(2000, 2101)])
    late = TruthFilter(method="narrowed")
    q = filters.CharFilter(method="narrowed", label="Words of the title, code or number.")

    class Meta:
        model = Contract
        fields: list[str] = []

    def narrowed(self, contracts: QuerySet[Contract], name: str, value: object) -> QuerySet[Contract]:
        """As the pages read the same parameter."""
        said = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else str(value)
        return contracts.filter(narrowed_contracts({name: said}, timezone.localdate()))


class TaskFilter(filters.FilterSet):
    """Tasks by where they stand, how they are carried out, their field and authority."""

    state = filters.ChoiceFilter(choices=TaskState.choices, method="narrowed")
    method = filters.ChoiceFilter(choices=TaskMethod.choices, method="narrowed")
    field = filters.CharFilter(method="narrowed")
    authority = filters.CharFilter(method="narrowed")
    q = filters.CharFilter(method="narrowed", label="Words of the title or the goals, or the code.")

    class Meta:
        model = Task
        fields: list[str] = []

    def narrowed(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """As the pages read the same parameter."""
        return tasks.filter(narrowed_tasks({name: value}))


class AppealFilter(filters.FilterSet):
    """Appeals by where they stand, what they go against, the authority or the dossier."""

    state = filters.ChoiceFilter(choices=AppealState.choices, method="narrowed")
    contested = filters.ChoiceFilter(choices=Contested.choices, method="narrowed")
    authority = filters.CharFilter(method="narrowed")
    dossier = filters.CharFilter(method="narrowed")

    class Meta:
        model = Appeal
        fields: list[str] = []

    def narrowed(self, appeals: QuerySet[Appeal], name: str, value: str) -> QuerySet[Appeal]:
        """As the pages read the same parameter."""
        return appeals.filter(narrowed_appeals({name: value}))
