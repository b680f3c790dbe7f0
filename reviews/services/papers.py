"""The papers of a council: its decision, the tally sheet of a vote, the minutes of a session. Vietnamese, as the
law has it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.papers import (
    CouncilDecisionPaper,
    JustificationPaper,
    MinutesItem,
    MinutesPaper,
    Part,
    SheetLine,
    Signature,
    TallyPaper,
)
from initiatives.services.blinding import blinded
from initiatives.services.measurement_papers import measured_sections
from organisation.models import Membership
from reviews.models import Attendance, Council, Hearing, Poll, Seat, SeatRole, Session, Sheet
from reviews.queries.benches import standing_poll
from reviews.queries.conclusions import explanation, outcome_words
from reviews.queries.grounds import closed_names, ground_of
from reviews.queries.inputs import gather
from reviews.queries.polls import count
from reviews.queries.reading import measurement_of
from reviews.queries.schemes import bound_to, parsed, scheme_of
from reviews.queries.sheets import running_total
from reviews.rules.scheme import Scheme
from reviews.rules.words import plain_words
from reviews.rules.words.names import CHOICES, cited, named, numeral
from reviews.services.terms import term_in_words

LANGUAGE = "vi"
PDF = "application/pdf"
ON_TIME = timedelta(minutes=15)
POSTS = {SeatRole.CHAIR: "Chủ tịch hội đồng", SeatRole.SECRETARY: "Thư ký hội đồng"}


def _head(council: Council) -> dict[str, Any]:
    authority = council.authority
    superior = authority.parent.name if authority.parent else ""
    demonstration = settings.DEMONSTRATION or council.round.demonstration
    return {"issuer": authority.name, "superior": superior, "demonstration": demonstration, "council": council.title}


def decision_paper(council: Council) -> CouncilDecisionPaper:
    """Quyết định thành lập hội đồng; its grounds are the sources of the scheme's composition and quorum."""
    return CouncilDecisionPaper(
        **_head(council), number=council.decision_number, on=council.decided_on, round_title=council.round.title,
        seats=_seat_lines(council, False), alternates=_seat_lines(council, True), term=_term(council),
        grounds=_grounds(council), recipients=["Như Điều 3", "Lưu: VT"],
        signer=Signature(authority="THỦ TRƯỞNG CƠ QUAN"),
    )  # fmt: skip


def _grounds(council: Council) -> list[str]:
    """The sources of composition and quorum that somebody has confirmed."""
    scheme = bound_to(council.round)
    rules = [parsed(scheme).council.citation, parsed(scheme).quorum.citation] if scheme else []
    return [f"Căn cứ {ground}" for ground in dict.fromkeys(cited(c, LANGUAGE) for c in rules if c.confirmed)]


def _term(council: Council) -> str:
    with override(LANGUAGE):
        return term_in_words(council)


def _seat_lines(council: Council, alternate: bool) -> list[tuple[str, str, str]]:
    seats = list(council.seats.filter(alternate=alternate).select_related("person").order_by("position"))
    held: dict[int, str] = {}
    memberships = Membership.objects.filter(person__in=[seat.person_id for seat in seats], valid_to=None)
    for row in memberships.select_related("unit").order_by("-id"):
        held[row.person_id] = ", ".join(filter(None, (row.job_title, row.unit.name)))
    with override(LANGUAGE):
        return [(seat.person.full_name, held.get(seat.person_id, ""), str(SeatRole(seat.role).label)) for seat in seats]


def tally_paper(poll: Poll) -> TallyPaper:
    """Biên bản kiểm phiếu: the count, and the box from which anybody can redo it."""
    hearing, counted = poll.hearing, count(poll)
    council = hearing.council
    return TallyPaper(
        **_head(council), on=localdate(poll.closed_at) if poll.closed_at else None, title=hearing.dossier.work.title,
        code=hearing.dossier.reference, entitled=counted.entitled, cast=counted.cast, invalid=counted.invalid,
        count=[(_choice(choice), votes) for choice, votes in counted.votes.items()],
        box=[(receipt, _choice(choice)) for receipt, choice in counted.box], rule=_rule(hearing),
        secretary=_signature(council, SeatRole.SECRETARY), chair=_signature(council, SeatRole.CHAIR),
    )  # fmt: skip


def _rule(hearing: Hearing) -> str:
    """What the scheme asks of the vote, but for what a ballot may say, which the count shows."""
    lines = [line for part in plain_words(scheme_of(hearing), LANGUAGE) if part.code == "ballot" for line in part.lines]
    return " ".join(line.text for line in lines if line.key.startswith(("ballot.rule", "ballot.grades")))


def _choice(choice: str) -> str:
    return named(CHOICES, choice, LANGUAGE).capitalize()


def _signature(council: Council, role: SeatRole, session: Session | None = None) -> Signature:
    """Who signs in this role: its holder, or who sat in their seat at the session."""
    seat = council.seats.select_related("person").filter(role=role, alternate=False).first()
    stood_in = session.substitutions.filter(seat__role=role, seat=seat) if session and seat else None
    if stood_in is not None and (last := stood_in.select_related("alternate__person").last()):
        away = session is not None and not session.attendances.filter(seat=seat, present=True).exists()
        seat = last.alternate if away else seat
    return Signature(post=POSTS[role], name=seat.person.full_name if seat else "")


def minutes_paper(session: Session, hearings: Sequence[Hearing]) -> MinutesPaper:
    """Biên bản họp hội đồng on these hearings of the session, written from what happened."""
    rows = list(session.attendances.select_related("seat__person").order_by("seat__position"))
    said = session.substitutions.select_related("seat__person")
    stood_in = {one.alternate_id: one.seat.person.full_name for one in said}
    council = session.council
    with override(LANGUAGE):
        return MinutesPaper(
            **_head(council), on=session.held_on, venue=session.venue, set_up_by=_set_up_by(council),
            began=_clock(session.opened_at), ended=_clock(session.closed_at),
            present=[_attended(row, session, stood_in) for row in rows if _came(row)],
            absent=[_member(row.seat) for row in rows if not _came(row)],
            items=[_item(hearing) for hearing in hearings], notes=_notes(session),
            chair=_signature(council, SeatRole.CHAIR), secretary=_signature(council, SeatRole.SECRETARY, session),
        )  # fmt: skip


def justification_paper(hearing: Hearing) -> JustificationPaper:
    """Tài liệu căn cứ kết luận: sheets, totals, rule and version, explanation, box. The hearing is concluded."""
    council, scheme, poll = hearing.council, scheme_of(hearing), standing_poll(hearing)
    with override(LANGUAGE):
        return JustificationPaper(
            **_head(council), on=localdate(hearing.conclusion.made_at), item=_item(hearing), rules=_rules(hearing),
            criteria=[c.title.said(LANGUAGE) for c in scheme.criteria], sheets=_sheets(hearing, scheme),
            box=[(receipt, _choice(choice)) for receipt, choice in count(poll).box] if poll else [],
            concluded=f"{localtime(hearing.conclusion.made_at):%H:%M, %d/%m/%Y}",
            chair=_signature(council, SeatRole.CHAIR), secretary=_signature(council, SeatRole.SECRETARY),
        )  # fmt: skip


def _rules(hearing: Hearing) -> str:
    version = hearing.scheme
    named_so = _("%(title)s, %(code)s, version %(version)d (SHA-256 %(digest)s)")
    return named_so % {
        "title": version.title_vi, "code": version.code, "version": version.version, "digest": version.digest[:16],
    }  # fmt: skip


def _sheets(hearing: Hearing, scheme: Scheme) -> list[SheetLine]:
    """The sheets that stood when the council concluded, in the order of seats."""
    sitting = hearing.places.filter(recused=False).values("seat_id")
    rows = hearing.sheets.filter(seat__in=sitting).exclude(locked_at=None).select_related("seat__person")
    return [_sheet(sheet, scheme) for sheet in rows.order_by("seat__position")]


def _sheet(sheet: Sheet, scheme: Scheme) -> SheetLine:
    given = [str(sheet.scores.get(criterion.code, "–")) for criterion in scheme.criteria]
    answers = {"yes": _("yes"), "no": _("no")}
    return SheetLine(
        _member(sheet.seat), [answers.get(one) or numeral(one, LANGUAGE) for one in given],
        numeral(running_total(scheme, sheet) or "", LANGUAGE), sheet.to_council,
    )  # fmt: skip


def _set_up_by(council: Council) -> str:
    day = f"ngày {council.decided_on:%d/%m/%Y}" if council.decided_on else ""
    return " ".join(filter(None, (council.decision_number, day)))


def _clock(at: datetime | None) -> str:
    return f"{localtime(at):%H giờ %M}" if at else ""


def _member(seat: Seat) -> str:
    return f"{seat.person.full_name} ({SeatRole(seat.role).label})"


def _came(row: Attendance) -> bool:
    return row.present or bool(row.times)


def _attended(row: Attendance, session: Session, stood_in: Mapping[int, str]) -> str:
    """Who was there, in whose seat, and from when to when, where that is not the whole session."""
    words = [_member(row.seat)]
    if row.seat_id in stood_in:
        words.append(_("alternate, in the seat of %(name)s") % {"name": stood_in[row.seat_id]})
    words += [_stay(stay) for stay in row.times if not _whole(stay, session)]
    return ", ".join(words)


def _whole(stay: Mapping[str, str | None], session: Session) -> bool:
    """Whether somebody came within the first minutes and stayed to the end."""
    begun, ended = session.opened_at, session.closed_at
    came = datetime.fromisoformat(stay["came"] or "")
    left = datetime.fromisoformat(stay["left"]) if stay["left"] else None
    on_time = begun is None or came - begun < ON_TIME
    return on_time and (left is None or ended is None or left >= ended)


def _stay(stay: Mapping[str, str | None]) -> str:
    times = {"came": _hour(stay["came"]), "left": _hour(stay["left"])}
    return _("from %(came)s to %(left)s") % times if stay["left"] else _("from %(came)s") % times


def _hour(at: str | None) -> str:
    return f"{localtime(datetime.fromisoformat(at)):%H:%M}" if at else ""


def _notes(session: Session) -> str:
    postponed = _("Carried over to the next session: %(codes)s.") % {"codes": ", ".join(session.postponed)}
    return "\n".join(filter(None, (session.notes, postponed if session.postponed else "")))


def _item(hearing: Hearing) -> MinutesItem:
    judged = hearing.conclusion.inputs if hasattr(hearing, "conclusion") else gather(hearing).to_json()
    away = hearing.places.filter(recused=True).select_related("seat__person").order_by("seat__position")
    numbers = {"present": len(judged["present"]), "members": judged["members"]}
    dossier, (scores, total) = hearing.dossier, _scores(hearing)
    hidden = closed_names(hearing)  # the members read these minutes
    authors = dossier.work.authors.select_related("person").order_by("position")
    return MinutesItem(
        code=dossier.reference, title=dossier.work.title, scheme=hearing.scheme.title_vi,
        unit="" if hidden else dossier.work.unit.name,
        authors="" if hidden else ", ".join(author.person.full_name for author in authors),
        present=_("Present: %(present)d of %(members)d members who judge this dossier.") % numbers,
        experts=_experts(hearing, hidden),
        recused=[f"{place.seat.person.full_name} ({ground_of(place, hidden)})" for place in away], scores=scores,
        total=total,
        count=_votes(hearing), steps=_steps(hearing), conclusion=_conclusion(hearing),
    )  # fmt: skip


def _experts(hearing: Hearing, hidden: bool) -> Sequence[Part]:
    """What the expert group reported of the version that was judged; no name of an author while these are closed."""
    found = measurement_of(hearing, blinded if hidden else dict)
    if found is None:
        return ()
    heard = Part(
        _("The council heard the report of the expert group of %(day)s") % {"day": f"{found.held_on:%d/%m/%Y}"}
    )
    return [heard, *measured_sections(found.members, found.products, found.findings)]


def _scores(hearing: Hearing) -> tuple[list[tuple[str, str]], str]:
    """The council's result on each criterion, and the total, from the explanation itself."""
    steps = hearing.conclusion.result["steps"] if hasattr(hearing, "conclusion") else []
    rows = [
        (step["inputs"]["title"][LANGUAGE], step["result"]["shown"]) for step in steps if step["rule"] == "criterion"
    ]
    total = next((step["result"]["shown"] for step in steps if step["rule"] == "total"), "")
    return [(name, numeral(value, LANGUAGE)) for name, value in rows], numeral(total, LANGUAGE)


def _votes(hearing: Hearing) -> list[tuple[str, str]]:
    poll = standing_poll(hearing)
    if poll is None or poll.state != Poll.State.CLOSED:
        return []
    counted = count(poll)
    rows = [(_choice(choice), str(votes)) for choice, votes in counted.votes.items()]
    return [*rows, ("Không hợp lệ", str(counted.invalid))] if counted.invalid else rows


def _steps(hearing: Hearing) -> list[str]:
    """The explanation; a source is named where it is another than that of the line before."""
    if not hasattr(hearing, "conclusion"):
        return []
    told, before = [], ""
    for line in explanation(hearing.conclusion, LANGUAGE):
        told.append(line.text if line.source == before else f"{line.text} ({line.source})")
        before = line.source
    return told


def _conclusion(hearing: Hearing) -> str:
    if not hasattr(hearing, "conclusion"):
        return _("Not concluded in this session.")
    conclusion = hearing.conclusion
    words = [outcome_words(conclusion, LANGUAGE), conclusion.settlement.get("reason", ""), conclusion.remarks]
    return ". ".join(dict.fromkeys(filter(None, words)))
