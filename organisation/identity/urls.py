"""Where one is sent to the provider, and where one comes back."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from requests import RequestException

from organisation.identity.provider import IdentityClient


def _answer(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    client = IdentityClient(request, provider_id)
    try:
        return view.adapter_view(client)(request)  # type: ignore[attr-defined,no-any-return]
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException) as error:  # it is down, or is not whom the operator named
        answer: HttpResponse = render_authentication_error(request, client.get_provider(), exception=error)
        return answer


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider (POST)."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from there."""
    return _answer(OAuth2CallbackView, request, provider_id)


urlpatterns = [
    path("oidc/<str:provider_id>/login/", login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
