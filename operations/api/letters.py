"""One's own wish about letters; for administrators the outbox of mail, and every letter as it will read."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from operations.api.views import ASKED
from operations.letters import LANGUAGES, outbox, preview
from operations.services.replay import demand_administrator
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from organisation.models import MailWish
from organisation.rules.digests import TEMPLATES
from organisation.services.mail import choose_mail


class WishShape(StrictSerializer):
    """How somebody wants the letters that no law and no deadline demands."""

    optional_letters = serializers.ChoiceField(choices=MailWish.choices)


class LetterRow(serializers.Serializer[Any]):
    """A letter with example data; `required` ones come at once, whatever somebody has chosen."""

    name = serializers.CharField()
    language = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    subject = serializers.CharField()
    body = serializers.CharField()


class MailAnswer(serializers.Serializer[Any]):
    """How many letters are in which state, and how each template reads."""

    waiting = serializers.IntegerField()
    sending = serializers.IntegerField()
    gathered = serializers.IntegerField()
    sent = serializers.IntegerField()
    given_up = serializers.IntegerField()
    oldest_waiting = serializers.DateTimeField(allow_null=True)
    letters = LetterRow(many=True)


class OwnMail(ActorMixin, APIView):
    """One's own wish."""

    @extend_schema(responses={200: WishShape, 401: Problem})
    def get(self, request: Request) -> Response:
        """As it is."""
        self.signed_in()
        person = request.user.person  # type: ignore[union-attr]
        return Response({"optional_letters": person.mail_wish if person else MailWish.AT_ONCE})

    @extend_schema(request=WishShape, responses={200: WishShape, 400: Problem, 422: Problem, **ASKED})
    def put(self, request: Request) -> Response:
        """From now on."""
        self.signed_in()
        asked = WishShape(data=request.data)
        asked.is_valid(raise_exception=True)
        choose_mail(request.user, asked.validated_data["optional_letters"])  # type: ignore[arg-type]
        return Response(asked.validated_data)


class Mail(ActorMixin, APIView):
    """The outbox of mail."""

    @extend_schema(responses={200: MailAnswer, **ASKED})
    def get(self, request: Request) -> Response:
        """Its state, and every letter in both languages."""
        demand_administrator(self.signed_in())
        letters = [_row(name, language) for name in TEMPLATES for language in LANGUAGES]
        return Response({**outbox(), "letters": letters})


def _row(name: str, language: str) -> dict[str, Any]:
    subject, body = preview(name, language)
    required = TEMPLATES[name].required
    return {"name": name, "language": language, "required": required, "subject": subject, "body": body}
