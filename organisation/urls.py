"""Pages of accounts that stand before allauth's own."""

from django.urls import path

from organisation.sign_in_page import SignInPage

urlpatterns = [path("login/", SignInPage.as_view(), name="account_login")]
