"""Sign-ins, told to the log: how, whether it held, the number of the account; no name, password or address."""

import logging
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.base.forms import AuthenticateForm
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError

logger = logging.getLogger("organisation.sign_in")


def tell(how: str, held: bool, account: int | None) -> None:
    """One line; `account` is None where there is none of that name."""
    logger.log(
        logging.INFO if held else logging.WARNING, "sign-in", extra={"how": how, "held": held, "account": account}
    )


def connect() -> None:
    """Listen to the library that signs people in."""
    user_logged_in.connect(_signed_in, dispatch_uid="told")
    user_login_failed.connect(_refused, dispatch_uid="told")


def _signed_in(sender: Any, request: Any, user: Any, **_signal: Any) -> None:
    methods = request.session.get("account_authentication_methods") or [{}]
    tell("+".join(str(one.get("method", "")) for one in methods), held=True, account=user.pk)


def _refused(sender: Any, credentials: dict[str, Any], **_signal: Any) -> None:
    given = str(credentials.get("username") or credentials.get("email") or "")
    column = "email__iexact" if "@" in given else "username"
    account = get_user_model().objects.filter(**{column: given}).values_list("pk", flat=True).first()
    tell("password", held=False, account=account)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """The second step; a code that does not hold is told."""

    def clean_code(self) -> Any:
        """The code. Raises ValidationError."""
        try:
            return super().clean_code()
        except ValidationError:
            tell("second step", held=False, account=self.user.pk)
            raise
