"""Composition, recusal and quorum, in plain words."""

from collections.abc import Iterator

from reviews.rules.composition import Composition
from reviews.rules.language import pick
from reviews.rules.quorum import Quorum
from reviews.rules.scheme import Scheme
from reviews.rules.words.line import Line, line
from reviews.rules.words.names import ROLES, listed, named, share_of


def council_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Sizes and roles, what a recusal does to the count, and the quorum."""
    yield from _made_up(scheme.council, language)
    yield _recused(scheme.council, language)
    yield from _substituted(scheme.council, language)
    yield from _lead_body(scheme.council, language)
    quorum = _quorum(scheme.quorum, language)
    yield line("quorum", scheme.quorum.citation, language, f"Họp khi có mặt {quorum}.", f"Quorum: {quorum}.")


def _made_up(council: Composition, language: str) -> Iterator[Line]:
    if council.sizes:
        sizes = listed(map(str, council.sizes), language, either=True)
        vi, en = f"Hội đồng có {sizes} thành viên.", f"The council has {sizes} members."
        yield line("council.sizes", council.citation, language, vi, en)
    if council.roles:
        counts = [(named(ROLES, role, language), least) for role, least in council.roles]
        roles = listed((f"{least} {role}" for role, least in counts), language)
        en = "At least: " + ", ".join(f"{role} {least}" for role, least in counts) + "."
        yield line("council.roles", council.citation, language, f"Ít nhất có {roles}.", en)


def _recused(council: Composition, language: str) -> Line:
    counted = (
        "Người không tham gia xét một hồ sơ vẫn tính vào số thành viên.",
        "A recused member still counts among the members.",
    )
    left_out = (
        "Người không tham gia xét một hồ sơ không tính vào số thành viên của hồ sơ đó.",
        "A recused member does not count among the members for that dossier.",
    )
    return line("council.recused", council.citation, language, *(counted if council.recused_count else left_out))


def _substituted(council: Composition, language: str) -> Iterator[Line]:
    """Only where the scheme says something of it."""
    if council.substitutes is None:
        return
    roles = listed((named(ROLES, role, language) for role in council.substitutes), language)
    vi, en = "Thành viên dự khuyết không được họp thay.", "No alternate may take a seat."
    if roles:
        vi = f"Thành viên dự khuyết được họp thay: {roles}."
        en = f"An alternate may take the seat of an absent member: {roles}."
    yield line("council.substitutes", council.citation, language, vi, en)


def _lead_body(council: Composition, language: str) -> Iterator[Line]:
    rule = council.lead_body
    if rule is None:
        return
    vi, en = "Không ai thuộc tổ chức chủ trì là thành viên hội đồng", "Nobody of the lead body sits on the council"
    if rule.most:
        roles = listed((named(ROLES, role, language) for role in rule.barred), language, either=True)
        vi = f"Tổ chức chủ trì có không quá {rule.most} người trong hội đồng, không làm {roles}"
        en = f"At most {rule.most} of the lead body may sit on the council, not as {roles}"
    yield line("council.lead_body", rule.citation, language, f"{vi}.", f"{en}.")


def _quorum(quorum: Quorum, language: str) -> str:
    parts = []
    if quorum.share:
        parts.append(share_of(quorum.share, language) + pick(language, " số thành viên", " of the members"))
    if quorum.count > 1:
        parts.append(pick(language, f"ít nhất {quorum.count} người", f"at least {quorum.count} people"))
    needed = [[role] for role in quorum.all_of] + ([list(quorum.any_of)] if quorum.any_of else [])
    for roles in needed:
        either = listed((named(ROLES, role, language) for role in roles), language, either=True)
        parts.append(pick(language, f"có {either}", f"the {either}"))
    return ", ".join(parts) or pick(language, "bất kỳ thành viên nào", "any member")
