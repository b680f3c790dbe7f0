from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from organisation.actor import TASK_COUNTERS
        from reviews.policy import register_grants
        from reviews.queries.mine import task_count

        register_grants()
        TASK_COUNTERS.append(task_count)
