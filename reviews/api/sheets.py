"""Score sheets: one's own. Others' are part of the hearing, once one's own is locked."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.serializers import Problem
from organisation.api.views import IF_MATCH, revision_in, with_etag
from reviews.api import rows
from reviews.api.serializers import judging as shapes
from reviews.api.views import EDITS, NUMBER, READS, Deeds
from reviews.models import Sheet
from reviews.queries.sheets import own_sheet, own_sheets
from reviews.services.sheets import lock_sheet, save_sheet


class Sheets(Deeds):
    """The asker's sheets, addressed by hearing."""

    lookup_field = "hearing"
    lookup_value_regex = NUMBER
    serializer_class = shapes.SheetRow

    def _answer(self, sheet: Sheet) -> Response:
        return with_etag(Response(rows.sheet_row(sheet, sheet.hearing)), sheet.revision)

    @extend_schema(responses={200: shapes.SheetRow(many=True), 401: Problem})
    def list(self, request: Request) -> Response:
        """Those begun."""
        found = own_sheets(self.signed_in()).order_by("hearing_id")
        return Response([rows.sheet_row(sheet, sheet.hearing) for sheet in found])

    @extend_schema(responses={200: shapes.SheetRow, **READS})
    def retrieve(self, request: Request, hearing: str) -> Response:
        """One's sheet on a hearing; revision 0 where it has not been begun."""
        return self._answer(own_sheet(self.signed_in(), int(hearing)))

    @extend_schema(request=shapes.SheetRequest, responses={200: shapes.SheetRow, **EDITS}, parameters=[IF_MATCH])
    def partial_update(self, request: Request, hearing: str) -> Response:
        """Save what has been filled in; If-Match says on which revision."""
        revision = revision_in(request)
        return self._answer(
            save_sheet(int(hearing), self.signed_in(), revision=revision, **self.given(shapes.SheetRequest))
        )

    @extend_schema(request=shapes.LockRequest, responses={200: shapes.SheetRow, **EDITS})
    @action(detail=True, methods=["post"])
    def lock(self, request: Request, hearing: str) -> Response:
        """Lock one's sheet; `named` confirms that the letter to the authors may name a member of the council."""
        revision, named = revision_in(request, required=False), self.given(shapes.LockRequest)["named"]
        return self._answer(lock_sheet(int(hearing), self.signed_in(), revision, named))
