"""Trying a scheme: exactly the request and the answer of the API."""

import json

import pytest

from reviews.rules.consistency import InputError
from reviews.rules.trying import try_scheme
from reviews.rules.words import say
from tests.reviews.rules.given import SCHEMES

GDDT = SCHEMES["dn-gddt-2026"]
PRESENT = [{"seat": "a", "role": "chair"}, {"seat": "b", "role": "secretary"}, {"seat": "c", "role": "member"}]
SHEET = {"seat": "a", "scores": {"novelty": 30, "applicability": 30, "benefit": 24.99}}
GOOD = {"members": 3, "present": PRESENT, "sheets": [SHEET], "ballots": []}


def test_the_answer_has_outcome_grade_score_and_steps():
    answer = try_scheme(GDDT, GOOD)
    assert list(answer) == ["outcome", "grade", "score", "steps"]
    assert (answer["outcome"], answer["grade"], answer["score"]) == ("passed", "B", "84.99")
    assert [list(step) for step in answer["steps"]] == [["rule", "inputs", "result", "citation"]] * len(answer["steps"])
    assert [step["rule"] for step in answer["steps"]] == [
        "quorum", "sheets", "criterion", "criterion", "criterion", "total", "minimum", "minimum", "minimum", "pass_mark", "grade", "conclusion",
    ]  # fmt: skip
    assert answer["steps"][0] == {
        "rule": "quorum",
        "inputs": {
            "members": 3,
            "present": 3,
            "share": {"at_least": "2/3"},
            "roles": {"chair": 1, "secretary": 1, "member": 1},
        },
        "result": {"holds": True, "needed": 2, "missing": []},
        "citation": GDDT.quorum.citation.to_json(),
    }
    assert json.loads(json.dumps(answer)) == answer


def test_a_scheme_without_points_has_no_score():
    answer = try_scheme(
        SCHEMES["bac-ninh-2025-influence"], {"members": 3, "present": PRESENT, "ballots": ["yes", "yes", "yes"]}
    )
    assert (answer["outcome"], answer["grade"], answer["score"]) == ("passed", None, None)


def test_everything_but_the_members_may_be_left_out():
    assert try_scheme(GDDT, {"members": 3})["outcome"] == "no_quorum"


def test_without_quorum_nothing_else_is_looked_at():
    payload = {"members": 9, "present": PRESENT, "sheets": [], "ballots": ["yes"] * 9}
    assert try_scheme(SCHEMES["base-decree-13-2012"], payload)["outcome"] == "no_quorum"


def test_the_version_may_be_named():
    assert try_scheme(GDDT, {**GOOD, "version": 1})["grade"] == "B"


def test_seats_may_be_numbers_and_roles_default_to_member():
    present = [{"seat": 1, "role": "chair"}, {"seat": 2}]
    assert try_scheme(GDDT, {**GOOD, "present": present, "sheets": [{**SHEET, "seat": 2}]})["grade"] == "B"


def test_a_ballot_that_is_no_choice_is_counted_invalid():
    answer = try_scheme(
        SCHEMES["bac-ninh-2025-influence"], {"members": 3, "present": PRESENT, "ballots": ["yes", "yes", "nope"]}
    )
    assert answer["outcome"] == "not_passed"
    assert answer["steps"][1]["inputs"]["invalid"] == 1


def test_an_empty_score_makes_the_sheet_invalid_not_the_request():
    assert try_scheme(GDDT, {**GOOD, "sheets": [{"seat": "a", "scores": {"novelty": None}}]})["outcome"] == "invalid"


def test_what_the_scheme_does_not_use_is_said():
    sheet = {"seat": "a", "scores": {}}
    answer = try_scheme(
        SCHEMES["bac-ninh-2025-influence"], {"members": 3, "present": PRESENT, "sheets": [sheet], "ballots": []}
    )
    assert "sheets_unused" in [step["rule"] for step in answer["steps"]]
    assert "ballots_unused" in [step["rule"] for step in try_scheme(GDDT, {**GOOD, "ballots": ["yes"]})["steps"]]


WRONG = [
    ([], "", "not_an_object"),
    ({**GOOD, "ballot": []}, "ballot", "unknown_field"),
    ({**GOOD, "version": 2}, "version", "unknown_version"),
    ({}, "members", "required"),
    ({**GOOD, "members": "3"}, "members", "not_whole"),
    ({**GOOD, "members": True}, "members", "not_whole"),
    ({**GOOD, "members": 3.0}, "members", "not_whole"),
    ({**GOOD, "members": 0}, "members", "out_of_range"),
    ({**GOOD, "members": 10**30}, "members", "out_of_range"),
    ({**GOOD, "members": 2}, "present", "too_many"),
    ({**GOOD, "present": "all"}, "present", "not_a_list"),
    ({**GOOD, "present": ["a"]}, "present.0", "not_an_object"),
    ({**GOOD, "present": [{"role": "chair"}]}, "present.0.seat", "required"),
    ({**GOOD, "present": [{"seat": ["a"], "role": "chair"}]}, "present.0.seat", "not_text"),
    ({**GOOD, "present": [{"seat": "a", "role": "boss"}]}, "present.0.role", "unknown_role"),
    ({**GOOD, "present": [{"seat": "a", "name": "A"}]}, "present.0.name", "unknown_field"),
    ({**GOOD, "present": [PRESENT[0], PRESENT[0]]}, "present.1.seat", "twice"),
    ({**GOOD, "present": [PRESENT[0], {"seat": "z", "role": "chair"}]}, "present.1.role", "second_chair"),
    ({**GOOD, "sheets": {}}, "sheets", "not_a_list"),
    ({**GOOD, "sheets": [SHEET, SHEET]}, "sheets.1.seat", "twice"),
    ({**GOOD, "sheets": [{**SHEET, "seat": str(n)} for n in range(4)]}, "sheets", "too_many"),
    ({**GOOD, "sheets": [{"seat": "a"}]}, "sheets.0.scores", "required"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": [1]}]}, "sheets.0.scores", "not_an_object"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": {"novel": 1}}]}, "sheets.0.scores.novel", "unknown_criterion"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": {"novelty": "many"}}]}, "sheets.0.scores.novelty", "not_a_number"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": {"novelty": [1]}}]}, "sheets.0.scores.novelty", "not_a_number"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": {"novelty": float("nan")}}]}, "sheets.0.scores.novelty", "not_a_number"),
    ({**GOOD, "sheets": [{"seat": "a", "scores": {"novelty": True}}]}, "sheets.0.scores.novelty", "not_a_number"),
    ({**GOOD, "ballots": "yes"}, "ballots", "not_a_list"),
    ({**GOOD, "ballots": [1]}, "ballots.0", "not_text"),
    ({**GOOD, "ballots": ["yes"] * 501}, "ballots", "too_many"),
    ({**GOOD, "flags": []}, "flags", "not_an_object"),
    ({**GOOD, "flags": {"duplicate_pct": 3}}, "flags.duplicate_pct", "unknown_flag"),
]  # fmt: skip


@pytest.mark.parametrize("payload, path, code", WRONG, ids=lambda value: str(value)[-40:])
def test_a_wrong_request_says_where_and_why(payload, path, code):
    with pytest.raises(InputError) as error:
        try_scheme(GDDT, payload)
    assert (path, code) in [(problem.path, problem.code) for problem in error.value.problems]
    for problem in error.value.problems:
        assert say(problem, "vi") != say(problem, "en")


@pytest.mark.parametrize(
    "code, change, path, fault",
    [
        ("base-decree-13-2012", {"ballots": ["yes"] * 4}, "ballots", "too_many"),
        (
            "base-decree-13-2012",
            {"sheets": [{"seat": "a", "scores": {"new": "perhaps"}}]},
            "sheets.0.scores.new",
            "not_an_answer",
        ),
        ("ham-yen-270", {"flags": {"duplicate_pct": "a lot"}}, "flags.duplicate_pct", "not_a_number"),
        ("ham-yen-270", {"flags": {"duplicate_pct": -1}}, "flags.duplicate_pct", "below_zero"),
        ("ham-yen-270", {"flags": {"duplicat_pct": 1}}, "flags.duplicat_pct", "unknown_flag"),
        ("thai-nguyen-contest-2025", {"flags": {"votes": 9, "highest_votes": 8}}, "flags.votes", "above_highest"),
    ],
)
def test_what_contradicts_the_scheme_is_refused(code, change, path, fault):
    with pytest.raises(InputError) as error:
        try_scheme(SCHEMES[code], {"members": 3, "present": PRESENT, **change})
    assert (path, fault) in [(problem.path, problem.code) for problem in error.value.problems]


@pytest.mark.parametrize("answer", ["yes", "Yes", True, 1, "1"])
def test_a_question_is_answered_by_yes_true_or_one(answer):
    scores = dict.fromkeys(("new", "applied", "beneficial", "not_excluded"), answer)
    payload = {"members": 3, "present": PRESENT, "sheets": [{"seat": seat, "scores": scores} for seat in "abc"]}
    assert try_scheme(SCHEMES["base-decree-13-2012"], payload)["outcome"] == "passed"
