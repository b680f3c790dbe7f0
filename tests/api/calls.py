"""Every call of the API, with what makes it succeed for whoever may do it: one row a method, path and thing asked for.

`path` is that of the schema below /api/v1/. In `fill` (its parameters), `query` and `body`, a text of the form `$name`
is replaced by what the city calls so (`tests.api.place`).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from reviews.rules.shipped import shipped_texts
from tests import city, samples, selection, topics
from tests.api.place import SCHEME, SCORES, Place
from tests.recognition.registers import books

BASE = "/api/v1/"
REASONS = [{"field": "novelty", "text": "Nêu rõ điểm mới."}]
SEATS = [{"person": f"$person_{role}", "role": role} for role in ("chair", "deputy", "secretary", "reviewer", "member")]

NEW_TARGET = {
    "title_vi": "Tăng 10%", "title_en": "+10%", "levels": ["department"], "units": ["SYT"], "shares": {"SYT": "100"},
    "growth": "10", "baseline_from": "2020-01-01", "baseline_to": "2024-12-31", "baseline_value": 30,
    "baseline_source": "Báo cáo năm 2024", "period_from": "2025-01-01", "period_to": "2029-12-31",
}  # fmt: skip
ALTERNATES = [{"person": "$person_stranger", "role": "member"}]


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    path: str
    fill: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    match: str = ""
    upload: bool = False

    def __str__(self) -> str:
        return " ".join([self.method, self.path, *(str(value).lstrip("$") for value in self.fill.values())])

    @property
    def operation(self) -> tuple[str, str]:
        """As the schema knows it."""
        return self.method, BASE + self.path

    def address(self, place: Place) -> str:
        """Where it is sent."""
        return BASE + self.path.format(**filled(self.fill, place))

    def send(self, place: Place, who: str) -> Any:
        """The answer to somebody."""
        body = filled(self.body, place)
        if self.upload:
            body = {"file": sheet_of_register() if self.path == "imports/" else sheet_of_paper(), **(body or {})}
        send = getattr(place.client(who), self.method.lower())
        headers = {"If-Match": self.match} if self.match else {}
        if self.method == "GET":
            return send(self.address(place), filled(self.query, place), headers=headers)
        return send(self.address(place), body, format="multipart" if self.upload else "json", headers=headers)


def filled(given: Any, place: Place) -> Any:
    """The same with `$name` replaced."""
    if isinstance(given, dict):
        return {name: filled(value, place) for name, value in given.items()}
    if isinstance(given, list):
        return [filled(value, place) for value in given]
    return named(given[1:], place) if isinstance(given, str) and given.startswith("$") else given


def named(name: str, place: Place) -> Any:
    """A name of the city, or `person_…`, or `seats_NUMBER`."""
    kind, _blank, which = name.rpartition("_")
    if name.startswith("person_"):
        which = name.removeprefix("person_")
        return place.staff_code(which if which in place.people else f"member_{which}")
    return place.names[kind][int(which)] if which.isdecimal() else place.names[name]


def sheet_of_paper() -> SimpleUploadedFile:
    """A PDF to attach."""
    return city.upload("ban-ve.pdf", samples.pdf())


def sheet_of_register() -> SimpleUploadedFile:
    """An old register to bring in."""
    return city.upload("so.xlsx", books.xlsx())


def _day(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days)).isoformat()


@cache
def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """All operations of the schema by method and path."""
    schema = SchemaGenerator().get_schema(public=True)
    verbs = ("get", "post", "put", "patch", "delete")
    return {(verb.upper(), path): ops[verb] for path, ops in schema["paths"].items() for verb in verbs if verb in ops}


DOSSIERS = ("$draft", "$submitted", "$recognised")


def _of_dossiers(method: str, path: str, *which: str, **given: Any) -> list[Call]:
    return [Call(method, f"dossiers/{{code}}/{path}", {"code": code}, **given) for code in which or DOSSIERS]


def _transition(code: str, name: str, **body: Any) -> Call:
    return Call("POST", "dossiers/{code}/transitions/{name}/", {"code": code, "name": name}, body)


def _get(path: str, *which: str, **query: Any) -> list[Call]:
    parameter = path[path.index("{") + 1 : path.index("}")] if "{" in path else ""
    return [Call("GET", path, {parameter: one}, query=query) for one in which] or [Call("GET", path, query=query)]


def _post(path: str, which: str = "", body: Any = None, method: str = "POST", **more: Any) -> Call:
    parameter = path[path.index("{") + 1 : path.index("}")] if "{" in path else ""
    return Call(method, path, {parameter: which} if parameter else {}, body, **more)


def _organisation() -> list[Call]:
    unit = {"name": "Trạm y tế Hòa Vang", "kind": "commune", "parent": "SYT", "valid_from": "2020-01-01"}
    person = {"code": "CB-9001", "full_name": "Đinh Thị Mới", "email": "moi@example.vn", "unit": "SYT",
              "role": "member", "since": "2020-01-01"}  # fmt: skip
    return [
        _post("tokens/", body={"username": "$username", "password": "mat-khau-thu-nghiem"}),
        _post("tokens/", method="DELETE"), *_get("me/"), *_get("people/", q="Thử"), _post("people/", body=person),
        *_get("units/"), *_get("units/{code}/", "$unit"), _post("units/{code}/", "TYTHV", unit, "PUT"),
    ]  # fmt: skip


def _journal() -> list[Call]:
    return [*_get("journal/seals/"), *_get("journal/seals/{number}/", "$seal")]


def _operations() -> list[Call]:
    hook = {"name": "Cổng dữ liệu", "address": "https://1.1.1.1/sangkien", "wants": ["decision_published"]}
    return [
        *_get("retention/"), *_get("me/erasure/"), *_get("me/viewings/"), *_get("mail/"), *_get("me/mail/"), _post("me/mail/", body={"optional_letters": "daily"}, method="PUT"), _post("me/erasure/", body={"reason": "Đã chuyển công tác"}),
        *_get("erasures/"), _post("erasures/{number}/decide/", "$erasure", {"grant": True, "answer": "Không còn căn cứ lưu giữ."}),
        _post("people/{code}/close/", "$leaver", {"reason": "Đã nghỉ việc theo quyết định."}),
        _post("people/{code}/sign-out/", "$leaver", {"reason": "Mất máy tính xách tay."}),
        _post("people/{code}/second-step/", "$forgetful", {"reason": "Mất điện thoại, đã gặp trực tiếp."}),
        _post("calendar/"), _post("me/data/"), *_get("system/"), *_get("deliveries/"), _post("deliveries/{number}/replay/", "$delivery"),
        *_get("failed-tasks/"), _post("failed-tasks/{number}/run/", "$task_failed"),
        *_get("hooks/"), _post("hooks/", body=hook), _post("hooks/{number}/", "$hook", method="DELETE"),
    ]  # fmt: skip


def _initiatives() -> list[Call]:
    authors = [{"person": "$person_author", "share": "60"}, {"person": "$person_coauthor", "share": "40"}]
    round_ = {"authority": "SYT", "title": "Đợt bổ sung", "purpose": "recognition", "level": "department",
              "opens_on": _day(), "closes_on": _day(30)}  # fmt: skip
    drafts = ("$draft", "$submitted")
    return [
        *_get("fields/"), *_get("fields/{code}/", "$field"), *_get("rounds/"), *_get("rounds/{code}/", "$round"),
        _post("rounds/", body=round_), *_get("rounds/{code}/opening/", "$opened_round"),
        _post("rounds/{code}/unseal/", "$sealed_round", {"witnesses": "Lê Thị Hoa, Thanh tra"}),
        *_get("works/"), *_get("works/{id}/", "$draft_work", "$submitted_work", "$recognised_work"),
        *_get("dossiers/"), _post("dossiers/", body={"round": "$round", "title": "Thử"}),
        *_of_dossiers("GET", "", *DOSSIERS, "$reviewed"), *_of_dossiers("GET", "application/"),
        *_of_dossiers("GET", "files/"), *_of_dossiers("GET", "history/"),
        *_of_dossiers("GET", "similar/"),
        *_of_dossiers("POST", "similar/", "$submitted",
                      body={"work": "$recognised_work", "relation": "improvement", "reason": "Cùng vấn đề, thêm bước."}),
        *_of_dossiers("PATCH", "", *drafts, body={"answers": {"summary": "Gọn hơn"}}, match="*"),
        *_of_dossiers("PUT", "authors/", *drafts, body={"authors": authors}, match="*"),
        *_of_dossiers("PUT", "units/", *drafts, body={"units": ["$other_unit"]}, match="*"),
        *_of_dossiers("PUT", "points/", "$revised", body={"answers": [{"point": 0, "text": "Đã viết lại."}]}, match="*"),
        *_of_dossiers("POST", "authors/confirm/", "$draft", body={"agrees": True}),
        *_of_dossiers("POST", "files/", *drafts, upload=True),
        Call("DELETE", "dossiers/{code}/files/{number}/", {"code": "$draft", "number": "$draft_file"}),
        Call("GET", "dossiers/{code}/files/{number}/redacted/", {"code": "$blind", "number": "$blind_file"}),
        Call("POST", "dossiers/{code}/files/{number}/redacted/", {"code": "$blind", "number": "$blind_file"}, upload=True),
        *[Call("GET", "dossiers/{code}/versions/{number}/", {"code": c, "number": 1}) for c in DOSSIERS[1:]],
        Call("GET", "dossiers/{code}/versions/{number}/changes/", {"code": "$submitted", "number": 1}, query={"against": 1}),
        _transition("$whole", "submit"), _transition("$draft", "withdraw"), _transition("$submitted", "admit"),
        _transition("$submitted", "return", reasons=REASONS), _transition("$returned", "submit"),
        _transition("$submitted", "refuse", reasons=REASONS, rule="NĐ 13/2012/NĐ-CP, Điều 3"),
        _transition("$submitted", "withdraw"),
        *_get("files/"), *_get("files/{id}/", "$draft_file", "$submitted_file"),
        *_get("files/{id}/content/", "$draft_file", "$submitted_file"),
        *_get("invitations/{link}/", "$link"), _post("invitations/{link}/", "$link", {"agrees": True}),
    ]  # fmt: skip


def _schemes() -> list[Call]:
    text = shipped_texts()[SCHEME] + "\n# thử\n"
    trial = {"members": 5, "present": [{"seat": "1", "role": "chair"}], "sheets": [], "ballots": ["yes"]}
    return [
        *_get("schemes/"), *_get("schemes/{code}/", SCHEME), *_get("schemes/{code}/words/", SCHEME),
        *_get("schemes/{code}/differences/", SCHEME, **{"from": 1, "to": 1}),
        _post("schemes/{code}/try/", SCHEME, trial),
        _post("schemes/{code}/versions/", SCHEME, {"text": text}),
        _post("schemes/{code}/bind/", SCHEME, {"round": "$free_round"}),
    ]  # fmt: skip


def _councils() -> list[Call]:
    council = {"round": "$round", "title": "Hội đồng thứ ba", "seats": SEATS}
    return [
        *_get("councils/"), _post("councils/", body=council), *_get("councils/{code}/", "$council"),
        *_get("councils/{code}/hearings/", "$council"), *_get("councils/{code}/progress/", "$council"),
        *_get("councils/{code}/calibration/", "$council"), *_get("councils/{code}/sessions/", "$council"),
        *_get("councils/{code}/decision/", "$council"),
        *_get("councils/{code}/assignments/", "$council"), *_get("councils/{code}/preferences/", "$council"),
        *_get("councils/{code}/fit/", "$council"), *_get("councils/{code}/conflicts/", "$council"),
        _post("councils/{code}/assignments/", "$council", {"per_dossier": 2, "roles": {"reviewer": 1}, "seed": 7}),
        _post("councils/{code}/preferences/", "$council", {"wishes": [{"hearing": "$resting_hearing", "wish": "eager"}]}, "PUT"),
        *_get("assignments/{id}/", "$preview"), _post("assignments/{id}/publish/", "$preview"),
        _post("assignments/{id}/undo/", "$published_assignment", {"reason": "Nhầm"}),
        _post("assignments/{id}/replay/", "$preview"),
        *_get("conflicts/"),
        _post("conflicts/", body={"dossier": "$submitted", "person": "$person_stranger", "ground": "Là đối thủ"}),
        _post("conflicts/{id}/dispute/", "$own_conflict", {"text": "Không cùng đơn vị"}),
        _post("conflicts/{id}/uphold/", "$claim"), _post("conflicts/{id}/dismiss/", "$claim", {"reason": "Không có căn cứ"}),
        _post("councils/{code}/dossiers/", "$council", {"codes": ["$admitted"]}),
        _post("councils/{code}/seats/", "$empty_council", {"seats": SEATS}, "PUT"),
        _post("councils/{code}/alternates/", "$empty_council", {"seats": ALTERNATES, "reason": "QĐ 45"}, "PUT"),
        _post("councils/{code}/term/", "$empty_council", {"term_from": None, "term_to": None, "reason": "QĐ 46"}, "PUT"),
        _post("councils/{code}/sessions/", "$council", {"held_on": _day(2)}),
        *_get("sessions/{id}/", "$session"), *_get("sessions/{id}/minutes/", "$session"),
        _post("sessions/{id}/minutes/", "$session", {"notes": "Hết"}),
        _post("sessions/{id}/open/", "$planned", {"present": ["$other_seats_0", "$other_seats_1", "$other_seats_2"]}),
        _post("sessions/{id}/attendance/", "$session", {"present": ["$seats_0", "$seats_1", "$seats_2", "$seats_3"]}, "PUT"),
        *_get("sessions/{id}/room/", "$session"),
        _post("sessions/{id}/substitute/", "$held", {"seat": "$held_seats_4", "alternate": "$held_seats_5"}),
        _post("sessions/{id}/resume/", "$stood", {"seat": "$stood_seats_4"}),
        _post("sessions/{id}/close/", "$session", {}),
    ]  # fmt: skip


def _hearings() -> list[Call]:
    return [
        *_get("hearings/"), *_get("hearings/{id}/", "$scored_hearing", "$reviewed_hearing"),
        *_get("hearings/{id}/content/", "$blind_hearing", "$scored_hearing"),
        Call("GET", "hearings/{id}/files/{number}/", {"id": "$blind_hearing", "number": "$blind_file"}),
        *_get("hearings/{id}/justification/", "$reviewed_hearing"),
        _post("hearings/{id}/recuse/", "$waiting_hearing", {"ground": "Cùng nhóm"}),
        _post("hearings/{id}/lift/", "$waiting_hearing", {"seat": "$seats_5", "reason": "Không còn chung nhóm"}),
        _post("hearings/{id}/unlock/", "$scored_hearing", {"seat": "$seats_0", "reason": "Chấm nhầm dòng"}),
        *_get("hearings/{id}/remarks/", "$voting_hearing"),
        _post("hearings/{id}/remarks/", "$voting_hearing", {"text": "Cần số liệu."}),
        _post("hearings/{id}/hand-over/", "$waiting_hearing", {"council": "$empty_council", "reason": "Quá tải"}),
        _post("hearings/{id}/polls/", "$scored_hearing"), _post("hearings/{id}/revise/", "$scored_hearing", {"reasons": REASONS}), _post("hearings/{id}/conclude/", "$counted_hearing", {}),
        _post("hearings/{id}/task/", "$determined_hearing", {"answers": selection.WORDED}),
        *_get("sheets/"), *_get("sheets/{hearing}/", "$scored_hearing"),
        _post("sheets/{hearing}/", "$waiting_hearing", {"scores": SCORES}, "PATCH", match="*"),
        _post("sheets/{hearing}/lock/", "$waiting_hearing", {}),
        *_get("polls/{id}/", "$poll"), *_get("polls/{id}/box/", "$closed_poll"), *_get("polls/{id}/tally/", "$closed_poll"),
        _post("polls/{id}/close/", "$poll"), _post("polls/{id}/annul/", "$poll", {"reason": "Sai câu hỏi"}),
        *_get("ballots/"), _post("ballots/", body={"poll": "$poll", "choice": "yes", "receipt": "$receipt"}),
        *_get("conclusions/"), *_get("conclusions/{id}/", "$conclusion"),
    ]  # fmt: skip


def _recognition() -> list[Call]:
    drafted = {"authority": "SYT", "level": "department", "dossiers": ["$passed"]}
    signed = {"signed_on": _day(), "signer_name": "Võ Thành Đạt", "signer_post": "Giám đốc"}
    extract = {"authority": "SYT", "signer_name": "Võ Thành Đạt", "signer_post": "Giám đốc", "recipient": "Thanh tra"}
    return [
        *_get("recognitions/"), *_get("recognitions/extract/"), *_get("recognitions/{id}/", "$recognition"),
        _post("recognitions/{id}/nominate/", "$recognition", {"round": "$city_round"}),
        *_get("register/extracts/"), *_get("register/extracts/{code}/", "$extract"),
        *_get("register/extracts/{code}/paper/", "$extract"), _post("register/extracts/", body=extract),
        *_get("decisions/"), *_get("decisions/{code}/", "$decision", "$draft_decision"), _post("decisions/", body=drafted),
        *_get("decisions/{code}/paper/", "$decision", "$draft_decision"),
        *[_post("decisions/{code}/", code, method="DELETE") for code in ("$draft_decision", "$decision")],
        *[_post("decisions/{code}/sign/", code, signed) for code in ("$draft_decision", "$decision")],
        _post("decisions/{code}/publish/", "$signed_decision"),
        *_get("imports/"), *_get("imports/{id}/", "$import"), *_get("imports/{id}/problems/", "$import", field="unit"),
        Call("POST", "imports/", body={"authority": "SYT"}, upload=True),
        _post("imports/{id}/", "$import", {"level": "department", "columns": {"grade": None}}, "PATCH"),
        _post("imports/{id}/store/", "$import"), _post("imports/{id}/undo/", "$import", {"reason": "Nhầm"}),
        *_get("certificates/"), *_get("certificates/{serial}/", "$serial"), *_get("certificates/{serial}/paper/", "$serial"),
        *_get("certificates/verify/{code}/", "$verification"), Call("POST", "certificates/check/", upload=True),
        *_get("decisions/{code}/certificates/", "$decision"), *_get("decisions/{code}/certificates/zip/", "$decision"),
        *[_post(f"decisions/{{code}}/certificates/{act}/", "$decision") for act in ("start", "stop")],
        *_get("targets/"), *_get("targets/{code}/", "$target"), *_get("targets/{code}/progress/", "$target"),
        *_get("targets/{code}/units/", "$target"), *_get("targets/{code}/waiting/", "$target"),
        *_get("targets/{code}/versions/", "$target"), _post("targets/", body=NEW_TARGET | {"code": "chi-tieu-moi"}),
        _post("targets/{code}/", "$own_target", NEW_TARGET | {"reason": "Thêm tỷ lệ"}, "PUT", match="*"),
        *_get("open-data/datapackage.json"),
        *_get("open-data/{name}.csv", "register", "yearly-figures", "yearly-figures-of-units"),
        *_get("open-data/{name}.json", "register", "yearly-figures", "yearly-figures-of-units"),
        *_get("reports/"), _post("reports/", body={"as_of": _day(-2)}), *_get("reports/{id}/", "$report"),
        *_get("reports/{id}/paper/", "$report"), *_get("reports/{id}/book/", "$report"),
        *_get("reports/{id}/recount/", "$report"), *_get("reports/subscription/"),
        _post("reports/subscription/", body={"subscribed": True}, method="PUT"),
        *_get("statistics/recognised/", by="unit,level,year"), *_get("statistics/processing/", by="unit"), *_get("search/", q="tại trạm"),
        *_get("search/suggestions/", q="quy"), *_get("search/export/", q="tại trạm"),
        *_get("lexicon/"), _post("lexicon/", body={"text": "abbr\tboth\tcntt|công nghệ thông tin\n"}, method="PUT", match="*"),
    ]  # fmt: skip


def _of_contract(method: str, path: str, which: str = "$contract", body: Any = None, **fill: Any) -> Call:
    return Call(method, f"contracts/{{code}}/{path}", {"code": which, **fill}, body)


def _acts(path: str, *acts: tuple[str, dict[str, Any]], which: str = "$contract", **fill: Any) -> list[Call]:
    return [
        _of_contract("POST", f"{path}transitions/{{name}}/", which, {"answers": answers}, **fill, name=name)
        for name, answers in acts
    ]


def _execution() -> list[Call]:
    start = timezone.localdate() - timedelta(365)
    plan = {name: [{key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()} for row in rows]
            for name, rows in topics.rows(start).items()}  # fmt: skip
    decided = {"decided_on": _day(), **topics.DECIDED}
    settled = {"settled_on": _day(), "accepted_vnd": 1_000_000, "decision_number": "3/QĐ-SYT"}
    return [
        *_get("contracts/"), _post("contracts/", body={"dossier": "$selected", "rule_set": topics.PROVINCE, "starts_on": _day()}),
        *_get("contracts/{code}/", "$contract", "$draft_contract"), *_get("contracts/{code}/history/", "$contract"),
        _of_contract("PUT", "plan/", "$draft_contract", plan),
        *_acts("", ("sign", {"signed_on": _day(), **topics.SIGNED}), which="$draft_contract"),
        *_acts("", ("mark", {"number": 1, "fact_from": start.isoformat()}), ("pay", {"number": 1, "paid_vnd": 1000, "paid_on": _day()}),
               ("inspect", {"held_on": _day(), "present": "Đoàn kiểm tra", "findings": "Đúng tiến độ"})),
        *_acts("", ("settle", settled), ("follow_up", {"number": 1, "done_on": _day(), "note": "Đã đăng ký"}), which="$accepted_contract"),
        *_acts("progress/{number}/", ("accept", {}), ("return", {"remark": "Bổ sung số liệu"}), number=1),
        *_acts("progress/{number}/", ("submit", topics.REPORT), number=2),
        _of_contract("POST", "requests/", body={"kind": "extension", "answers": {"months": 6, "reason": "Mưa lũ"}}),
        *_acts("requests/{number}/", ("approve", decided), ("refuse", decided), ("withdraw", {}), number=1),
        Call("POST", "contracts/{code}/files/", {"code": "$contract"}, upload=True),
        _of_contract("GET", "files/{file}/", file="$contract_file"),
        _of_contract("GET", "papers/{kind}/{number}/", kind="contract", number=0),
        _of_contract("GET", "papers/{kind}/{number}/", kind="report", number=1),
        _post("dossiers/{code}/next/", "$running_selection", {"round": "$acceptance_round"}),
        _of_contract("POST", "initiative/", "$accepted_contract", {"round": "$initiative_round"}),
        *_get("contract-rules/"), *_get("portfolio/"),
    ]  # fmt: skip


def _selection() -> list[Call]:
    call = {"tasks": ["$listed_task"], "title": "Tuyển chọn", "opens_on": _day(), "closes_on": _day(30)}
    found = {"held_on": _day(), "members": selection.TEAM, "lines": selection.BUDGET}
    measured = {"held_on": _day(), "members": topics.EXPERTS, "products": topics.MEASURED, "findings": "Đạt một phần"}
    word, drop = {"answers": selection.WORDED}, {"answers": {"reason": "Hết nhu cầu"}}
    return [
        *_get("tasks/"), *_get("tasks/{code}/", "$listed_task", "$worded_task"),
        _post("tasks/", body={"proposal": "$proposal", **word}), _post("tasks/call/", body=call),
        Call("POST", "tasks/{code}/transitions/{name}/", {"code": "$worded_task", "name": "word"}, word),
        Call("POST", "tasks/{code}/transitions/{name}/", {"code": "$listed_task", "name": "drop"}, drop),
        *_get("tasks/{code}/ranking/", "$closed_task"), _post("tasks/{code}/ranking/", "$closed_task", {}),
        *_get("appraisals/"), *_get("appraisals/{id}/", "$appraised"), *_get("appraisals/{id}/paper/", "$appraised"),
        _post("appraisals/{id}/", "$appraised", found, "PUT"),
        *_get("measurements/"), *_get("measurements/{id}/", "$measured"), *_get("measurements/{id}/paper/", "$measured"),
        _post("measurements/{id}/", "$measured", measured, "PUT"),
    ]  # fmt: skip


def _appeals() -> list[Call]:
    said = {"grounds": "Có điểm mới", "wanted": "Xem xét lại"}
    decided = {"decided_on": _day(), "decision_number": "09/QĐ-SYT", "reason": "Có căn cứ"}
    decided |= {"signer_name": "Nguyễn Văn Quảng", "signer_post": "Giám đốc"}
    acts = (
        ("$appeal", "take_up", {"handler": "$person_secretary"}), ("$appeal", "not_take_up", {"reason": "Không thuộc thẩm quyền"}),
        ("$appeal", "withdraw", {}), ("$taken_up_appeal", "examine", {"findings": "Có căn cứ"}),
        ("$taken_up_appeal", "assign", {"handler": "$person_secretary"}), ("$taken_up_appeal", "prolong", {"reason": "Phức tạp"}),
        ("$examined_appeal", "uphold", decided), ("$examined_appeal", "reject", decided),
    )  # fmt: skip
    return [
        *_get("appeals/"), *_get("appeals/{code}/", "$appeal"), *_get("appeals/{code}/paper/", "$answered_appeal"),
        Call("POST", "appeals/{code}/files/", {"code": "$appeal"}, upload=True),
        Call("GET", "appeals/{code}/files/{file}/", {"code": "$appeal", "file": "$appeal_file"}),
        _post("appeals/", body={"dossier": "$refused", "answers": said}),
        *[Call("POST", "appeals/{code}/transitions/{name}/", {"code": code, "name": name}, {"answers": answers})
          for code, name, answers in acts],
    ]  # fmt: skip


CALLS = [
    *_journal(),
    *_operations(),
    *_organisation(),
    *_initiatives(),
    *_execution(),
    *_selection(),
    *_appeals(),
    *_schemes(),
    *_councils(),
    *_hearings(),
    *_recognition(),
]
