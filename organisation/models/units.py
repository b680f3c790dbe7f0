"""The tree of units, each with the dates between which it exists and the units that took over from it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is."""

    CITY = "city", _("City")
    DEPARTMENT = "department", _("Department")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune or ward")
    ASSOCIATION = "association", _("Association")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital")
    ENTERPRISE = "enterprise", _("Enterprise")
    INSTITUTE = "institute", _("Institute or centre")
    OTHER = "other", _("Other")


class Sector(models.TextChoices):
    """The three sides of the three-way link (state, enterprise, school)."""

    STATE = "state", _("The state")
    ENTERPRISE = "enterprise", _("Enterprise")
    SCHOOL = "school", _("School or institute")


SECTOR_OF_KIND = {
    UnitKind.ENTERPRISE: Sector.ENTERPRISE,
    UnitKind.SCHOOL: Sector.SCHOOL,
    UnitKind.INSTITUTE: Sector.SCHOOL,
}


def side_of(kind: str) -> str:
    """The side of the three-way link on which units of a kind stand."""
    return SECTOR_OF_KIND.get(UnitKind(kind), Sector.STATE).value


def kinds_of(sector: str) -> list[str]:
    """The kinds of units on one side of the three-way link."""
    return [kind.value for kind in UnitKind if side_of(kind) == sector]


class Unit(models.Model):
    """A legal unit. `path` holds the ids from the root down ("1.5.9."), so a subtree is one prefix."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists to"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name
