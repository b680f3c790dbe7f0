from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from journal.services.background import HOURLY
        from journal.services.planner import inform_planner
        from journal.services.seals import seal_journal

        HOURLY.extend([inform_planner, seal_journal])
        post_migrate.connect(inform_planner, sender=self)
