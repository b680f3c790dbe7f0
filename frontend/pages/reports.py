"""Monthly reports: issue one, fetch its files, hold it against the register of today, have it mailed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Forbidden, Invalid, NotFound
from initiatives.services.storage import open_blob
from organisation.rules.days import day_in
from recognition.models import Report, ReportSubscription
from recognition.policy import reads_reports, subscribes_to_reports
from recognition.queries.reports import FIGURES, report_as_on
from recognition.rules.reporting import last_month
from recognition.services.report_files import book_of, paper_of
from recognition.services.reports import PDF, XLSX, issue_report, recount, subscribe

SHOWN = 60
FILES = {"pdf": PDF, "xlsx": XLSX}
MAKE = {"pdf": paper_of, "xlsx": book_of}


def _reader(request: HttpRequest) -> Any:
    """Who asks; raises Forbidden for who reads no reports."""
    actor = request.actor  # type: ignore[attr-defined]
    if not reads_reports(actor, None):
        raise Forbidden(_("Reports are for leaders and registrars."))
    return actor


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The reports that were issued; a new one as on a chosen day."""
    actor, error = _reader(request), None
    chosen = day_in(request.POST.get("as_of", "")) or last_month(timezone.localdate())
    if request.method == "POST":
        try:
            report = issue_report(actor, chosen)
        except Invalid as found:
            error = found
        else:
            messages.success(request, _("The report is kept. Its files stay as they are."))
            return redirect("report", report.pk)
    context = {
        "reports": Report.objects.select_related("paper", "book")[:SHOWN],
        "chosen": chosen,
        "error": error,
        "today": timezone.localdate(),
        "may_subscribe": subscribes_to_reports(actor, None),
        "subscribed": ReportSubscription.objects.filter(person=actor.person_id or 0).exists(),
    }
    return render(request, "reports/index.html", context, status=422 if error else 200)


@login_required
@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One report: its figures with their lists, its digests; `xuat` fetches a file, `doi-chieu` counts it again."""
    _reader(request)
    report = Report.objects.select_related("paper", "book", "issued_by__person").filter(pk=number).first()
    if report is None:
        raise NotFound
    kind = request.GET.get("xuat", "")
    if kind in FILES:
        with open_blob(report.paper if kind == "pdf" else report.book) as stream:
            return file_answer(stream.read(), kind, report.as_of)
    total = report.content["total"]
    context = {
        "report": report,
        "targets": [_target(one) for one in report.content["targets"]],
        "totals": [(total[name], _address(total["lists"][name])) for name in FIGURES],
        "recount": recount(report) if "doi-chieu" in request.GET else None,
    }
    return render(request, "reports/show.html", context)


def _address(query: str | None) -> str:
    return f"{reverse('register')}?{query}" if query else reverse("definitions") + "#baseline"


def _target(one: dict[str, Any]) -> dict[str, Any]:
    """A target with the addresses of its lists."""
    return {**one, "addresses": {name: _address(query) for name, query in one["lists"].items()}}


@login_required
@require_GET
def provisional(request: HttpRequest) -> HttpResponse:
    """The report as it would be today, marked as provisional; it is not kept."""
    _reader(request)
    kind = request.GET.get("xuat", "pdf")
    if kind not in FILES:
        raise NotFound
    today = timezone.localdate()
    return file_answer(MAKE[kind](report_as_on(today), provisional=True), kind, today)


def file_answer(body: bytes, kind: str, day: date) -> HttpResponse:
    """A file of a report."""
    headers = {
        "Content-Disposition": f'attachment; filename="bao-cao-{day:%Y-%m-%d}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=FILES[kind], headers=headers)


@login_required
@require_POST
def subscription(request: HttpRequest) -> HttpResponse:
    """Have the monthly report mailed, or have it mailed no more."""
    wanted = request.POST.get("wanted") == "1"
    subscribe(request.actor, wanted)  # type: ignore[attr-defined]
    said = (
        _("You will get the report on the first working day of each month.")
        if wanted
        else _("You get no more reports by mail.")
    )
    messages.success(request, said)
    return redirect("reports")


urlpatterns = [
    path("chi-tieu/bao-cao/", index, name="reports"),
    path("chi-tieu/bao-cao/dang-ky/", subscription, name="report-subscription"),
    path("chi-tieu/bao-cao/tam-tinh/", provisional, name="report-provisional"),
    path("chi-tieu/bao-cao/<int:number>/", show, name="report"),
]
