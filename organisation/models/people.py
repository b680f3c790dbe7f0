"""People (staff records), accounts, and the roles that people hold in units from and to a date."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models.units import Unit
from organisation.rules.digests import Wish
from organisation.rules.names import name_key


class MailWish(models.TextChoices):
    """How somebody wants the letters that no law and no deadline demands (`rules.digests`)."""

    AT_ONCE = Wish.AT_ONCE.value, _("At once")
    DAILY = Wish.DAILY.value, _("Once a day, in one letter")
    NEVER = Wish.NEVER.value, _("Not at all")


class Person(models.Model):
    """A staff record: an author, a member of a council, a signer. Identified by its code, never by name or e-mail."""

    code = models.CharField(_("staff code"), max_length=30, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False, default="")
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    qualification = models.CharField(_("qualification"), max_length=120, blank=True)
    language = models.CharField(_("language of mails"), max_length=5, default="vi")
    mail_wish = models.CharField(
        _("letters that one may do without"), max_length=8, choices=MailWish.choices, default="at_once",
        db_default="at_once",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["name_key"], name="person_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key by which the name is found in step with the name."""
        self.name_key = name_key(self.full_name)
        if (fields := kwargs.get("update_fields")) and "full_name" in fields:
            kwargs["update_fields"] = {*fields, "name_key"}
        super().save(*args, **kwargs)


class User(AbstractUser):
    """An account. Who it belongs to and what they may do stands in `person` and its memberships."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name of the person, or of the account where there is none."""
        return self.person.full_name if self.person_id and self.person else self.username

    def get_short_name(self) -> str:
        """Vietnamese given names stand last."""
        return self.get_full_name().split()[-1]


class Role(models.TextChoices):
    """What somebody is in a unit; a role holds for the unit and all below it."""

    MEMBER = "member", _("Staff")
    OFFICER = "officer", _("Unit officer")
    SECRETARY = "secretary", _("Council secretary")
    REGISTRAR = "registrar", _("Registrar")
    LEADER = "leader", _("Leader")
    ADMINISTRATOR = "administrator", _("Administrator")


class Membership(models.Model):
    """A person belongs to a unit in a role, from and to a date."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["person", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role", "valid_from"], name="one_membership_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()}, {self.unit}"
