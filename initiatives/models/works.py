"""The thing itself: an initiative or a research topic, its authors with their shares, its units."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Confirmation, Kind, Origin
from journal.indexes import where_filled
from organisation.models import Person, Unit


class Field(models.Model):
    """A field of application (lĩnh vực)."""

    code = models.SlugField(max_length=30, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class Work(models.Model):
    """An initiative or a research topic. `content` holds the answers to the form (`rules.forms`), by field name.

    `revision` grows with every edit; an edit made on an older one is refused (412). `result_of` is the topic whose
    result an initiative is.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, verbose_name=_("field"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="works", verbose_name=_("unit"), db_index=False)
    content = models.JSONField(default=dict)
    first_applied_on = models.DateField(_("first applied on"), null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.FILED)
    source = models.CharField(_("source"), max_length=500, blank=True)
    result_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="results", db_index=False)
    demonstration = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-id"]),
            models.Index(fields=["unit", "-id"]),
            where_filled("result_of", "work_that_results"),
            where_filled("created_by", "work_of_who_made_it"),
        ]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="work_kind_is_known")]

    def __str__(self) -> str:
        return self.title


class Author(models.Model):
    """One author of a work with their share in percent; unit and post as they were when filed."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="authors", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    position = models.PositiveSmallIntegerField(default=1)
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=2)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    workplace = models.CharField(_("workplace"), max_length=200, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    qualification = models.CharField(_("qualification"), max_length=120, blank=True)
    contribution = models.CharField(_("contribution"), max_length=500, blank=True)
    confirmation = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.INVITED)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["work", "position"]
        constraints = [
            models.UniqueConstraint(fields=["work", "person"], name="author_once_a_work"),
            models.CheckConstraint(
                condition=Q(share__gt=Decimal(0)) & Q(share__lte=Decimal(100)), name="share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.share} %)"


class Participation(models.Model):
    """A further unit that takes part: the three-way link of state, enterprise and school is counted from these."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="participations", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "unit"], name="unit_once_a_work")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.work}"
