"""Schemes: the shipped ones loaded, edits made into new versions, a version bound to a round."""

import hashlib
import re
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, Stale, StateConflict
from initiatives.models import Round
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role
from reviews.models import Hearing, RoundScheme, SchemeVersion
from reviews.policy import keeps_schemes
from reviews.queries.schemes import bound_to, parsed, version_of
from reviews.rules.problems import SchemeError
from reviews.rules.scheme import Scheme
from reviews.rules.shipped import shipped_texts
from reviews.rules.validate import parse_scheme
from reviews.rules.words.problems import say

_VERSION = re.compile(r"^version\s*=\s*\d+", re.MULTILINE)


@transaction.atomic
def load_shipped_schemes(texts: Mapping[str, str] | None = None) -> int:
    """Store every shipped scheme that is new or has changed, as a new version; returns how many were stored."""
    given = shipped_texts() if texts is None else texts
    return sum(_load(text) is not None for _code, text in sorted(given.items()))


def _load(text: str) -> SchemeVersion | None:
    scheme = parse_scheme(text)
    known = SchemeVersion.objects.filter(code=scheme.code).order_by("-version")
    shipped = known.filter(shipped=True).first()
    if shipped and shipped.text == numbered(text, shipped.version):
        return None
    last = known.first()
    return _store(text, max(scheme.version, last.version + 1) if last else scheme.version, None, shipped=True)


@transaction.atomic
def edit_scheme(actor: Actor, text: str, version: int | None = None, code: str = "") -> SchemeVersion:
    """Make an edited text the next version of its scheme (or the first of a new one); those before it stay.

    `version` is the one that was edited; with `code`, the text must be of that scheme. Raises: Forbidden unless the
    actor is a registrar, Invalid at `text` with a sentence for each problem (and `problems`: [{line, path, code,
    message}]), Stale when a later version exists.
    """
    if not keeps_schemes(actor, None):
        raise Forbidden(_("Schemes are kept by registrars."))
    scheme = read_scheme_text(text)
    if code and scheme.code != code:
        message = _("The text is of another scheme: “%(code)s”.") % {"code": scheme.code}
        raise Invalid(message, {"text": [message]})
    last = SchemeVersion.objects.select_for_update().filter(code=scheme.code).order_by("-version").first()
    if version is not None and last and version != last.version:
        raise Stale(_("A later version has been made meanwhile."), revision=last.version)
    if last and numbered(text, last.version) == last.text:
        raise Invalid(_("Nothing has been changed."), {"text": [_("Nothing has been changed.")]})
    try:
        with transaction.atomic():
            row = _store(text, last.version + 1 if last else 1, actor, shipped=False)
    except IntegrityError:
        raise StateConflict(_("A later version has been made meanwhile.")) from None
    record(actor.user_id, "scheme_edited", f"scheme:{row.pk}", {"code": row.code, "version": row.version})
    return row


def read_scheme_text(text: str) -> Scheme:
    """The scheme that a text describes. Raises Invalid at `text`, each problem with its line."""
    try:
        return parse_scheme(text)
    except SchemeError as error:
        language = get_language() or "vi"
        told = [{"line": p.line, "path": p.path, "code": p.code, "message": say(p, language)} for p in error.problems]
        sentences = [_("Line %(line)d: %(message)s") % {"line": row["line"], "message": row["message"]} for row in told]
        raise Invalid(_("The text is not a scheme yet."), {"text": sentences}, problems=told) from None


def numbered(text: str, version: int) -> str:
    """The text with its version number set."""
    return _VERSION.sub(f"version = {version}", text, count=1)


def _store(text: str, version: int, actor: Actor | None, shipped: bool) -> SchemeVersion:
    text = numbered(text, version)
    scheme = parse_scheme(text)
    return SchemeVersion.objects.create(
        code=scheme.code, version=version, title_vi=scheme.title.vi, title_en=scheme.title.en, kind=scheme.kind,
        level=scheme.level, purpose=scheme.purpose, valid_from=scheme.valid_from, valid_to=scheme.valid_to, text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(), shipped=shipped, made_by_id=actor.user_id if actor else None,
        lines=len(scheme.criteria),
    )  # fmt: skip


@transaction.atomic
def bind_scheme(round_: Round, scheme: SchemeVersion | str, actor: Actor | None = None) -> RoundScheme:
    """Let a round be judged by a version (a code stands for its latest); it may be changed until a dossier of the
    round is
    before a council. Without an actor the system does it (the demonstration, an import).

    Raises: Forbidden unless the actor is the authority's registrar, NotFound for an unknown code, Invalid at `scheme`
    if it
    is for other dossiers, StateConflict once a council has begun.
    """
    if actor is not None and not actor.holds(Role.REGISTRAR, round_.authority_id):
        raise Forbidden(_("The scheme of a round is chosen by the registrar of its authority."))
    chosen = version_of(scheme) if isinstance(scheme, str) else scheme
    Round.objects.select_for_update().get(pk=round_.pk)
    if not parsed(chosen).fits(round_.kind, round_.level, round_.purpose):
        message = _("This scheme is for dossiers of another kind, level or purpose.")
        raise Invalid(message, {"scheme": [message]})
    if Hearing.objects.filter(council__round=round_).exists():
        raise StateConflict(_("Dossiers of this round are before a council already; its scheme stays."))
    binding = RoundScheme.objects.update_or_create(round=round_, defaults={"scheme": chosen})[0]
    data = {"round": round_.code, "scheme": chosen.code, "version": chosen.version}
    record(actor.user_id if actor else None, "scheme_bound", f"round:{round_.pk}", data)
    return binding


def scheme_of_round(round_: Round) -> SchemeVersion:
    """The scheme that the round binds. Raises Invalid at `round` if none has been chosen."""
    scheme = bound_to(round_)
    if scheme is None:
        message = _("This round has no scheme yet. The registrar chooses one first.")
        raise Invalid(message, {"round": [message]})
    return scheme
