"""Hearings: what waits for a member, conflicts, votes, conclusions."""

from dataclasses import asdict

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Forbidden, NotFound
from documents.answers import pdf
from initiatives.api.contract_requests import ActRequest
from initiatives.api.task_shapes import TaskRow
from initiatives.api.tasks import task_rows
from initiatives.files.kinds import ENDINGS
from initiatives.models import Task
from initiatives.queries.tasks import COLUMNS
from initiatives.services.files import served
from organisation.api.parameters import truth
from organisation.api.serializers import Problem
from reviews.api import rows
from reviews.api.serializers import councils, judging
from reviews.api.views import DEEDS, NUMBER, READS, Deeds
from reviews.models import Hearing
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.mine import my_hearings
from reviews.queries.reading import file_of, reading_of, reads
from reviews.queries.remarks import threads_of
from reviews.services.conclusions import conclude_hearing, send_back_for_revision
from reviews.services.councils import hand_over
from reviews.services.minutes import justification_pdf
from reviews.services.polls import open_poll
from reviews.services.recusals import declare_conflict, lift_recusal
from reviews.services.remarks import say
from reviews.services.sheets import unlock_sheet
from reviews.services.wording import word_in_council

CONCLUDED = OpenApiParameter("concluded", bool, description="Also those concluded.")


class Hearings(Deeds):
    """Dossiers before councils. Who is recused from one does not know that it is there."""

    lookup_value_regex = NUMBER
    serializer_class = judging.HearingDetail

    def _hearing(self, pk: str) -> Hearing:
        seen = hearings_visible_to(self.signed_in()).filter(pk=pk)
        hearing = seen.select_related("council", "dossier__work", "dossier__round", "scheme", "conclusion").first()
        if hearing is None:
            raise NotFound
        return hearing

    def _answer(self, pk: str) -> Response:
        return Response(rows.hearing_detail(self._hearing(pk), self.actor))

    @extend_schema(parameters=[CONCLUDED], responses={200: judging.MyHearingRow(many=True), 401: Problem})
    def list(self, request: Request) -> Response:
        """What waits for the asker as a member of councils, the most urgent first."""
        found = my_hearings(self.signed_in(), truth(request.query_params, "concluded"))
        return Response([{**asdict(hearing), "task": hearing.task} for hearing in found])

    @extend_schema(responses={200: judging.HearingDetail, **READS})
    def retrieve(self, request: Request, pk: str) -> Response:
        """A hearing: places, quorum, votes, and the sheets that the asker may see."""
        return self._answer(pk)

    @extend_schema(responses={200: judging.ContentDetail, **READS})
    @action(detail=True)
    def content(self, request: Request, pk: str) -> Response:
        """What is judged, as the asker may know it: in a blind round without authors and units."""
        hearing = self._hearing(pk)
        return Response(rows.content_row(reading_of(hearing, reads(self.actor, hearing))))

    @extend_schema(responses={**{(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}, **READS})
    @action(detail=True, url_path=r"files/(?P<number>[0-9]{1,18})")
    def file(self, request: Request, pk: str, number: str) -> FileResponse:
        """A file of what is judged; in a blind round its redacted copy."""
        read = file_of(self.signed_in(), self._hearing(pk), int(number))
        return served(read.name, read.blob, inline=False)

    @extend_schema(request=councils.ConflictRequest, responses={204: None, **DEEDS})
    @action(detail=True, methods=["post"])
    def recuse(self, request: Request, pk: str) -> Response:
        """Declare a conflict of interest: one's own, or a member's by who conducts the council."""
        given = self.given(councils.ConflictRequest)
        declare_conflict(int(pk), self.signed_in(), given["ground"], given.get("seat"))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=councils.LiftRequest, responses={200: judging.HearingDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """Lift a declared recusal, as a second person and with a reason."""
        given = self.given(councils.LiftRequest)
        lift_recusal(int(pk), self.signed_in(), given["seat"], given["reason"])
        return self._answer(pk)

    @extend_schema(request=judging.UnlockRequest, responses={200: judging.HearingDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def unlock(self, request: Request, pk: str) -> Response:
        """Give a locked sheet back to its member: by the chair, with a reason."""
        given = self.given(judging.UnlockRequest)
        unlock_sheet(int(pk), self.signed_in(), given["seat"], given["reason"])
        return self._answer(pk)

    @extend_schema(responses={200: judging.RemarkRow(many=True), **DEEDS})
    @action(detail=True)
    def remarks(self, request: Request, pk: str) -> Response:
        """The discussion, once one's own sheet is locked."""
        threads = threads_of(self._hearing(pk), self.actor)
        if threads is None:
            raise Forbidden(_("Lock your own sheet first; the discussion is closed to you until then."))
        return Response([rows.remark_row(one) for thread in threads for one in (thread.first, *thread.replies)])

    @extend_schema(request=judging.RemarkRequest, responses={201: judging.RemarkRow, **DEEDS})
    @remarks.mapping.post
    def add_remark(self, request: Request, pk: str) -> Response:
        """Say something, or answer."""
        made = say(int(pk), self.signed_in(), **self.given(judging.RemarkRequest))
        return Response(rows.remark_row(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=councils.HandOverRequest, responses={201: councils.HearingRow, **DEEDS})
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Let another council of the round hear the dossier."""
        given = self.given(councils.HandOverRequest)
        taken = hand_over(int(pk), self.signed_in(), given["council"], given["reason"])
        return Response(rows.hearing_row(taken, taken.council.code), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={201: judging.PollRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def polls(self, request: Request, pk: str) -> Response:
        """Open the vote on the dossier."""
        poll = open_poll(int(pk), self.signed_in())
        return Response(rows.poll_row(poll, poll.hearing, self.actor), status=status.HTTP_201_CREATED)

    @extend_schema(request=judging.ConcludeRequest, responses={201: judging.ConclusionDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        """Conclude on the dossier by its scheme."""
        made = conclude_hearing(int(pk), self.signed_in(), **self.given(judging.ConcludeRequest))
        return Response(rows.conclusion_detail(made, self.actor), status=status.HTTP_201_CREATED)

    @extend_schema(request=ActRequest, responses={201: TaskRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def task(self, request: Request, pk: str) -> Response:
        """Word the task of a proposal that the council has passed (who conducts it)."""
        made = word_in_council(int(pk), self.signed_in(), self.given(ActRequest)["answers"])
        return Response(task_rows(Task.objects.filter(pk=made.pk).values(*COLUMNS))[0], status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, **DEEDS})
    @action(detail=True)
    def justification(self, request: Request, pk: str) -> HttpResponse:
        """What the conclusion rests on, as one PDF: sheets, totals, rule and version, explanation, box."""
        return pdf(justification_pdf(int(pk), self.signed_in()), f"can-cu-ket-luan-{pk}.pdf")

    @extend_schema(request=judging.ReviseRequest, responses={201: judging.ConclusionDetail, **DEEDS})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Send the dossier back to its author with the council's points."""
        made = send_back_for_revision(int(pk), self.signed_in(), **self.given(judging.ReviseRequest))
        return Response(rows.conclusion_detail(made, self.actor), status=status.HTTP_201_CREATED)
