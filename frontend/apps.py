"""The Django application of the pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendConfig(AppConfig):
    """Pages and components."""

    name = "frontend"
    verbose_name = _("Pages")
