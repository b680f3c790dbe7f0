"""Addresses under /api/v1/."""

from django.urls import path

from operations.api import views

urlpatterns = [
    path("calendar/", views.CalendarView.as_view(), name="api-calendar"),
    path("me/data/", views.OwnData.as_view(), name="api-own-data"),
    path("system/", views.System.as_view(), name="api-system"),
    path("deliveries/", views.Deliveries.as_view(), name="api-deliveries"),
    path("deliveries/<int:number>/replay/", views.Replay.as_view(), name="api-delivery-replay"),
    path("failed-tasks/", views.FailedTasks.as_view(), name="api-failed-tasks"),
    path("failed-tasks/<int:number>/run/", views.RunAgain.as_view(), name="api-failed-task-run"),
    path("hooks/", views.Hooks.as_view(), name="api-hooks"),
    path("hooks/<int:number>/", views.HookView.as_view(), name="api-hook"),
]
