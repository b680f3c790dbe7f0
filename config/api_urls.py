"""The API: every package's resources side by side, the schema, and a page to browse it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from frontend.middleware import with_inline_styles

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", with_inline_styles(SpectacularSwaggerSplitView.as_view(url_name="schema")), name="api-docs"),
    path("", include("journal.api.urls")),
    path("", include("organisation.api.urls")),
    path("", include("initiatives.api.urls")),
    path("", include("reviews.api.urls")),
    path("", include("recognition.api.urls")),
    path("", include("search.api.urls")),
    path("", include("operations.api.urls")),
]
