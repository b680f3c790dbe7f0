from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from journal.followers import register
        from search.indexing import FOLLOWER

        register(FOLLOWER)
