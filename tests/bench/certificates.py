"""`python -m tests.bench.certificates [COUNT]`: certificates of one page, ours against bare WeasyPrint, by turns.

Bare: the same pages as HTML made beforehand, with one style sheet parsed once and one FontConfiguration, and nothing else.
Same: bare, but asked for PDF/A-2a, so that what the format costs is told from what we do. Ours: template, checks of
letters, QR code, PDF/A-2a and PDF/UA-1. Then two processes against one, by turns; ours on all cores, signed, and the
memory of all that. Figures are printed, never judged.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

MEGABYTE = 1024
ROUNDS = 5


def peak(who: int = resource.RUSAGE_SELF) -> int:
    """Megabytes at the peak."""
    return resource.getrusage(who).ru_maxrss // MEGABYTE


def main(count: int) -> None:
    """Measure."""
    os.environ.update(DATA_DIR=tempfile.mkdtemp(prefix="sangkien-bench-"), DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()
    from tests.documents.papers import CERTIFICATE

    papers = [
        replace(CERTIFICATE, serial=f"2026/SKHCN/{number:05}", verify_url=f"https://vi.vn/xac-minh/{number:022}/")
        for number in range(count)
    ]
    _one_core(papers[:40])
    _two_against_one(papers)
    _all_cores(papers)
    _signed(papers[0])


def _one_core(papers: list[Any]) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from documents.press import HERE, SHEET, _HandedOver, _OwnFaces

    fonts = FontConfiguration()
    base = HERE.as_uri() + "/"
    sheet = CSS(string=SHEET.read_text(encoding="utf-8"), base_url=base, font_config=fonts, url_fetcher=_OwnFaces())
    pages = [_page(paper) for paper in papers]

    def bare(number: int, **options: str) -> None:
        html, pictures = pages[number]
        page = HTML(string=html, base_url="about:blank", url_fetcher=_HandedOver(pictures))
        page.write_pdf(stylesheets=[sheet], font_config=fonts, **options)

    def same(number: int) -> None:
        bare(number, pdf_variant="pdf/a-2a")

    def ours(number: int) -> None:
        papers[number].typeset()

    acts: dict[str, Callable[[int], None]] = {"bare": bare, "same": same, "ours": ours}
    for act in acts.values():
        act(0)
    spent: dict[str, list[float]] = {name: [] for name in acts}
    for _round in range(ROUNDS):
        for number in range(len(papers)):
            for name, act in acts.items():
                spent[name].append(_took(lambda act=act, number=number: act(number)))
    for name, times in spent.items():
        middle = statistics.median(times)
        print(f"{name}, one core: {middle * 1000:6.1f} ms of processor (median), {1 / middle:5.1f} a second")
    bare_ms, same_ms, ours_ms = (statistics.median(times) for times in spent.values())
    print(
        f"ratio: {ours_ms / bare_ms:.2f}, to the same kind of file {ours_ms / same_ms:.2f}; memory at its peak {peak()} MB"
    )


def _took(act: Callable[[], None]) -> float:
    """Seconds of the processor: others may be on this machine."""
    start = time.process_time()
    act()
    return time.process_time() - start


def _page(paper: Any) -> tuple[str, list[str]]:
    from django.template.loader import render_to_string
    from django.utils import translation

    context = {"paper": paper, **paper.extras(), "language": "vi"}
    with translation.override("vi"):
        return render_to_string("documents/papers/certificate.html", context), [context["qr"]]


def _two_against_one(papers: list[Any]) -> None:
    """Two processes against one, both warm, by turns; two cores that nobody else uses are needed for 2.0."""
    from documents import printing

    programs = [printing._start() for _number in range(2)]

    def rate(count: int) -> float:
        free: SimpleQueue[Any] = SimpleQueue()
        for program in programs[:count]:
            free.put(program)
        start = time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            made = len(list(pool.map(lambda paper: printing._sent(paper, free), papers)))
        return made / (time.perf_counter() - start)

    try:
        rate(2)
        rates = [(rate(1), rate(2)) for _round in range(ROUNDS)]
    finally:
        for program in programs:
            printing._end(program)
    one, two = (statistics.median(pair[side] for pair in rates) for side in (0, 1))
    print(f"1 process: {one:.1f} a second; 2 processes: {two:.1f} a second; ratio {two / one:.2f}", flush=True)


def _all_cores(papers: list[Any]) -> None:
    from documents.printing import printed

    for share in (len(papers) // 4, len(papers)):
        start = time.perf_counter()
        first, size = 0.0, 0
        for made in printed(papers[:share]):
            first = first or time.perf_counter() - start
            size += len(made)
        took = time.perf_counter() - start
        rate, warm = share / took, (share - 1) / (took - first)
        cores = len(os.sched_getaffinity(0))
        print(
            f"ours, {cores} cores: {share} in {took:.1f} s, {rate:.1f} a second ({warm:.1f} after the first); "
            f"{size // share:,} bytes each; memory {peak()} MB here, {peak(resource.RUSAGE_CHILDREN)} MB a printer"
        )


def _signed(paper: Any) -> None:
    from documents.signing.sign import sign
    from tests.documents import authority

    keys = authority.settings_in(Path(tempfile.mkdtemp()), "SKHCN").keys_of("SKHCN", "")
    pdf, at = paper.typeset(), datetime.now(UTC)
    sign(pdf, keys, paper.serial, at, paper.signature_mm)
    times = [_took(lambda: sign(pdf, keys, paper.serial, at, paper.signature_mm)) for _round in range(100)]  # type: ignore[arg-type,return-value]
    print(f"signing with the agency's key: {statistics.median(times) * 1000:.1f} ms of processor each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
