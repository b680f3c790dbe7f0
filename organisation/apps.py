from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from journal.followers import Follower, register
        from journal.services.background import HOURLY
        from organisation import sign_in_log
        from organisation.services.mail import deliver
        from organisation.tasks import send_digests

        sign_in_log.connect()
        HOURLY.append(send_digests)
        register(Follower("mail", deliver, wants=("mail_written",), batch=50))
