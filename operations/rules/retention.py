"""How long what is kept about people stays, and what becomes of it then. One table: the planned task, the pages and the
documentation read it here.

Decree 13/2023/NĐ-CP asks that personal data be kept no longer than their purpose needs, unless a law says otherwise
(art. 3, 7), and that a person's wish to have them removed be answered within 72 hours, with the exceptions that it
names (art. 16); Law 91/2025/QH15 has stood over it since 1 January 2026. Neither names a number of years for what
stands here: the periods are the house's own, and the authority's legal officer confirms them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PURPOSE = "the purpose is over (Decree 13/2023/NĐ-CP, art. 3, 7)"
ANSWER_WITHIN = timedelta(hours=72)
"""From the wish to the answer (Decree 13/2023/NĐ-CP, art. 16, 5)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What it is about, from when its days are counted, how many, and what becomes of it; `holds` are the models of the
    inventory that it touches.
    """

    name: str
    what: str
    begins: str
    days: int
    then: str
    basis: str
    holds: tuple[str, ...]

    def last(self, now: datetime) -> datetime:
        """What began up to this moment is due."""
        return now - timedelta(days=self.days)


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "sessions", "sign-ins: device, network address", "the session has ended", 0, "removed", PURPOSE,
            ("usersessions.UserSession",),
        ),
        Rule("tokens", "keys to the API", "the key has expired", 0, "removed", PURPOSE, ("organisation.Token",)),
        Rule(
            "imports", "old registers that were read but never taken over, with their file", "the file was read", 90,
            "removed", PURPOSE, ("recognition.RegisterImport",),
        ),
        Rule(
            "letters", "letters: address, subject, text", "the letter was sent", 365,
            "emptied; that one was sent, and when, stays", PURPOSE, ("organisation.Letter",),
        ),
        Rule(
            "drafts", "drafts that were never filed, with their files", "their round has closed", 365, "removed",
            PURPOSE,
            ("initiatives.Author", "initiatives.Work", "initiatives.Dossier", "initiatives.Attachment"),
        ),
        Rule(
            "people", "people who have left", "no role and no open account any more", 5 * 365,
            "contact data, date of birth, qualification, ways to sign in, saved searches and subscriptions removed; "
            "the name too, where no filed dossier, council, certificate or register row names the person",
            PURPOSE + "; accountability for official acts until then",
            (
                "organisation.Person", "organisation.User", "account.EmailAddress", "mfa.Authenticator",
                "socialaccount.SocialAccount", "search.SavedSearch", "recognition.ReportSubscription",
            ),
        ),
    )
}  # fmt: skip


def left_on(account_open: bool, closed_on: date | None, ends: Iterable[date | None]) -> date | None:
    """The day on which somebody left: their account is closed (or there is none) and every role has ended. `ends` are
    the last days of their roles, None for one without an end. Nobody knows of a day: None.
    """
    given = list(ends)
    if account_open or None in given:
        return None
    days = [*given, *([closed_on] if closed_on else [])]
    return max((day for day in days if day is not None), default=None)


def pseudonym(number: int) -> str:
    """What somebody is called whom nothing names any more: the same for ever, and nobody's name."""
    return f"(đã ẩn danh {number})"


def answer_by(asked_at: datetime) -> datetime:
    """Until when a wish to be forgotten is to be answered."""
    return asked_at + ANSWER_WITHIN
