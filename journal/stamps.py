"""Time stamps over seals, checked: what is stamped, whether the signature holds, and whom it is vouched for by."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from config.coroutines import awaited
from journal.models import Stamp


def faults_of_stamps() -> Iterator[str]:
    """What is wrong with the time stamps in the database."""
    for stamp in Stamp.objects.select_related("seal").order_by("seal_id").iterator():
        if fault := fault_of(bytes(stamp.token), bytes.fromhex(stamp.seal.hash)):
            yield f"seal {stamp.seal_id}: {fault}"


def fault_of(token: bytes, digest: bytes) -> str:
    """What is wrong with a time stamp over a digest; nothing if it holds. Trust is judged where there are roots."""
    from asn1crypto import cms

    try:
        signed = cms.ContentInfo.load(token)["content"]
        said = awaited(_judged(signed, digest))
    except Exception as error:  # whatever a token that is none makes the parser raise
        return f"the time stamp cannot be read ({type(error).__name__})"
    if not (said["intact"] and said["valid"]):
        return "the time stamp is that of another hash, or its signature does not hold"
    if settings.SIGNING.trust and said.get("trust_problem_indic"):
        return "nobody who is trusted vouches for the time stamp"
    return ""


def stamped_at(token: bytes) -> datetime:
    """The time that the authority states."""
    from asn1crypto import cms

    found: datetime = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return found


async def _judged(signed: Any, digest: bytes) -> dict[str, Any]:
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
    from pyhanko_certvalidator import ValidationContext

    moment = signed["encap_content_info"]["content"].parsed["gen_time"].native
    roots = [root for path in settings.SIGNING.trust for root in _certificates(path)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment, revocation_mode="soft-fail")
    return dict(await validate_tst_signed_data(signed, context, lambda _algorithm: digest))


def _certificates(path: Path) -> list[Any]:
    from pyhanko.keys.pemder import load_certs_from_pemder

    return list(load_certs_from_pemder([str(path)]))  # type: ignore[no-untyped-call]
