"""Old registers that were brought in: the file as it came, how it was read, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.choices import Kind, Level
from initiatives.models import Blob
from organisation.models import Unit


class RegisterImport(models.Model):
    """One sheet of one file. What it says stands in its cells; what holds where they say nothing, and what people have
    decided about names, stands here, so that the same file gives the same register again.

    `columns`: field (`rules.registers.layout.FIELDS`) to column, from 0. `top` and `below`: header and first row after
    it, from 0. `units`: unit code by `matching.unit_key`. `people`: staff code, or "" for somebody new, by
    `matching.person_key`. `report`: what the last check found; what is wrong stands in `problems`.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        CHECKED = "checked", _("To be stored")
        STORING = "storing", _("Being stored")
        STORED = "stored", _("Stored")
        UNDONE = "undone", pgettext_lazy("old register", "Undone")

    source = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="imports", verbose_name=_("authority"))
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    top = models.PositiveIntegerField(default=0)
    below = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=dict)
    signature = models.CharField(max_length=64, blank=True, db_index=True)
    reading = models.CharField(max_length=10, default="unicode")
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    decision = models.CharField(_("decision"), max_length=80, blank=True)
    day = models.DateField(_("day of the decision"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    headings = models.CharField(max_length=10, default="unit", blank=True)
    units = models.JSONField(default=dict)
    people = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    progress = models.PositiveSmallIntegerField(default=0)
    demonstration = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    stored_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class RegisterBatch(models.Model):
    """Works of a register as its last check read them, some thousand together in the order of its rows, kept until the
    register is stored. `data`: packed by `services.imports.staging`; the last, without works, tells of them all.
    """

    run = models.ForeignKey(RegisterImport, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    works = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["run", "number"]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number} ({self.works})"


class RegisterProblem(models.Model):
    """What is wrong in a cell of a register, as its last check found: row from 1, field, and a code for the words."""

    run = models.ForeignKey(RegisterImport, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    shown = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["run", "row", "id"]
        indexes = [models.Index(fields=["run", "row", "id"], name="problems_of_a_register")]

    def __str__(self) -> str:
        return f"{self.row}: {self.field} {self.code}"
