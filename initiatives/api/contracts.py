"""Contracts of topics: planned, taken through their tables; reports, requests, files, papers; the portfolio."""

from dataclasses import asdict
from typing import Any

from django.db.models import F, QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import NotFound
from documents.answers import pdf
from initiatives.api import contract_requests as asks
from initiatives.api import contract_shapes as shapes
from initiatives.api.contract_detail import contract_detail, contract_file_row
from initiatives.api.filters import ContractFilter
from initiatives.api.portfolio_shapes import PortfolioRow
from initiatives.files.kinds import ENDINGS
from initiatives.models import Contract
from initiatives.queries.contracts import contracts_visible_to, history_of_contract
from initiatives.queries.portfolio import portfolio
from initiatives.rules.rule_sets import RuleSet, rule_sets
from initiatives.services import contracts, execution_papers
from initiatives.services.contract_files import attach_to_contract, file_response
from initiatives.services.plans import save_plan
from initiatives.services.results import file_as_initiative
from organisation.api.parameters import truth
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin, ReadViewSet
from organisation.policy import listed

ERRORS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
SEEN = {401: Problem, 404: Problem}
ROW = ("code", "number", "state", "starts_on", "ends_on", "next_due_on", "state_vnd", "paid_vnd")
RULES = (
    "code", "since", "extensions", "extension_months", "short_topic_months", "short_extension_months",
    "ask_days_before", "minutes_from_months", "decide_days", "decide_in_working_days", "report_every_months",
    "final_dossier_days", "base_acceptance_days", "council_working_days", "acceptance_days", "revisions",
    "longest_months",
)  # fmt: skip
NAME, NUMBER = "(?P<name>[a-z_]{1,30})", "(?P<number>[0-9]{1,3})"


class Contracts(ReadViewSet):
    """Contracts that the asker may see. What may be done with one, its reports and its requests stands in the detail,
    with the form that it asks for; it is posted to `transitions/{name}/`.
    """

    serializer_class = shapes.ContractRow
    filterset_class = ContractFilter
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9-]{3,40}"

    def get_queryset(self) -> QuerySet[Contract, dict[str, Any]]:
        """Plain rows, scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Contract.objects.none()  # type: ignore[return-value]
        named = {"title": F("work__title"), "unit_code": F("unit__code"), "authority_code": F("authority__code")}
        rows: QuerySet[Contract, dict[str, Any]] = listed(Contract, self.signed_in()).values("id", *ROW, **named)
        return rows

    def rows(self, page: Any) -> list[Any]:
        """As lists show them."""
        return [
            {
                **{name: row[name] for name in (*ROW, "title")},
                "unit": row["unit_code"],
                "authority": row["authority_code"],
            }
            for row in page
        ]

    def _given(self, shape: "type[rest.Serializer[Any]]") -> dict[str, Any]:
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _seen(self, code: str) -> Contract:
        contract = contracts_visible_to(self.signed_in()).filter(code=code).first()
        if contract is None:
            raise NotFound
        return contract

    def _answer(self, code: str, status_code: int = 200) -> Response:
        return Response(contract_detail(self._seen(code), self.actor), status=status_code)

    @extend_schema(responses={200: shapes.ContractDetail, **SEEN})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everything about a contract, and what the asker may do with it now."""
        return self._answer(kwargs["code"])

    @extend_schema(request=asks.DraftRequest, responses={201: shapes.ContractDetail, **ERRORS})
    def create(self, request: Request) -> Response:
        """Begin the contract of a topic whose selection was approved (registrars)."""
        actor, given = self.signed_in(), self._given(asks.DraftRequest)
        made = contracts.draft_contract(
            actor, given["dossier"], given["rule_set"], given["starts_on"], given.get("months", 0), given.get("cap_vnd")
        )
        return self._answer(made.code, status.HTTP_201_CREATED)

    @extend_schema(request=asks.PlanRequest, responses={200: shapes.ContractDetail, **ERRORS})
    @action(detail=True, methods=["put"])
    def plan(self, request: Request, code: str) -> Response:
        """Set budget, instalments and milestones of a contract in preparation."""
        actor = self.signed_in()
        save_plan(code, actor, **self._given(asks.PlanRequest))
        return self._answer(code)

    @extend_schema(request=asks.ActRequest, responses={200: shapes.ContractDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path=f"transitions/{NAME}")
    def transition(self, request: Request, code: str, name: str) -> Response:
        """Do with a contract what is open to the asker: sign, pay, inspect, settle and so on."""
        actor, answers = self.signed_in(), self._given(asks.ActRequest)["answers"]
        return self._answer(contracts.perform_on_contract(code, name, actor, answers).code)

    @extend_schema(request=asks.ActRequest, responses={200: shapes.ContractDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path=f"progress/{NUMBER}/transitions/{NAME}")
    def report(self, request: Request, code: str, number: str, name: str) -> Response:
        """Submit a report on progress, send it back or accept it."""
        actor, answers = self.signed_in(), self._given(asks.ActRequest)["answers"]
        contracts.perform_on_report(code, int(number), name, actor, answers)
        return self._answer(code)

    @extend_schema(request=asks.AskRequest, responses={201: shapes.ContractDetail, **ERRORS})
    @action(detail=True, methods=["post"])
    def requests(self, request: Request, code: str) -> Response:
        """Ask for an extension, a change, a pause, a resumption or the termination."""
        actor, given = self.signed_in(), self._given(asks.AskRequest)
        contracts.file_request(code, actor, given["kind"], given["answers"], given.get("budget", ()))
        return self._answer(code, status.HTTP_201_CREATED)

    @extend_schema(request=asks.ActRequest, responses={200: shapes.ContractDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path=f"requests/{NUMBER}/transitions/{NAME}")
    def decide(self, request: Request, code: str, number: str, name: str) -> Response:
        """Approve, refuse or withdraw a request."""
        actor, answers = self.signed_in(), self._given(asks.ActRequest)["answers"]
        contracts.perform_on_request(code, int(number), name, actor, answers)
        return self._answer(code)

    @extend_schema(
        request={"multipart/form-data": asks.FileOfContract},
        responses={201: shapes.ContractFileRow, 413: Problem, **ERRORS},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request: Request, code: str) -> Response:
        """Attach a file to the contract, or to an open report or request of it."""
        actor, given = self.signed_in(), self._given(asks.FileOfContract)
        file = attach_to_contract(code, actor, given["file"], given.get("to", ""), given.get("number", 0))
        return Response(contract_file_row(file), status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[OpenApiParameter("xem", bool, description="Shown in the page (PDF and pictures only).")],
        responses={**{(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}, **SEEN},
    )
    @action(detail=True, url_path="files/(?P<file>[0-9]{1,18})", filterset_class=None, pagination_class=None)
    def file(self, request: Request, code: str, file: str) -> FileResponse:
        """The bytes of a file."""
        return file_response(code, self.signed_in(), int(file), truth(request.query_params, "xem"))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, **SEEN})
    @action(detail=True, url_path=f"papers/(?P<kind>[a-z]{{1,20}})/{NUMBER}")
    def paper(self, request: Request, code: str, kind: str, number: str) -> HttpResponse:
        """A paper as PDF: `contract` 0, `annex`, `report`, `inspection`, `request` of a number, `settlement` 0."""
        return pdf(execution_papers.paper_of(self._seen(code), kind, int(number)), f"{code}-{kind}-{number}.pdf")

    @extend_schema(request=asks.ResultRequest, responses={201: shapes.BegunRow, **ERRORS})
    @action(detail=True, methods=["post"])
    def initiative(self, request: Request, code: str) -> Response:
        """Begin a dossier for the recognition of the accepted result as an initiative (authors)."""
        actor, given = self.signed_in(), self._given(asks.ResultRequest)
        dossier = file_as_initiative(code, actor, given["round"])
        return Response({"code": dossier.draft_code}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: shapes.ContractEvent(many=True), **SEEN})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def history(self, request: Request, code: str) -> Response:
        """What happened, the latest first."""
        events = history_of_contract(self._seen(code))
        return Response([{"at": one.at, "event": one.event, "actor": one.who or None} for one in events])


class ContractRules(APIView):
    """The rule sets of execution; they are public, as the law is."""

    @extend_schema(responses={200: shapes.RuleSetRow(many=True)})
    def get(self, request: Request) -> Response:
        """All of them, with the source of each rule."""
        return Response([_rules(one) for one in rule_sets().values()])


def _rules(rules: RuleSet) -> dict[str, Any]:
    sources = [
        {"rule": name, "document": one.document, "article": one.article, "confirmed": one.confirmed}
        for name, one in rules.sources.items()
    ]
    kept = {name: getattr(rules, name) for name in RULES}
    return {**kept, "title": rules.title[get_language() or "vi"], "sources": sources}


class Portfolio(ActorMixin, APIView):
    """The portfolio of the contracts that the asker sees."""

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("state", "field", "unit", "authority", "sector", "sides")],
        responses={200: PortfolioRow, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        """By stage, field, unit, sector and link; money; late or not; grades; use. The parameters narrow it down."""
        found = asdict(portfolio(self.signed_in(), request.query_params, timezone.localdate()))
        counted = {name: [{"key": row[0], "count": row[1]} for row in found[name]] for name in ("proposed", "uses")}
        return Response({**found, **counted})
