"""What somebody sets for themselves in the frame: the theme, and the end of all their sessions."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontend.context import THEME_COOKIE, THEMES
from organisation.services.accounts import end_sessions

A_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponse:
    """To the page somebody came from, if it is one of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if ours else "/")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (anything else) as the device has it; kept for a year on this device."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, A_YEAR, secure=request.is_secure(), samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person, on all devices, this one included, and every API token."""
    end_sessions(request.user)  # type: ignore[arg-type]
    logout(request)
    messages.success(request, _("You are signed out on all devices."))
    return HttpResponseRedirect("/")


@require_GET
@login_required
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For an account without a password: prove it at the office's provider, and come back."""
    return render(request, "account/sign_in_again.html", {"next": request.GET.get("next", "/")})


urlpatterns = [
    path("dang-nhap-lai/", sign_in_again, name="sign_in_again"),
    path("giao-dien/", theme, name="theme"),
    path("dang-xuat-moi-noi/", sign_out_everywhere, name="sign_out_everywhere"),
]
