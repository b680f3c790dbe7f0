"""Addresses: pages in Vietnamese words, the API under /api/v1/."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("organisation.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api_urls")),
    path("", include("frontend.urls")),
]

handler400 = "frontend.pages.errors.bad_request"
handler403 = "frontend.pages.errors.forbidden"
handler404 = "frontend.pages.errors.not_found"
handler500 = "frontend.pages.errors.server_error"
