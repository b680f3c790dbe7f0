from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from initiatives.finding import FINDERS
        from journal.followers import register
        from journal.services.background import HOURLY
        from search.indexing import FOLLOWER
        from search.listing import by_query
        from search.tasks import make_index_whole, tell_of_new_hits

        register(FOLLOWER)
        FINDERS.append(by_query)
        HOURLY.extend([make_index_whole, tell_of_new_hits])
