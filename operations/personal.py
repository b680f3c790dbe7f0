"""The inventory of personal data: what is kept of people, why, until when, who sees it. One row a model.

`own` is the way from a row to the person it is about (a person or an account); a row without one only notes who did
something, and is told to them through their journal. `hidden` columns are told to nobody: secrets.
A test compares `fields` with the models, so that a new field about people is not forgotten here.
"""

from dataclasses import dataclass

OFFICE = "the account's owner, administrators"
DOSSIER = "those who may see the dossier"
SHARED = f"{DOSSIER}; name and share: everybody once recognised"
RECORD = "as long as the dossier: it is the record of an official act"
STAFF = "while employed, then with the acts that name the person"
TASK = "law-given task: recognition of initiatives and research topics"
EMPLOYED = "managing staff and their duties"
SAFETY = "safety of the account"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a model holds of people."""

    fields: tuple[str, ...]
    why: str
    until: str
    seen: str
    own: str = ""
    hidden: tuple[str, ...] = ()


def _act(*fields: str) -> Kept:
    return Kept(fields, "who did an official act", RECORD, "those who may see the act")


INVENTORY: dict[str, Kept] = {
    "organisation.Person": Kept(
        ("full_name", "name_key", "born_on", "email", "phone", "qualification"),
        EMPLOYED,
        STAFF,
        "name: everybody, where a decision names it; the rest: administrators, and councils where the rules ask",
        "pk",
    ),
    "organisation.User": Kept(
        ("person", "username", "email"), SAFETY, "while it is open", OFFICE, "person", ("password",)
    ),
    "organisation.Membership": Kept(("person", "job_title"), EMPLOYED, STAFF, OFFICE, "person"),
    "organisation.Letter": Kept(
        ("person",), "telling people of what concerns them", RECORD, "the addressee", "person", ("attachments",)
    ),
    "organisation.Leaving": Kept(
        ("person",), "that somebody has left, and since when nothing more is kept", "for ever", "nobody", "person"
    ),
    "organisation.ErasureRequest": Kept(
        ("person", "decided_by"),
        "a wish to be forgotten and its answer",
        "for ever: it shows that it was answered",
        "the person, administrators",
        "person",
    ),
    "organisation.Viewing": Kept(
        ("administrator", "seen"),
        "an administrator saw the system as this person does",
        "for ever",
        "the person seen, administrators",
        "seen",
    ),
    "organisation.Token": Kept(
        ("user", "name"), SAFETY, "12 hours (a calendar's: a year)", "its owner", "user", ("digest",)
    ),
    "account.EmailAddress": Kept(("user", "email"), SAFETY, "while the account is open", OFFICE, "user"),
    "mfa.Authenticator": Kept(("user",), SAFETY, "until its owner removes it", "nobody", "user", ("data",)),
    "socialaccount.SocialAccount": Kept(("user",), SAFETY, "until it is unlinked", OFFICE, "user"),
    "usersessions.UserSession": Kept(
        ("user", "ip", "user_agent"), SAFETY, "until the session ends", "its owner", "user", ("session_key", "data")
    ),
    "initiatives.Author": Kept(("person", "workplace", "job_title", "qualification"), TASK, RECORD, SHARED, "person"),
    "initiatives.Work": _act("created_by"),
    "initiatives.Dossier": _act("filed_by"),
    "initiatives.Version": _act("submitted_by"),
    "initiatives.Attachment": _act("added_by"),
    "initiatives.RedactedCopy": _act("added_by"),
    "initiatives.Round": _act("unsealed_by"),
    "initiatives.Notice": _act("made_by"),
    "initiatives.Contract": _act("made_by"),
    "initiatives.ProgressVersion": _act("submitted_by"),
    "initiatives.ContractRequest": _act("filed_by", "decided_by"),
    "initiatives.Inspection": _act("made_by"),
    "initiatives.Settlement": _act("made_by"),
    "initiatives.FollowUp": _act("done_by"),
    "initiatives.ContractFile": _act("added_by"),
    "initiatives.Task": _act("made_by"),
    "initiatives.Appeal": Kept(
        ("lodged_by", "handler", "signer_name", "signer_post"),
        TASK,
        RECORD,
        "the parties, and the offices of the authority",
        "lodged_by",
    ),
    "initiatives.AppealFile": _act("added_by"),
    "initiatives.Appraisal": _act("made_by"),
    "initiatives.Measurement": _act("made_by"),
    "reviews.Seat": Kept(("person",), TASK, RECORD, "those who may see the council", "person"),
    "reviews.Preference": Kept(("person",), TASK, RECORD, "who conducts the council", "person"),
    "reviews.Reviewer": Kept(("person",), TASK, RECORD, "who conducts the council", "person"),
    "reviews.Conflict": Kept(
        ("person", "made_by"), "nobody judges their own", RECORD, "who conducts the council, the person"
    ),
    "reviews.Override": _act("person", "asked_by", "confirmed_by"),
    "reviews.SchemeVersion": _act("made_by"),
    "reviews.Council": _act("made_by"),
    "reviews.Substitution": _act("made_by"),
    "reviews.Assignment": _act("made_by", "published_by", "undone_by"),
    "reviews.Conclusion": _act("made_by"),
    "reviews.Ranking": _act("made_by"),
    "reviews.Sheet": Kept(("seat",), TASK, RECORD, "the member; the council as the scheme says", "seat__person"),
    "recognition.Decision": Kept(
        ("made_by", "signer_name", "signer_post"), TASK, "for ever: it is published", "everybody"
    ),
    "recognition.Recognition": Kept(("authors",), TASK, "for ever: the register", "everybody"),
    "recognition.Certificate": Kept(
        ("person",), TASK, "for ever: it can be verified", "its owner; who has its code", "person"
    ),
    "recognition.Extract": Kept(
        ("made_by", "recipient", "signer_name", "signer_post"),
        TASK,
        "for ever: it can be verified",
        "the offices of its authority; who has the paper",
    ),
    "recognition.IssuedPaper": Kept(("signed_by",), TASK, "for ever: it is published", "everybody"),
    "recognition.RegisterImport": _act("made_by"),
    "recognition.CertificateBatch": _act("asked_by"),
    "recognition.Report": _act("issued_by"),
    "recognition.ReportSubscription": Kept(
        ("person",), "a letter that was asked for", "until it is ended", "its owner", "person"
    ),
    "search.SavedSearch": Kept(("person",), "a search that was kept", "until it is removed", "its owner", "person"),
    "search.LikenessVerdict": _act("judged_by"),
    "search.LexiconVersion": _act("kept_by"),
    "journal.Entry": Kept(
        ("actor",),
        "the sealed record of who did what",
        "for ever: sealed, append-only",
        "nobody by a page; auditors",
        "actor",
        ("data",),
    ),
}
