"""Searches that somebody keeps, and what people found on works that are alike."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Dossier, Work
from organisation.models import Person


class SavedSearch(models.Model):
    """A search under a name. With `letters`, new hits are told by mail; `known` are the keys of those already told."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    words = models.CharField(max_length=500, blank=True)
    chosen = models.JSONField(default=dict)
    letters = models.BooleanField(_("mail on new hits"), default=False)
    known = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_search_a_name")]

    def __str__(self) -> str:
        return self.name


class Relation(models.TextChoices):
    """How a work stands to an earlier one."""

    SAME = "same", _("The same work")
    IMPROVEMENT = "improvement", _("An improvement of it")
    UNRELATED = "unrelated", _("Another matter")


class LikenessVerdict(models.Model):
    """What somebody who checks or judges found on two works that are alike. Rows never change: the latest stands."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="likeness_verdicts")
    work = models.ForeignKey(Work, models.PROTECT, related_name="likeness_verdicts")
    other = models.ForeignKey(Work, models.PROTECT, related_name="likeness_verdicts_as_earlier")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(work=models.F("other")), name="a_work_is_not_compared_with_itself"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_likeness_verdict_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.relation} {self.other_id}"


class LexiconVersion(models.Model):
    """The whole lexicon as an administrator left it, as `search.lexicon` reads it. The latest stands."""

    text = models.TextField()
    entries = models.PositiveIntegerField()
    note = models.CharField(_("what changed"), max_length=200)
    kept_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.note}"
