from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from journal.followers import Follower, register
        from organisation.actor import TASK_COUNTERS
        from reviews.policy import register_grants
        from reviews.queries.mine import task_count
        from reviews.services.minutes import DECISION_ASKED, sign_decisions
        from reviews.services.runs import compute_asked

        register_grants()
        register(Follower("assignments", compute_asked, wants=("assignment_asked",), batch=1))
        register(Follower("council-papers", sign_decisions, wants=(DECISION_ASKED,), batch=1))
        TASK_COUNTERS.append(task_count)
