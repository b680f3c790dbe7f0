"""The codes in QR codes: only the holder of the secret makes one; typing slips are forgiven, nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.rules.codes import ALPHABET, EARLIER, identity_in, is_earlier, new_identity, signed_code

identities = st.text(ALPHABET, min_size=11, max_size=11)
secrets = st.text(min_size=1, max_size=60)


@given(identities, secrets)
def test_a_code_gives_its_identity_back_to_who_signed_it(identity, secret):
    assert identity_in(signed_code(identity, secret), [secret]) == identity
    assert identity_in(signed_code(identity, secret), ["other" + secret, secret]) == identity


@given(identities, secrets, secrets)
def test_nobody_elses_signature_passes(identity, secret, other):
    if secret != other:
        assert identity_in(signed_code(identity, other), [secret]) == ""


@given(identities, secrets, st.integers(0, 21), st.sampled_from(ALPHABET))
def test_any_other_letter_makes_it_nothing(identity, secret, place, letter):
    code = signed_code(identity, secret)
    forged = code[:place] + letter + code[place + 1 :]
    assert identity_in(forged, [secret]) == ("" if forged != code else identity)


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        lambda code: "-".join((code[:6], code[6:12], code[12:])),
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_typing_slips_are_forgiven(typed):
    code = signed_code("0123456789a", "geheim")
    assert identity_in(typed(code), ["geheim"]) == "0123456789a"


@given(st.text(max_size=60))
def test_any_other_text_says_nothing(text):
    assert identity_in(text, ["geheim"]) == ""


def test_earlier_codes_and_signed_ones_cannot_be_taken_for_each_other():
    assert len(signed_code(new_identity(), "geheim")) != EARLIER
    assert not is_earlier(signed_code(new_identity(), "geheim"))
    assert not is_earlier(new_identity())
