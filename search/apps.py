from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from journal.followers import register
        from journal.services.background import HOURLY
        from search.indexing import FOLLOWER
        from search.tasks import make_index_whole, tell_of_new_hits

        register(FOLLOWER)
        HOURLY.extend([make_index_whole, tell_of_new_hits])
