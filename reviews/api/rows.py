"""Rows of the API, as plain dictionaries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from organisation.actor import Actor
from reviews.diagnosis import Profile
from reviews.models import (
    Attendance,
    Conclusion,
    Council,
    Entitlement,
    Hearing,
    Poll,
    Remark,
    SchemeVersion,
    Seat,
    Session,
    Sheet,
    Substitution,
)  # fmt: skip
from reviews.queries.benches import quorum_of
from reviews.queries.calibration import Calibration, Disputed
from reviews.queries.conclusions import comments_to_authors, explanation
from reviews.queries.councils import Row as Progress
from reviews.queries.grounds import closed_names, ground_of
from reviews.queries.hearings import dossiers_hidden_from, hearings_visible_to
from reviews.queries.polls import Tally
from reviews.queries.reading import ReadFile, Reading
from reviews.queries.rooms import Room
from reviews.queries.schemes import parsed, scheme_of
from reviews.queries.sheets import running_total, score_summary, sheets_shown
from reviews.rules.criteria import Criterion
from reviews.rules.differences import differences, differences_in_words
from reviews.rules.exact import spelled
from reviews.rules.explanation import Step
from reviews.rules.words.names import cited
from reviews.rules.words.plain import plain_words

Row = dict[str, Any]
SCHEME = ("code", "version", "title_vi", "title_en", "kind", "level", "purpose", "valid_from", "valid_to", "shipped")


def scheme_row(version: SchemeVersion) -> Row:
    """A version in a list."""
    return {name: getattr(version, name) for name in SCHEME}


def scheme_detail(version: SchemeVersion, versions: Iterable[int], language: str) -> Row:
    """A version in full."""
    scheme = parsed(version)
    return {
        **scheme_row(version), "criteria": [_criterion(c) for c in scheme.criteria],
        "choices": list(scheme.ballot.choices if scheme.ballot else ()), "grades": list(scheme.grade_codes),
        "flags": list(scheme.flag_names), "unconfirmed": [cited(c, language) for c in scheme.unconfirmed],
        "versions": list(versions), "text": version.text,
    }  # fmt: skip


def _criterion(criterion: Criterion) -> Row:
    return {
        "code": criterion.code,
        "title": criterion.title.to_json(),
        "guidance": criterion.guidance.to_json(),
        "maximum": None if criterion.maximum is None else spelled(criterion.maximum),
        "minimum": None if criterion.minimum is None else spelled(criterion.minimum),
        "weight": spelled(criterion.weight),
        "optional": criterion.optional,
        "repeats": criterion.repeats,
        "answers": list(criterion.answers),
    }


def scheme_words(version: SchemeVersion, language: str) -> list[Row]:
    """A version in plain words: headed sentences, each with its source."""
    return [
        {
            "code": section.code, "heading": section.heading,
            "lines": [{"text": line.text, "source": cited(line.citation, language)} for line in section.lines],
        }
        for section in plain_words(parsed(version), language)
    ]  # fmt: skip


def differences_row(old: SchemeVersion, new: SchemeVersion, language: str) -> Row:
    """What changed between two versions: values and sentences."""
    before, after = parsed(old), parsed(new)
    return {
        "from": old.version, "to": new.version, "values": [asdict(row) for row in differences(before, after)],
        "words": [asdict(row) for row in differences_in_words(before, after, language)],
    }  # fmt: skip


def council_row(council: Council) -> Row:
    """A council in a list (`queries.councils.councils_of`)."""
    return {
        "code": council.code, "title": council.title, "authority": council.authority.code, "round": council.round.code,
        "decision_number": council.decision_number, "decided_on": council.decided_on,
        "term_from": council.term_from, "term_to": council.term_to,
        "members": council.members, "hearings_open": council.hearings_open,  # type: ignore[attr-defined]
        "hearings_concluded": council.hearings_concluded,  # type: ignore[attr-defined]
    }  # fmt: skip


def seat_row(seat: Seat) -> Row:
    """A seat."""
    person = {"person": seat.person.code, "full_name": seat.person.full_name}
    return {"id": seat.pk, **person, "role": seat.role, "alternate": seat.alternate}


def hearing_row(hearing: Hearing, council: str) -> Row:
    """A hearing in a list."""
    return {
        "id": hearing.pk,
        "council": council,
        "dossier": hearing.dossier.reference,
        "title": hearing.dossier.work.title,
        "state": hearing.state,
        "session": hearing.session_id,
        "scheme": hearing.scheme.code,
        "version": hearing.scheme.version,
    }


def progress_row(row: Progress, council: str) -> Row:
    """A dossier of the matrix."""
    cells = [{"seat": cell.seat.pk, "full_name": cell.seat.person.full_name, "sheet": cell.state} for cell in row.cells]
    return {**hearing_row(row.hearing, council), "locked": row.locked, "bench": row.bench, "cells": cells}


def hearing_detail(hearing: Hearing, actor: Actor) -> Row:
    """A hearing in full, as the asker may see it."""
    states = {
        sheet.seat_id: "locked" if sheet.locked_at else "begun" for sheet in hearing.sheets.only("seat_id", "locked_at")
    }
    places = hearing.places.select_related("seat__person").order_by("seat__position")
    step, summary, hidden = quorum_of(hearing), score_summary(actor, hearing), closed_names(hearing)
    polls = hearing.polls.prefetch_related("entitlements__seat").order_by("number")
    return {
        **hearing_row(hearing, hearing.council.code), "flags": hearing.flags,
        "places": [
            {
                **seat_row(p.seat), "recused": p.recused, "ground": ground_of(p, hidden) if p.recused else "",
                "instead_of": p.instead_of_id, "sheet": states.get(p.seat_id, "waiting"),
                "received_at": p.received_at or hearing.made_at,
            }
            for p in places
        ],
        "quorum": {
            "holds": step.holds, "members": step.inputs["members"], "present": step.inputs["present"],
            "needed": step.result["needed"],
        },
        "polls": [poll_row(poll, hearing, actor) for poll in polls],
        "scores": asdict(summary) if summary else None,
        "sheets": [sheet_row(sheet, hearing) for sheet in sheets_shown(actor, hearing)],
        "conclusion": hearing.conclusion.pk if hasattr(hearing, "conclusion") else None,
    }  # fmt: skip


def content_row(reading: Reading) -> Row:
    """What is judged, as the asker reads it."""
    kept = {name: reading.content.get(name) or empty for name, empty in _CONTENT.items()}
    measured = asdict(reading.measured) if reading.measured else None
    if measured:
        del measured["blind"]  # said of the whole
    files = [_read_file(one) for one in reading.files]
    return {**kept, "blind": reading.blind, "files": files, "measured": measured}


_CONTENT: Row = {
    "purpose": "",
    "unit_name": "",
    "field_name": "",
    "answers": {},
    "authors": [],
    "units": [],
    "points": [],
}


def _read_file(file: ReadFile) -> Row:
    shown = {"number": file.number, "name": file.name, "size": file.blob.size, "media_type": file.blob.media_type}
    return {**shown, "pages": None if file.pages is None else list(file.pages)}


def poll_row(poll: Poll, hearing: Hearing, actor: Actor) -> Row:
    """A vote; who has cast is told of the asker alone."""
    rights = list(poll.entitlements.all())
    own = next((right for right in rights if actor.person_id and right.seat.person_id == actor.person_id), None)
    return {
        "id": poll.pk, "hearing": hearing.pk, "dossier": hearing.dossier.reference, "number": poll.number,
        "state": poll.state, "choices": poll.choices, "entitled": len(rights),
        "voted": sum(right.has_cast for right in rights), "may_cast": own is not None and poll.state == Poll.State.OPEN,
        "has_cast": own is not None and own.has_cast,
    }  # fmt: skip


def box_row(poll: Poll, tally: Tally) -> Row:
    """The published box."""
    told = asdict(tally)
    return {"poll": poll.pk, "voted": told.pop("cast"), **told}


def entitlement_row(right: Entitlement) -> Row:
    """One's own entitlement."""
    poll = right.poll
    return {
        "poll": poll.pk, "dossier": poll.hearing.dossier.reference, "choices": poll.choices, "has_cast": right.has_cast,
    }  # fmt: skip


def sheet_row(sheet: Sheet, hearing: Hearing) -> Row:
    """A sheet."""
    return {
        "hearing": hearing.pk, "dossier": hearing.dossier.reference, "seat": sheet.seat_id, "scores": sheet.scores,
        "comments": sheet.comments, "to_council": sheet.to_council, "to_authors": sheet.to_authors,
        "revision": sheet.revision, "locked_at": sheet.locked_at, "total": running_total(scheme_of(hearing), sheet),
    }  # fmt: skip


def session_row(session: Session, actor: Actor) -> Row:
    """A session; its agenda leaves out what concerns the asker."""
    return session_rows([session], actor)[0]


def session_rows(sessions: Iterable[Session], actor: Actor) -> list[Row]:
    """Sessions of one council; four statements whatever their number."""
    listed = list(sessions)
    agenda = hearings_visible_to(actor).filter(session__in=listed).select_related("dossier__work", "scheme", "council")
    by_session: dict[int | None, list[Row]] = defaultdict(list)
    for hearing in agenda.order_by("position", "pk"):
        by_session[hearing.session_id].append(hearing_row(hearing, hearing.council.code))
    came: dict[int, list[Row]] = defaultdict(list)
    for row in Attendance.objects.filter(session__in=listed).order_by("seat__position"):
        came[row.session_id].append({"seat": row.seat_id, "present": row.present, "times": row.times})
    stands_in: dict[int, list[Row]] = defaultdict(list)
    for one in Substitution.objects.filter(session__in=listed, ended_at=None):
        stands_in[one.session_id].append({"seat": one.seat_id, "alternate": one.alternate_id})
    hidden = dossiers_hidden_from(actor)
    return [
        {
            "id": session.pk, "council": session.council.code, "held_on": session.held_on, "venue": session.venue,
            "state": session.state, "present": [row["seat"] for row in came[session.pk] if row["present"]],
            "attendance": came[session.pk], "substitutes": stands_in[session.pk], "hearings": by_session[session.pk],
            "postponed": [code for code in session.postponed if code not in hidden], "notes": session.notes,
            "minutes": session.minutes_id is not None,
        }
        for session in listed
    ]  # fmt: skip


def room_row(session: Session, room: Room | None) -> Row:
    """What goes on at a session."""
    now = None
    if room:
        figures = {name: getattr(room, name) for name in ("present", "members", "enough", "entitled")} | {
            "voted": room.cast
        }
        dossier = {"dossier": room.hearing.dossier.reference, "title": room.hearing.dossier.work.title}
        now = {"hearing": room.hearing.pk, **dossier, "leaving": list(room.leaving), **figures}
    return {"session": session.pk, "state": session.state, "now": now}


def conclusion_row(conclusion: Conclusion) -> Row:
    """A conclusion in a list."""
    hearing = conclusion.hearing
    return {
        "id": conclusion.pk,
        "hearing": hearing.pk,
        "dossier": hearing.dossier.reference,
        "title": hearing.dossier.work.title,
        "council": hearing.council.code,
        "scheme": conclusion.scheme.code,
        "version": conclusion.scheme.version,
        "outcome": conclusion.outcome,
        "grade": conclusion.grade,
        "score": conclusion.score,
        "made_at": conclusion.made_at,
    }


def conclusion_detail(conclusion: Conclusion, actor: Actor) -> Row:
    """A conclusion in full; the inputs for those alone who see the hearing itself."""
    judges = hearings_visible_to(actor).filter(pk=conclusion.hearing_id).exists()
    return {
        **conclusion_row(conclusion),
        "steps": [Step.from_json(step).told() for step in conclusion.result["steps"]],
        "explanation": [asdict(line) for line in explanation(conclusion)],
        "settlement": conclusion.settlement, "remarks": conclusion.remarks,
        "comments": comments_to_authors(conclusion.hearing), "inputs": conclusion.inputs if judges else None,
    }  # fmt: skip


def calibration_row(found: Calibration) -> Row:
    """The diagnosis of a council's scoring."""
    return {
        "members": [_profile_row(seat, profile) for seat, profile in found.members],
        "disputed": [_disputed_row(one) for one in found.disputed],
        "open": found.open,
    }


def _disputed_row(one: Disputed) -> Row:
    figures = {"n": one.n, "mean": round(one.mean, 2), "spread": round(one.spread, 2)}
    return {"hearing": one.hearing.pk, "dossier": one.hearing.dossier.reference, **figures}


def _profile_row(seat: Seat, profile: Profile) -> Row:
    severity = profile.severity
    told = asdict(profile)
    del told["member"]
    told["severity"] = {**_plain(asdict(severity)), "verdict": severity.verdict} if severity else None
    return {**seat_row(seat), **told}


def _plain(figures: dict[str, Any]) -> Row:
    """The solver's numbers as Python's own, which alone are written as numbers."""
    return {name: float(figure) for name, figure in figures.items()}


def remark_row(remark: Remark) -> Row:
    """A remark of the discussion."""
    return {
        "id": remark.pk, "seat": remark.seat_id, "full_name": remark.seat.person.full_name, "text": remark.text,
        "reply_to": remark.reply_to_id, "said_at": remark.said_at,
    }  # fmt: skip
