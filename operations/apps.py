from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from journal.followers import Follower, register
        from journal.services.background import HOURLY
        from operations import observing
        from operations.services.hooks import TELLABLE, deliver, fan_out
        from operations.services.serving_role import renew
        from operations.tasks import keep_to_the_periods

        observing.connect()
        post_migrate.connect(renew, sender=self)
        HOURLY.append(keep_to_the_periods)
        register(Follower("webhooks", fan_out, wants=TELLABLE, batch=100))
        register(Follower("webhook-posts", deliver, wants=("webhook_due",), batch=1))
