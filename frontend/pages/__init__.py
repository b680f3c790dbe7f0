"""Views, a module per area; each lists its own `urlpatterns`, which `frontend.urls` gathers."""
