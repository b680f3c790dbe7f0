"""Tasks: the public list, their wording, calls for dossiers; and the appraisal of the budget that was chosen."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from initiatives.api import task_shapes as shapes
from initiatives.api.contract_detail import acts
from initiatives.api.contract_requests import ActRequest
from initiatives.api.filters import TaskFilter
from initiatives.api.serializers import RoundRow
from initiatives.api.views import Rounds
from initiatives.models import Task
from initiatives.policy import HANDLING
from initiatives.queries.tasks import COLUMNS, Call, call_in, call_of, task_seen_by
from initiatives.selection_workflow import TASKS
from initiatives.services import tasks
from organisation.actor import Actor
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet
from organisation.policy import listed

ERRORS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
ROW = ("code", "title", "state", "method", "level", "list_number", "listed_on")
WORDED = ("goals", "products", "applied_by", "grounds", "rule_set", "most_months", "cap_vnd", "worded_on")


def _given(shape: "type[rest.Serializer[Any]]", request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class Tasks(ReadViewSet):
    """Tasks to be carried out. Those in the list are public; what is not listed yet is shown to the authority."""

    serializer_class = shapes.TaskRow
    filterset_class = TaskFilter
    lookup_field = "code"
    lookup_value_regex = r"NV-[0-9]{4}-[0-9]{3,6}"

    def get_queryset(self) -> QuerySet[Task, dict[str, Any]]:
        """Plain rows, scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Task.objects.none()  # type: ignore[return-value]
        rows: QuerySet[Task, dict[str, Any]] = listed(Task, self.actor).values(*COLUMNS)
        return rows

    def rows(self, page: Any) -> list[Any]:
        """As lists show them."""
        return task_rows(page)

    def _answer(self, code: str, status_code: int = 200) -> Response:
        return Response(_detail(task_seen_by(self.actor, code), self.actor), status=status_code)

    @extend_schema(responses={200: shapes.TaskDetail, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A task with its goals and expected products."""
        return self._answer(kwargs["code"])

    @extend_schema(request=shapes.TaskRequest, responses={201: shapes.TaskDetail, **ERRORS})
    def create(self, request: Request) -> Response:
        """Word the task of a proposal, as the council concluded (secretary's office, registrar)."""
        actor, given = self.signed_in(), _given(shapes.TaskRequest, request)
        return self._answer(tasks.word_task(given["proposal"], actor, given["answers"]).code, status.HTTP_201_CREATED)

    @extend_schema(request=ActRequest, responses={200: shapes.TaskDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path="transitions/(?P<name>[a-z_]{1,30})")
    def transition(self, request: Request, code: str, name: str) -> Response:
        """Word a task anew before it is listed, or drop it."""
        actor, answers = self.signed_in(), _given(ActRequest, request)["answers"]
        return self._answer(tasks.perform_on_task(code, name, actor, answers).code)

    @extend_schema(request=shapes.CallRequest, responses={201: RoundRow, **ERRORS})
    @action(detail=False, methods=["post"])
    def call(self, request: Request) -> Response:
        """Call for dossiers on one task or a group: opens a round of selection tied to them (registrar)."""
        actor, given = self.signed_in(), _given(shapes.CallRequest, request)
        round_ = tasks.call_for(actor, given.pop("tasks"), **given)
        return Response(Rounds().rows(Rounds().get_queryset().filter(pk=round_.pk))[0], status.HTTP_201_CREATED)


def task_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `COLUMNS` as the API tells them."""
    return [
        {
            **{name: row[name] for name in ROW},
            "authority": row["authority__code"],
            "field": row["field__code"],
            "call": _call(call_in(row)),
        }
        for row in rows
    ]


def _call(call: Call | None) -> dict[str, Any] | None:
    if call is None:
        return None
    return {"round": call.round, "opens_on": call.opens_on, "closes_on": call.closes_on}


def _detail(task: Task, actor: Actor) -> dict[str, Any]:
    inside = task.authority_id in actor.over(*HANDLING)
    return {
        **{name: getattr(task, name) for name in (*ROW, *WORDED)},
        "authority": task.authority.code,
        "field": task.field.code if task.field else None,
        "call": _call(call_of(task)),
        "assigned_to": task.assigned_to.code if task.assigned_to else None,
        "proposal": task.proposal.reference if inside else None,
        "winner": task.winner.reference if inside and task.winner else None,
        "transitions": acts(TASKS, actor, task),
    }
