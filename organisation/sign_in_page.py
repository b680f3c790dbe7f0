"""The sign-in page of allauth, which answers 429 where it would say "too many" as if all were well (RFC 6585, 4)."""

from allauth.account.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse

WAIT = 300  # seconds: the longer of the windows of ACCOUNT_RATE_LIMITS["login_failed"]


class SignInPage(LoginView):  # type: ignore[misc]
    """The form keeps its words; machines are told when to come again."""

    def form_invalid(self, form: object) -> HttpResponse:
        """The form with its problems."""
        answer: HttpResponse = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):  # type: ignore[attr-defined]
            answer.status_code = 429
            answer["Retry-After"] = str(WAIT)
        return answer
