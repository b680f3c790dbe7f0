"""Tokens, the asker, units, people."""

from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError as FormError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from config.errors import Invalid
from organisation import limits
from organisation.actor import TASK_COUNTERS, actor_of
from organisation.api.parameters import DayFilter
from organisation.api.serializers import (
    MeAnswer,
    PersonRequest,
    PersonRow,
    Problem,
    TokenAnswer,
    TokenRequest,
    UnitDetail,
    UnitRequest,
    UnitRow,
)
from organisation.api.views import ActorMixin, ReadViewSet
from organisation.models import Unit, UnitKind
from organisation.queries import people_named
from organisation.services.people import enter_person
from organisation.services.tokens import make_token, revoke_tokens
from organisation.services.units import enter_unit
from organisation.sign_in_log import tell
from organisation.steps import code_holds, lacks_second_step

PAUSE = 60  # seconds
ENTERED = {400: Problem, 401: Problem, 403: Problem, 422: Problem}


class Tokens(ActorMixin, APIView):
    """Keys to the API."""

    throttle_classes = (limits.Tokens,)

    @extend_schema(request=TokenRequest, responses={200: TokenAnswer, 400: Problem, 401: Problem}, auth=[])
    def post(self, request: Request) -> Response:
        """A token for a user name (or e-mail) and a password."""
        given = TokenRequest(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        login = {"email" if "@" in asked["username"] else "username": asked["username"]}
        user = _authenticated(request, {**login, "password": asked["password"]})
        if user is None:
            raise AuthenticationFailed(_("User name and password do not match."))
        if is_mfa_enabled(user) and not code_holds(user, asked.get("code", "")):
            tell("second step", held=False, account=user.pk)
            raise AuthenticationFailed(_("Give the code of your second step in `code`."))
        if lacks_second_step(actor_of(user), user):
            raise AuthenticationFailed(_("Your role demands a second step. Set it up in the pages first."))
        tell("token", held=True, account=user.pk)
        key, row = make_token(user, sorted(asked["scopes"]) if asked.get("scopes") else None)
        return Response({"token": key, "expires": row.expires_at})

    @extend_schema(request=None, responses={204: None, 401: Problem})
    def delete(self, request: Request) -> Response:
        """Make all of one's tokens worthless."""
        self.signed_in()
        revoke_tokens(request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


def _authenticated(request: Request, credentials: dict[str, str]) -> Any:
    """Who it is, if the account is open. Failures count together with those of the sign-in page. Raises Throttled."""
    try:
        user = get_adapter(request._request).authenticate(request._request, **credentials)
    except FormError:
        raise Throttled(PAUSE) from None
    return user if user is not None and user.is_active else None  # allauth tells of closed ones too


class Me(ActorMixin, APIView):
    """Who asks."""

    @extend_schema(responses={200: MeAnswer, 401: Problem})
    def get(self, request: Request) -> Response:
        """Roles, units and waiting tasks."""
        actor = self.signed_in()
        person = request.user.person  # type: ignore[union-attr]
        own = Unit.objects.filter(pk__in=actor.own_units).values_list("code", flat=True)
        return Response(
            {
                "username": request.user.get_username(),
                "name": actor.name,
                "person": person.code if person else "",
                "roles": sorted(actor.roles),
                "units": sorted(own),
                "tasks": sum(count(actor) for count in TASK_COUNTERS),
            }
        )


class UnitFilter(filters.FilterSet):  # type: ignore[misc]
    """`on` is a day on which the unit existed."""

    kind = filters.MultipleChoiceFilter(choices=UnitKind.choices)
    parent = filters.CharFilter(field_name="parent__code")
    on = DayFilter(method="existing")
    q = filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Unit
        fields: list[str] = []

    def existing(self, units: QuerySet[Unit], name: str, day: date) -> QuerySet[Unit]:
        """Units that existed on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return units.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))


UNIT_COLUMNS = ("code", "name", "short_name", "kind", "valid_from", "valid_to")


class Units(ReadViewSet):
    """The tree of units; they are public."""

    serializer_class = UnitRow
    filterset_class = UnitFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/.\x00]{1,20}"
    ordering = ("path", "id")

    def get_queryset(self) -> QuerySet[Unit, dict[str, Any]]:
        """Plain rows; the order takes the path along."""
        columns = ("id", "path", *UNIT_COLUMNS)
        rows: QuerySet[Unit, dict[str, Any]] = Unit.objects.values(*columns, parent_code=F("parent__code"))
        return rows

    def rows(self, page: Any) -> list[Any]:
        """As the API shows them."""
        return [{**{name: row[name] for name in UNIT_COLUMNS}, "parent": row["parent_code"]} for row in page]

    @extend_schema(responses={200: UnitDetail, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One unit."""
        row = self.get_object()
        successors = Unit.objects.filter(predecessors=row["id"]).order_by("code").values_list("code", flat=True)
        return Response({**self.rows([row])[0], "successors": list(successors)})

    @extend_schema(request=UnitRequest, responses={200: UnitDetail, **ENTERED})
    def update(self, request: Request, code: str) -> Response:
        """Enter a unit, or say what it is from now on (administrators)."""
        said = _read(UnitRequest, request)
        parent, successors = said.pop("parent", None), said.pop("successors", ())
        if parent:
            said["parent"] = _unit(parent, "parent")
        enter_unit(self.signed_in(), code, [_unit(one, "successors") for one in successors], **said)
        return self.retrieve(request, code=code)


def _unit(code: str, field: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Invalid(_("Unknown unit."), {field: [_("Choose from the list.")]})
    return unit


def _read(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class People(ActorMixin, APIView):
    """Colleagues by name, to name them as co-authors or members."""

    @extend_schema(request=PersonRequest, responses={201: PersonRow, **ENTERED})
    def post(self, request: Request) -> Response:
        """Enter somebody with a role, and give them an account (administrators)."""
        said = _read(PersonRequest, request)
        unit = _unit(said.pop("unit"), "unit")
        made = enter_person(self.signed_in(), unit=unit, **said)
        row = {
            "code": made.code,
            "full_name": made.full_name,
            "unit": unit.name,
            "job_title": said.get("job_title", ""),
        }
        return Response(row, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="Nobody is found without.")],
        responses={200: PersonRow(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        """At most twenty whose name contains every word given, marks or not."""
        self.signed_in()
        words = request.query_params.get("q", "").replace("\x00", "").strip()
        rows = []
        for person in people_named(words, 20) if len(words) > 1 else ():
            held = next(iter(person.memberships.all()), None)
            place = {"unit": held.unit.name if held else "", "job_title": held.job_title if held else ""}
            rows.append({"code": person.code, "full_name": person.full_name, **place})
        return Response(rows)
