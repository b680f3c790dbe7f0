"""Assignments: previews of a council, published and undone; what members wish and how well they fit."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.parameters import whole
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from organisation.models import Person
from reviews.api import assigning_rows as rows
from reviews.api.serializers import assignments as shapes
from reviews.api.views import DEEDS, NUMBER, READS, Deeds, read
from reviews.queries.assignments import assignable_council, fit_table, run_of, runs_of
from reviews.queries.conflicts import cases_of
from reviews.queries.councils import council_of
from reviews.queries.preferences import own_preferences
from reviews.services.assignments import preview_assignment, publish_assignment, undo_assignment
from reviews.services.preferences import state_preferences
from reviews.services.runs import replay

LARGEST = 999_999_999
AFTER = OpenApiParameter(
    "after", {"type": "integer", "minimum": 0, "maximum": LARGEST, "default": 0},
    description="Go on after the hearing with this id.",
)  # fmt: skip
CONDUCTED = {403: Problem, **READS}


class Assigning(ActorMixin):
    """What `Councils` offers around assignments."""

    @extend_schema(methods=["get"], responses={200: shapes.AssignmentRow(many=True), **CONDUCTED})
    @extend_schema(
        methods=["post"], request=shapes.AssignmentRequest, responses={201: shapes.AssignmentDetail, **DEEDS}
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def assignments(self, request: Request, code: str) -> Response:
        """The council's runs, the latest first; post what is asked for to compute one. Nothing is published by that."""
        actor = self.signed_in()
        if request.method == "POST":
            run = preview_assignment(code, actor, **_asked(request))
            return Response(rows.run_detail(run), status=status.HTTP_201_CREATED)
        return Response([rows.run_row(run, code) for run in runs_of(assignable_council(actor, code))[:100]])

    @extend_schema(
        methods=["get"], parameters=[AFTER], responses={200: shapes.WishRow(many=True), 400: Problem, **READS}
    )
    @extend_schema(methods=["put"], request=shapes.WishesRequest, responses={200: shapes.WishRow(many=True), **DEEDS})
    @action(detail=True, methods=["get", "put"], pagination_class=None, filterset_class=None)
    def preferences(self, request: Request, code: str) -> Response:
        """The dossiers that wait, with what the asker wishes; put wishes to change them."""
        actor = self.signed_in()
        if request.method == "PUT":
            given = read(shapes.WishesRequest, request.data)["wishes"]
            state_preferences(code, actor, {one["hearing"]: one["wish"] for one in given})
        after = whole(request.query_params, "after", 0, 0, LARGEST)
        return Response([rows.wish_row(one) for one in own_preferences(actor, council_of(actor, code), after)])

    @extend_schema(parameters=[AFTER], responses={200: shapes.FitTableRow(many=True), 400: Problem, **CONDUCTED})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def fit(self, request: Request, code: str) -> Response:
        """How well each member fits the next dossiers, and why somebody may not."""
        actor = self.signed_in()
        after = whole(request.query_params, "after", 0, 0, LARGEST)
        return Response([rows.fit_row(row) for row in fit_table(assignable_council(actor, code), after)])

    @extend_schema(responses={200: shapes.CaseRow(many=True), **CONDUCTED})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def conflicts(self, request: Request, code: str) -> Response:
        """Who is recused from what and why, what is disputed, named by authors, or waits for a second person."""
        actor = self.signed_in()
        return Response([rows.case_row(case) for case in cases_of(actor, council_of(actor, code))])


def _asked(request: Request) -> dict[str, Any]:
    given = read(shapes.AssignmentRequest, request.data)
    pins = given.pop("pins", [])
    people = dict(Person.objects.filter(code__in={pin["person"] for pin in pins}).values_list("code", "pk"))
    return {**given, "pins": [(pin["hearing"], people.get(pin["person"], 0)) for pin in pins]}


class Assignments(Deeds):
    """Runs, for who conducts the council and whom none of its dossiers concerns."""

    lookup_value_regex = NUMBER
    serializer_class = shapes.AssignmentDetail

    def _answer(self, pk: str) -> Response:
        return Response(rows.run_detail(run_of(self.signed_in(), int(pk))))

    @extend_schema(responses={200: shapes.AssignmentDetail, **CONDUCTED})
    def retrieve(self, request: Request, pk: str) -> Response:
        """A run with its pairs, and their difference from what is published; or why there is none."""
        return self._answer(pk)

    @extend_schema(request=None, responses={200: shapes.AssignmentDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Tell the members what they review, in place of what was published before."""
        publish_assignment(int(pk), self.signed_in())
        return self._answer(pk)

    @extend_schema(request=shapes.WhyRequest, responses={200: shapes.AssignmentDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take a published assignment back; what it replaced is published again."""
        undo_assignment(int(pk), self.signed_in(), self.given(shapes.WhyRequest)["reason"])
        return self._answer(pk)

    @extend_schema(request=None, responses={200: shapes.ReplayRow, **CONDUCTED})
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: str) -> Response:
        """Solve it again from the inputs kept, and compare; nothing is stored."""
        return Response({"same": replay(run_of(self.signed_in(), int(pk)))})
