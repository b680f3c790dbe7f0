"""Invitations to be an author: the signed link of a letter is proof enough, as on the page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from initiatives.api.serializers import ConfirmRequest, InvitationAnswer
from initiatives.models import Author
from initiatives.services.authors import answer_invitation, author_of_link
from organisation.api.serializers import Problem


class Invitation(APIView):
    """One invitation. A link that is forged, too old, or of a share that has changed answers 404."""

    authentication_classes = ()

    @extend_schema(responses={200: InvitationAnswer, 404: Problem}, auth=[])
    def get(self, request: Request, link: str) -> Response:
        """What one is asked to agree to."""
        return Response(_shown(author_of_link(link)))

    @extend_schema(
        operation_id="invitations_answer",
        request=ConfirmRequest,
        auth=[],
        responses={200: InvitationAnswer, 400: Problem, 404: Problem, 409: Problem},
    )
    def post(self, request: Request, link: str) -> Response:
        """Agree, or decline."""
        given = ConfirmRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(_shown(answer_invitation(author_of_link(link), given.validated_data["agrees"])))


def _shown(author: Author) -> dict[str, Any]:
    return {
        "title": author.work.title,
        "full_name": author.person.full_name,
        "share": str(author.share),
        "confirmation": author.confirmation,
    }
