"""Papers as they are answered over HTTP."""

from django.http import HttpResponse


def pdf(body: bytes, name: str = "") -> HttpResponse:
    """A PDF to be shown, under a file name if it is given one; browsers do not guess at its type."""
    headers = {"X-Content-Type-Options": "nosniff"}
    if name:
        headers["Content-Disposition"] = f'inline; filename="{name}"'
    return HttpResponse(body, content_type="application/pdf", headers=headers)
