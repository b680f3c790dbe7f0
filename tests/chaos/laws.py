"""Afterwards the laws of the house hold: nothing acknowledged is lost, nothing is there twice, nothing is out of step."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.chaos.people import COUNCIL, Town

Loss = tuple[str, int, int]
"""What was looked at, how many, how many of them lost, doubled or wrong."""


def held(town: Town, messages: list[Any]) -> Iterator[Loss]:
    """Each law with its figures."""
    yield from _of_dossiers(town)
    yield from _of_files(town)
    yield from _of_councils(town)
    yield from _of_followers(messages)
    yield from _of_journal()


def _of_dossiers(town: Town) -> Iterator[Loss]:
    from initiatives.models import Dossier

    there = list(Dossier.objects.exclude(code=None).values_list("code", "work__title"))
    titles = Counter(title for _code, title in there)
    lost = set(town.filed.items()) - set(there)
    yield "dossiers submitted: lost or doubled", len(town.filed), len(lost) + sum(n - 1 for n in titles.values())
    numbers = sorted(int(code.rpartition("-")[2]) for code, _title in there)
    yield "codes: repeated or skipped", len(numbers), len(set(range(1, len(numbers) + 1)) ^ set(numbers))


def _of_files(town: Town) -> Iterator[Loss]:
    from initiatives.models import Attachment
    from initiatives.services.storage import digest_of, open_blob

    attached = {file.blob.digest: file.blob for file in Attachment.objects.select_related("blob")}
    wrong = len(set(town.files) - set(attached))
    for digest in set(town.files) & set(attached):
        with open_blob(attached[digest]) as stream:
            wrong += digest_of(stream) != digest
    yield "files uploaded: lost or other than sent", len(town.files), wrong


def _of_councils(town: Town) -> Iterator[Loss]:
    from recognition.models import Decision
    from reviews.models import Conclusion, Poll, Sheet
    from reviews.services.conclusions import differences

    sheets = Counter(Sheet.objects.exclude(locked_at=None).values_list("hearing", "seat"))
    wrong = sum(n - 1 for n in sheets.values())
    concluded = Conclusion.objects.values_list("hearing", flat=True)
    per_hearing = Counter(hearing for hearing, _seat in sheets)
    wrong += sum(abs(len(COUNCIL) - per_hearing[hearing]) for hearing in concluded)
    yield "sheets: lost or doubled", len(sheets), wrong
    boxes = {poll.pk: [receipt for receipt, _choice in poll.box] for poll in Poll.objects.all()}
    cast = sum(map(len, town.ballots.values()))
    lost = sum(len(receipts - set(boxes.get(poll, ()))) for poll, receipts in town.ballots.items())
    doubled = sum(len(box) - len(set(box)) + max(0, len(box) - len(COUNCIL)) for box in boxes.values())
    yield "ballots: lost or doubled", cast, lost + doubled
    conclusions = list(Conclusion.objects.select_related("scheme", "hearing__dossier"))
    yield "conclusions: other when replayed", len(conclusions), sum(bool(differences(one)) for one in conclusions)
    numbers = sorted(Decision.objects.exclude(number=None).values_list("number", flat=True))
    gaps = len(set(range(1, len(numbers) + 1)) ^ set(numbers)) + len(numbers) - len(set(numbers))
    missing = len(set(town.numbers)) - len(numbers) if len(numbers) < len(set(town.numbers)) else 0
    yield "numbers of decisions: repeated, skipped or lost", len(numbers), gaps + missing


def _of_followers(messages: list[Any]) -> Iterator[Loss]:
    from journal.models import Delivery
    from organisation.models import Letter
    from recognition.models import Recognition
    from search.indexing import compare

    yield "deliveries of the outbox: left", Delivery.objects.count(), Delivery.objects.count()
    ids = Counter(str(message["Message-ID"]) for message in messages)
    letters = Letter.objects.count()
    yield "letters: lost", letters, max(0, letters - len(ids))
    yield "letters: sent twice under one Message-ID", len(messages), sum(n - 1 for n in ids.values())
    found = compare()
    differing = len(found.missing) + len(found.stale) + len(found.left_over)
    yield "index entries: missing, stale or left over", Recognition.objects.count(), differing


def _of_journal() -> Iterator[Loss]:
    from journal.models import Entry
    from journal.queries import faults
    from journal.services.seals import seal_journal

    seal_journal()
    yield "journal entries: not as sealed", Entry.objects.count(), len(list(faults({})))
