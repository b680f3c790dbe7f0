from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = _("Recognition")

    def ready(self) -> None:
        from journal.followers import Follower, register
        from journal.services.background import HOURLY
        from recognition.policy import register_grants
        from recognition.services.imports.desk import store_asked
        from recognition.tasks import mail_monthly_report

        register_grants()
        register(Follower("imports", store_asked, wants=("import_asked",), batch=1))
        HOURLY.append(mail_monthly_report)
