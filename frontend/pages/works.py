"""The public page of a recognised work: what the register says of it, and nothing that is kept secret."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET

from config.errors import NotFound
from initiatives.models import Dossier, Work
from organisation.policy import visible
from recognition.models import Recognition


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """By the code of one of its dossiers, in the words of its latest recognition: what its authors write for the next
    dossier is theirs. Who may see the dossier itself is led there.
    """
    actor = request.actor  # type: ignore[attr-defined]
    dossier = Dossier.objects.filter(code=code).only("pk", "work_id").first()
    if dossier is None:
        raise NotFound
    if (
        "cong-khai" not in request.GET
        and actor.is_authenticated
        and visible(Dossier, actor).filter(pk=dossier.pk).exists()
    ):
        return redirect("dossier", code)
    work = Work.objects.filter(pk=dossier.work_id, public=True).select_related("unit", "field").first()
    if work is None:
        raise NotFound
    rows = list(
        Recognition.objects.filter(work=work, recorded_to=None)
        .select_related("decision__authority", "dossier", "unit", "field", "corrected_by")
        .order_by("held_from", "pk")
    )
    said = [row for row in rows if row.held_to is None][-1]
    units = [row.unit for row in work.participations.select_related("unit")]
    return render(
        request, "register/work.html", {"work": work, "said": said, "rows": rows, "units": units, "code": code}
    )


urlpatterns = [path("cong-trinh/<str:code>/", show, name="work")]
