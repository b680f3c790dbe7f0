from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = _("Recognition")

    def ready(self) -> None:
        from journal.followers import Follower, register
        from recognition.policy import register_grants
        from recognition.services.batches import make_papers
        from recognition.services.imports.desk import store_asked

        register_grants()
        register(Follower("imports", store_asked, wants=("import_asked",), batch=1))
        wants = ("decision_signed", "decision_published", "papers_asked")
        register(Follower("issuing", make_papers, wants=wants, batch=1))
