from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives and topics")

    def ready(self) -> None:
        from initiatives import policy
        from initiatives.services import files, papers
        from journal.followers import register

        policy.register_grants()
        register(papers.FOLLOWER)
        register(files.FOLLOWER)
