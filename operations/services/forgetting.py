"""To forget a person: what nothing needs any more goes, what a law or a published paper names stays, and every count
stays as it was, for the rows stay and only lose their words.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid, NotFound, StateConflict
from initiatives.choices import Origin
from initiatives.models import Author
from journal.services.record import record
from operations.rules.retention import pseudonym
from operations.services.replay import demand_administrator
from organisation.actor import Actor
from organisation.models import ErasureRequest, Leaving, Letter, Membership, Person, Role, User
from organisation.services.accounts import REASON, end_sessions, leave
from organisation.services.mail import write_letter
from recognition.models import Certificate, Recognition, ReportSubscription
from reviews.models import Seat
from search.models import SavedSearch

ASKED, DECIDED = "operations/letters/erasure_asked.txt", "operations/letters/erasure_decided.txt"


def is_named(person: Person) -> bool:
    """Whether something that must stay names them: a filed dossier, a council, a certificate, a row of the register."""
    filed = Q(work__dossiers__code__isnull=False) | ~Q(work__origin=Origin.FILED)
    return (
        Author.objects.filter(filed, person=person).exists()
        or Seat.objects.filter(person=person).exists()
        or Certificate.objects.filter(person=person).exists()
        or Recognition.objects.annotate(said=Cast("authors", TextField())).filter(
            said__contains=f'"{person.code}"').exists()
    )  # fmt: skip


@transaction.atomic
def forget(person: Person, actor_id: int | None = None, because: str = "age") -> bool:
    """Remove what is kept about somebody who has left; returns whether the name went too. Journaled without a name."""
    named = is_named(person)
    gone = {"born_on": None, "email": "", "phone": "", "qualification": ""}
    if not named:
        word = pseudonym(person.pk)
        gone |= {"full_name": word, "name_key": "", "code": f"AD-{person.pk}"}
        Membership.objects.filter(person=person).update(job_title="")
        Author.objects.filter(person=person).update(workplace="", job_title="", qualification="", contribution="")
    Person.objects.filter(pk=person.pk).update(**gone)
    for user in User.objects.filter(person=person):
        _strip(user)
    SavedSearch.objects.filter(person=person).delete()
    ReportSubscription.objects.filter(person=person).delete()
    empty_letters(Letter.objects.filter(person=person, state=Letter.State.SENT))
    Leaving.objects.filter(person=person).update(forgotten_at=timezone.now())
    record(actor_id, "person_forgotten", f"person:{person.pk}", {"because": because, "name_stays": named})
    return not named


def _strip(user: User) -> None:
    """Nothing of an account stays but that there was one."""
    end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    user.username, user.email, user.last_login = f"an-danh-{user.pk}", f"an-danh-{user.pk}@an-danh.invalid", None
    user.is_active = False
    user.set_unusable_password()
    user.save()


def empty_letters(rows: QuerySet[Letter]) -> int:
    """Take the words out of letters; that they were sent stays, and the key that keeps them from a second time."""
    return rows.exclude(to="").update(to="", subject="", body="", attachments=[])


@transaction.atomic
def ask_to_be_forgotten(user: User, reason: str = "") -> ErasureRequest:
    """The wish of an account's owner; administrators are told. Raises Invalid, StateConflict while one is open."""
    if user.person is None:
        raise Invalid(_("No staff record belongs to this account."))
    try:
        with transaction.atomic():
            asked = ErasureRequest.objects.create(person=user.person, reason=reason.strip()[:500])
    except IntegrityError:
        raise StateConflict(_("You have asked already; a decision is due.")) from None
    record(user.pk, "erasure_asked", f"person:{user.person.pk}", {"request": asked.pk})
    for administrator in _administrators():
        write_letter(administrator, ASKED, {"asked": asked}, key=f"erasure-{asked.pk}-{administrator.pk}")
    return asked


def _administrators() -> list[Person]:
    today = timezone.localdate()
    holding = Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=today)
    held = Person.objects.filter(
        holding, memberships__role=Role.ADMINISTRATOR, memberships__valid_from__lte=today, user__is_active=True
    )
    return list(held.distinct())


@transaction.atomic
def decide_erasure(actor: Actor, number: int, grant: bool, answer: str) -> ErasureRequest:
    """Grant or refuse a wish. Granted, the account ends and is forgotten now; the person is told, whichever it is.

    Raises: Forbidden, NotFound, StateConflict when it has been decided, Invalid without an answer or for one's own.
    """
    demand_administrator(actor)
    asked = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person").filter(pk=number).first()
    if asked is None:
        raise NotFound
    if asked.state != ErasureRequest.State.OPEN:
        raise StateConflict(_("It has been decided already."))
    if asked.person_id == actor.person_id:
        raise Invalid(_("Nobody decides on their own wish: ask another administrator."))
    if len(answer.strip()) < REASON:
        raise Invalid(_("An answer is missing."), {"answer": [_("Say why in a sentence.")]})
    asked.state = ErasureRequest.State.GRANTED if grant else ErasureRequest.State.REFUSED
    asked.decided_by_id, asked.decided_at, asked.answer = actor.user_id, timezone.now(), answer.strip()[:500]
    asked.save()
    record(actor.user_id, "erasure_decided", f"person:{asked.person_id}", {"request": number, "granted": grant})
    write_letter(asked.person, DECIDED, {"asked": asked, "granted": grant}, key=f"erasure-{number}-decided")
    if grant:
        leave(asked.person)
        forget(asked.person, actor.user_id, "asked")
    return asked
