"""Dossiers at each step of the way, appeals about them, and rounds that hide what was filed."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Attachment, Dossier, Round
from initiatives.services.appeal_files import attach_to_appeal
from initiatives.services.appeals import lodge_appeal, perform_on_appeal
from initiatives.services.authors import answer_invitation, link_of, save_authors
from initiatives.services.blinding import add_redacted_copy
from initiatives.services.files import attach
from initiatives.services.sealing import unseal
from organisation.models import Unit
from reviews.queries.schemes import version_of
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme
from tests import city, samples
from tests.api.place import ROLES, ROLES_OF_MEMBERS, SCHEME, Place, kept_as, words_for


def filed(place: Place, round_: Round) -> None:
    author = place.people["author"]
    draft = kept_as(place, "draft", city.draft(author, round_, **words_for(place, "draft")))
    coauthor, invited = place.staff_code("coauthor"), place.staff_code("invited")
    save_authors(draft.reference, author, [
        {"person": place.staff_code("author"), "share": "50"}, {"person": coauthor, "share": "30"},
        {"person": invited, "share": "20"},
    ])  # fmt: skip
    rows = {row.person.code: row for row in draft.work.authors.select_related("person", "work")}
    answer_invitation(rows[coauthor], True, place.people["coauthor"])
    attach(draft.reference, author, "minh-chung.pdf", city.upload("minh-chung.pdf", samples.pdf()))
    place.names |= {"draft_file": Attachment.objects.get().pk, "link": link_of(rows[invited])}
    kept_as(place, "whole", city.draft(author, round_, **words_for(place, "whole")))
    submitted = city.draft(author, round_, **words_for(place, "submitted"))
    attach(submitted.reference, author, "phu-luc.pdf", city.upload("phu-luc.pdf", samples.pdf(2)))
    place.names["submitted_file"] = Attachment.objects.order_by("-pk").values_list("pk", flat=True)[0]
    kept_as(place, "submitted", city.take(submitted, "submit", author, author))
    returned = city.submitted(author, round_, **words_for(place, "returned"))
    city.take(returned, "return", author, place.people["officer"])
    kept_as(place, "returned", returned)
    for steps, name in enumerate(("refused", "appeal", "taken_up_appeal", "examined_appeal", "answered_appeal")):
        _appealed(place, name, steps, city.submitted(author, round_, **words_for(place, name)))
    kept_as(place, "admitted", city.admitted(author, round_, **words_for(place, "admitted")))


def _appealed(place: Place, name: str, steps: int, dossier: Dossier) -> None:
    """A refused dossier, and an appeal about it after so many steps."""
    city.take(dossier, "refuse", place.people["author"], place.people["officer"])
    kept_as(place, name, dossier)
    if not steps:
        return
    decided = {
        "decided_on": timezone.localdate().isoformat(),
        "decision_number": "09/QĐ-SYT",
        "reason": "Đúng quy định",
        "signer_name": "Nguyễn Văn Quảng",
        "signer_post": "Giám đốc",
    }
    said = {"grounds": "Có điểm mới", "wanted": "Xem xét lại"}
    place.names[name] = lodge_appeal(dossier.code or "", place.people["author"], said).code
    if name == "appeal":
        upload = city.upload("giai-trinh.pdf", samples.pdf())
        [file] = attach_to_appeal(place.names[name], place.people["author"], [upload])
        place.names["appeal_file"] = file.pk
    acts: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("registrar", "take_up", {"handler": place.staff_code("secretary")}),
        ("secretary", "examine", {"findings": "Không có căn cứ"}), ("leader", "reject", decided),
    )  # fmt: skip
    for who, act, given in acts[: steps - 1]:
        perform_on_appeal(place.names[name], act, place.people[who], given)


def hidden(place: Place, unit: Unit) -> None:
    """A sealed round that waits for its opening, one that is open; and a dossier of a blind one before the council."""
    author, registrar, past = (
        place.people["author"],
        place.people["registrar"],
        timezone.localdate() - timedelta(days=1),
    )
    sealed, opened = (city.round_at(unit, sealed=True, closes_on=past) for _number in range(2))
    unseal(opened.code, registrar, "Nguyễn Văn Quảng, Thanh tra")
    blind = city.round_at(unit, blind=True)
    bind_scheme(blind, version_of(SCHEME), registrar)
    draft = city.draft(author, blind, title="Số hóa sổ theo dõi", summary="Bớt một lần nhập tay")
    attach(draft.reference, author, "ket-qua.pdf", city.upload("ket-qua.pdf", samples.pdf()))
    city.take(draft, "submit", author, author)
    dossier = kept_as(place, "blind", city.take(draft, "admit", author, place.people["officer"]))
    file = Attachment.objects.get(dossier=dossier)
    add_redacted_copy(dossier.reference, author, file.pk, "ban-che.pdf", city.upload("ban-che.pdf", samples.pdf(2)))
    rows = [{"person": place.staff_code(who), "role": role} for who, role in zip(ROLES_OF_MEMBERS, ROLES, strict=True)]
    council = set_up_council(registrar, blind, "Hội đồng xét ẩn danh", rows)
    [hearing] = assign_dossiers(council.code, place.people["secretary"], [dossier.code or ""])
    place.names |= {
        "sealed_round": sealed.code, "opened_round": opened.code, "blind_file": file.pk, "blind_hearing": hearing.pk,
    }  # fmt: skip
