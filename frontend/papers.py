"""Papers as pages answer them."""

from django.http import HttpResponse


def pdf(body: bytes) -> HttpResponse:
    """A PDF to be shown; browsers do not guess at its type."""
    return HttpResponse(body, content_type="application/pdf", headers={"X-Content-Type-Options": "nosniff"})
