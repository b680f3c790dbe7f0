from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives and topics")

    def ready(self) -> None:
        from initiatives import policy, waiting
        from initiatives.services import appeal_papers, files, papers
        from initiatives.tasks import lapse_overdue, remind_of_execution
        from journal.followers import register
        from journal.services.background import HOURLY
        from organisation.actor import TASK_COUNTERS
        from organisation.services.viewing import REFUSALS

        policy.register_grants()
        REFUSALS.append(policy.why_not_viewed)
        TASK_COUNTERS.append(waiting.count)
        register(papers.FOLLOWER)
        register(appeal_papers.FOLLOWER)
        register(files.FOLLOWER)
        HOURLY.extend([lapse_overdue, remind_of_execution])
