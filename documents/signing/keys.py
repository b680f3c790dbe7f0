"""Keys opened for signing: PKCS#12 files once a process, tokens for as long as something is being signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from asn1crypto import x509
from pyhanko.sign.signers import SimpleSigner

from documents.signing.sources import KeySource


class SigningError(Exception):
    """A paper could not be signed; the message says why."""


@cache
def _from_file(source: KeySource) -> SimpleSigner:
    signer: SimpleSigner | None = SimpleSigner.load_pkcs12(str(source.pkcs12), passphrase=source.password.encode())
    if signer is None:
        raise SigningError(f"{source.pkcs12} cannot be opened")
    return signer


@contextmanager
def opened(source: KeySource) -> Iterator[Any]:
    """The signer of a key. Raises SigningError where it cannot be reached, or pyHanko's extra for tokens is missing."""
    if source.pkcs11 is None:
        yield _from_file(source)
        return
    try:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

        criteria = TokenCriteria(label=source.token)
        session = open_pkcs11_session(str(source.pkcs11), token_criteria=criteria, user_pin=source.password or None)
    except Exception as error:
        raise SigningError(f"the token {source.token} cannot be reached: {error}") from error
    with session:
        # The digest is made here: not every token makes it itself, all sign what they are given.
        yield PKCS11Signer(session, cert_label=source.certificate, use_raw_mechanism=True)


def person_of(certificate: x509.Certificate) -> str:
    """Who a certificate is for, as people know them."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or subject.get("organization_name") or certificate.subject.human_friendly)
