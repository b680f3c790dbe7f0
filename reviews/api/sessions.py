"""Sessions: opened, attendance marked, closed, minuted."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from documents.answers import pdf
from initiatives.services.content import digest_of
from reviews.api import rows
from reviews.api.serializers import councils as shapes
from reviews.api.views import DEEDS, NUMBER, READS, Deeds
from reviews.queries.councils import session_of
from reviews.queries.rooms import room_marks, room_now
from reviews.services import minutes, sessions, substitutes

SEEN = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of the last answer.")


class Sessions(Deeds):
    """Meetings of the asker's councils."""

    lookup_value_regex = NUMBER
    serializer_class = shapes.SessionRow

    def _answer(self, pk: str) -> Response:
        return Response(rows.session_row(session_of(self.actor, int(pk)), self.actor))

    @extend_schema(responses={200: shapes.SessionRow, **READS})
    def retrieve(self, request: Request, pk: str) -> Response:
        """A session with its agenda and who is present."""
        self.signed_in()
        return self._answer(pk)

    @extend_schema(parameters=[SEEN], responses={200: shapes.RoomRow, 304: None, **READS})
    @action(detail=True)
    def room(self, request: Request, pk: str) -> Response:
        """What is heard now and who leaves for it; to be asked again and again with If-None-Match."""
        actor = self.signed_in()
        session = session_of(actor, int(pk))
        tag = f'"{digest_of({"user": actor.user_id, "marks": room_marks(actor.person_id, session.pk)})[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-store"}
        if request.headers.get("If-None-Match") == tag:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(rows.room_row(session, room_now(actor, session)), headers=headers)

    @extend_schema(request=shapes.PresentRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """Open it, with those present."""
        sessions.open_session(int(pk), self.signed_in(), self.given(shapes.PresentRequest)["present"])
        return self._answer(pk)

    @extend_schema(request=shapes.PresentRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["put"])
    def attendance(self, request: Request, pk: str) -> Response:
        """Who is in the room now: all of them."""
        sessions.mark_attendance(int(pk), self.signed_in(), self.given(shapes.PresentRequest)["present"])
        return self._answer(pk)

    @extend_schema(request=shapes.SubstituteRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def substitute(self, request: Request, pk: str) -> Response:
        """Let an alternate take an absent member's seat for the session."""
        given = self.given(shapes.SubstituteRequest)
        substitutes.substitute(int(pk), self.signed_in(), given["seat"], given["alternate"])
        return self._answer(pk)

    @extend_schema(request=shapes.ResumeRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """The member has come and takes the seat again."""
        substitutes.resume_seat(int(pk), self.signed_in(), self.given(shapes.ResumeRequest)["seat"])
        return self._answer(pk)

    @extend_schema(request=shapes.NotesRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it; what was not concluded waits for the next."""
        sessions.close_session(int(pk), self.signed_in(), self.given(shapes.NotesRequest).get("notes", ""))
        return self._answer(pk)

    @extend_schema(methods=["get"], responses={(200, "application/pdf"): OpenApiTypes.BINARY, **READS})
    @extend_schema(methods=["post"], request=shapes.NotesRequest, responses={200: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["get", "post"])
    def minutes(self, request: Request, pk: str) -> HttpResponse:
        """The minutes as PDF; post to write them (again), with other free text if there is any."""
        actor = self.signed_in()
        if request.method == "POST":
            minutes.write_minutes(int(pk), actor, self.given(shapes.NotesRequest).get("notes"))
            return self._answer(pk)
        return pdf(minutes.minutes_for(int(pk), actor), f"bien-ban-{pk}.pdf")
