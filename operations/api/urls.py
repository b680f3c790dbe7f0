"""Addresses under /api/v1/."""

from django.urls import path

from operations.api import accounts, letters, retention, views

urlpatterns = [
    path("calendar/", views.CalendarView.as_view(), name="api-calendar"),
    path("me/data/", views.OwnData.as_view(), name="api-own-data"),
    path("me/erasure/", retention.OwnErasure.as_view(), name="api-own-erasure"),
    path("me/viewings/", retention.OwnViewings.as_view(), name="api-own-viewings"),
    path("me/mail/", letters.OwnMail.as_view(), name="api-own-mail"),
    path("mail/", letters.Mail.as_view(), name="api-mail"),
    path("retention/", retention.Retention.as_view(), name="api-retention"),
    path("erasures/", retention.Erasures.as_view(), name="api-erasures"),
    path("erasures/<int:number>/decide/", retention.DecideErasure.as_view(), name="api-erasure-decide"),
    path("people/<str:code>/close/", accounts.CloseAccount.as_view(), name="api-person-close"),
    path("people/<str:code>/sign-out/", accounts.SignOut.as_view(), name="api-person-sign-out"),
    path("people/<str:code>/second-step/", accounts.ResetSecondStep.as_view(), name="api-person-second-step"),
    path("system/", views.System.as_view(), name="api-system"),
    path("deliveries/", views.Deliveries.as_view(), name="api-deliveries"),
    path("deliveries/<int:number>/replay/", views.Replay.as_view(), name="api-delivery-replay"),
    path("failed-tasks/", views.FailedTasks.as_view(), name="api-failed-tasks"),
    path("failed-tasks/<int:number>/run/", views.RunAgain.as_view(), name="api-failed-task-run"),
    path("hooks/", views.Hooks.as_view(), name="api-hooks"),
    path("hooks/<int:number>/", views.HookView.as_view(), name="api-hook"),
]
