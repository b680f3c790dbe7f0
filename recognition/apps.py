from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = _("Recognition")

    def ready(self) -> None:
        from initiatives.services.signing import SIGNED
        from journal.followers import Follower, register
        from journal.services.background import HOURLY
        from recognition.policy import register_grants
        from recognition.services.batches import make_papers
        from recognition.services.imports.desk import do_what_was_asked
        from recognition.services.issuing import keep_signed
        from recognition.services.tallies import fold_told, put_aside, put_in_place
        from recognition.tasks import mail_monthly_report

        register_grants()
        register(Follower("imports", do_what_was_asked, wants=("import_to_read", "import_asked"), batch=1))
        wants = ("decision_signed", "decision_published", "papers_asked", "extract_issued")
        register(Follower("issuing", make_papers, wants=wants, batch=1))
        register(Follower("signed-papers", keep_signed, wants=(SIGNED,)))
        register(Follower("tallies", fold_told, wants=("decision_signed", "decision_recorded", "import_undone")))
        pre_migrate.connect(put_aside, sender=self)
        post_migrate.connect(put_in_place, sender=self)
        HOURLY.append(mail_monthly_report)
