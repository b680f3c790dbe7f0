"""The pages of topics in execution: every form works without scripts, every figure opens the list that it counts."""

import re
from urllib.parse import parse_qs

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from initiatives.models import Contract
from initiatives.queries.contracts import contract_list
from initiatives.queries.portfolio import portfolio
from initiatives.rules.budget import money
from initiatives.services.contracts import file_request, perform_on_contract, perform_on_report
from initiatives.services.execution_papers import paper_of
from tests import city, samples, topics
from tests.documents.reading import words

pytestmark = pytest.mark.django_db
PARTS = ("", "muc/kinh-phi/", "muc/bao-cao/", "muc/de-nghi/", "muc/van-ban/", "muc/sau-nghiem-thu/", "muc/lich-su/")
TODAY = timezone.localdate().isoformat()


def client_of(actor):
    client = Client()
    user = get_user_model().objects.get(pk=actor.user_id)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def rows(prefix, given):
    sent = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
    return sent | {f"{prefix}-{n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}


def test_a_contract_is_prepared_planned_and_signed_by_forms(play):
    client, starts = client_of(play.registrar), timezone.localdate().replace(day=1)
    dossier = topics.selected(play)
    assert f"/lap-hop-dong/?ho-so={dossier.code}" in client.get(f"/ho-so/{dossier.code}/").content.decode()
    shown = client.get(f"/lap-hop-dong/?ho-so={dossier.code}").content.decode()
    assert 'value="24"' in shown and f'value="{money(topics.CAP)}"' in shown
    given = {"rule_set": topics.PROVINCE, "starts_on": starts.isoformat(), "months": 24, "cap_vnd": topics.CAP}
    plan = client.post(f"/lap-hop-dong/?ho-so={dossier.code}", given).headers["Location"]
    whole = topics.rows(starts)
    typed = rows("budget", whole["budget"]) | rows("instalments", whole["instalments"])
    assert client.post(plan, typed | rows("milestones", [])).status_code == 302
    code = Contract.objects.get().code
    refused = client.post(f"/hop-dong/{code}/viec/sign/", {"signed_on": TODAY, **topics.SIGNED})
    assert refused.status_code == 422 and "Chưa có nội dung công việc nào" in refused.content.decode()
    client.post(plan, typed | rows("milestones", whole["milestones"]))
    signed = client.post(f"/hop-dong/{code}/viec/sign/", {"signed_on": TODAY, **topics.SIGNED}, follow=True)
    assert "Đang thực hiện" in signed.content.decode()


def test_report_request_and_decision_go_through_their_pages(play):
    contract = topics.in_execution(play)
    author, registrar, officer = map(client_of, (play.author, play.registrar, play.officer))
    base = f"/hop-dong/{contract.code}/"
    assert f"{base}bao-cao/1/submit/" in author.get("/").content.decode()
    file = city.upload("so-lieu.pdf", samples.pdf())
    sent = author.post(f"{base}bao-cao/1/submit/", {**topics.REPORT, "file": file}, follow=True)
    assert "so-lieu.pdf" in sent.content.decode()
    assert officer.get("/").content.decode().count(f"{base}muc/bao-cao/") == 2
    assert officer.post(f"{base}bao-cao/1/accept/").status_code == 302
    late = author.post(f"{base}de-nghi/extension/", {"months": "20", "reason": "Mưa lũ"})
    assert late.status_code == 422 and "từ 1 đến 12 tháng" in late.content.decode()
    author.post(f"{base}de-nghi/extension/", {"months": "6", "reason": "Mưa lũ"})
    waiting = f'{base}muc/de-nghi/">Đề nghị <span class="count">1</span>'
    assert waiting in registrar.get(base).content.decode()
    assert registrar.get(f"{base}de-nghi/1/approve/").status_code == 200
    registrar.post(f"{base}de-nghi/1/approve/", {"decided_on": TODAY, **topics.DECIDED})
    assert "Đề nghị <span" not in registrar.get(base).content.decode()
    shown = author.get(f"{base}muc/de-nghi/").content.decode()
    assert "Phụ lục 1" in shown and "12/QĐ-SKHCN" in shown
    assert author.get(f"{base}van-ban/annex/1.pdf").content.startswith(b"%PDF")
    assert author.get(f"{base}viec/pay/").status_code == 403
    assert client_of(city.actor(at=city.unit("SYT"))).get(base).status_code == 404


def test_no_part_of_a_contract_asks_more_than_sixteen_questions(play, django_assert_max_num_queries):
    contract = topics.in_execution(play)
    for number in (1, 2):
        perform_on_report(contract.code, number, "submit", play.author, topics.REPORT)
    for kind in ("goals", "people"):
        file_request(contract.code, play.author, kind, {kind: "Nội dung mới", "reason": "Cần đổi"})
    for who in (play.author, play.registrar):
        client = client_of(who)
        for part in PARTS:
            with django_assert_max_num_queries(16):
                assert client.get(f"/hop-dong/{contract.code}/{part}").status_code == 200


def test_every_figure_of_the_portfolio_is_the_length_of_its_list(play):
    today = timezone.localdate()
    running, ended = topics.in_execution(play), topics.in_execution(play)
    asked = {"from_on": TODAY, "reason": "Không khả thi", "products": "Báo cáo"}
    request = file_request(ended.code, play.author, "termination", asked)
    client_of(play.registrar).post(
        f"/hop-dong/{ended.code}/de-nghi/{request.number}/approve/", {"decided_on": TODAY, **topics.DECIDED}
    )
    perform_on_contract(running.code, "pay", play.registrar, {"number": 1, "paid_on": TODAY, "paid_vnd": 5_000_000})
    found = portfolio(play.leader, {}, today)
    assert (found.total, found.money["paid"], found.money["planned"]) == (2, 5_000_000, 1_200_000_000)
    assert {share.key: share.count for share in found.stages} == {"in_force": 1, "terminated": 1}
    parts = [found.stages, found.fields, found.units, found.sectors, found.links, found.expected, found.grades]
    for share in [share for part in parts for share in part]:
        query = {name: values[0] for name, values in parse_qs(share.list, keep_blank_values=True).items()}
        assert contract_list(play.leader, query, today).count() == share.count
        assert contract_list(play.leader, query | {"late": "true"}, today).count() == share.late
    page = client_of(play.leader).get("/danh-muc-de-tai/").content.decode()
    for address in re.findall(r'href="(/hop-dong/\?[^"]+)"', page):
        assert client_of(play.leader).get(address.replace("&amp;", "&")).status_code == 200
    assert client_of(play.author).get("/danh-muc-de-tai/").status_code == 403


def test_papers_say_what_was_signed_whatever_annexes_change_later(play):
    contract = topics.in_execution(play)
    ended = f"{contract.ends_on:%d/%m/%Y}"
    before = words(paper_of(contract, "contract", 0))
    request = file_request(contract.code, play.author, "extension", {"months": 6, "reason": "Mưa lũ"})
    client_of(play.registrar).post(
        f"/hop-dong/{contract.code}/de-nghi/{request.number}/approve/", {"decided_on": TODAY, **topics.DECIDED}
    )
    contract.refresh_from_db()
    after = words(paper_of(contract, "contract", 0))
    assert before == after
    assert ended in after
    assert f"{contract.ends_on:%d/%m/%Y}" in words(paper_of(contract, "annex", 1))
    assert "Chấp thuận gia hạn" in words(paper_of(contract, "request", 1))


@pytest.mark.files
def test_what_comes_with_a_refused_file_is_neither_kept_in_part_nor_lost(play):
    contract = topics.in_execution(play)
    author, base = client_of(play.author), f"/hop-dong/{contract.code}/"
    files = [city.upload("tot.pdf", samples.pdf()), city.upload("to.pdf", b"%PDF-" + b" " * 26 * 1024 * 1024)]
    typed = {"months": "6", "reason": "Mưa lũ kéo dài"}
    refused = author.post(f"{base}de-nghi/extension/", {**typed, "file": files})
    assert refused.status_code == 422 and "Mưa lũ kéo dài" in refused.content.decode()
    assert "26,0 MB" in refused.content.decode() and not contract.requests.exists()
    files = [city.upload("tot.pdf", samples.pdf()), city.upload("hong.pdf", b"MZ")]
    refused = author.post(f"{base}bao-cao/1/submit/", {**topics.REPORT, "file": files})
    assert refused.status_code == 422 and "“hong.pdf”" in refused.content.decode()
    refused = author.post(f"{base}bao-cao/1/submit/", {"file": city.upload("tot.pdf", samples.pdf())})
    assert refused.status_code == 422 and not contract.files.exists(), "a report that is refused keeps no files"


def test_a_form_says_of_which_row_or_request_it_is(play):
    contract = topics.in_execution(play)
    registrar, base = client_of(play.registrar), f"/hop-dong/{contract.code}/"
    paid = registrar.get(f"{base}viec/pay/?so=1").content.decode()
    assert "Đợt cấp kinh phí 1: kế hoạch 300.000.000 đồng" in paid and 'type="hidden" name="number" value="1"' in paid
    assert 'type="hidden" name="number"' not in registrar.get(f"{base}viec/pay/?so=99").content.decode()
    file_request(contract.code, play.author, "extension", {"months": "6", "reason": "Lũ"})
    assert "Gia hạn · " in registrar.get(f"{base}de-nghi/1/approve/").content.decode()
    given = {"number": 1, "paid_vnd": 250_000_000, "paid_on": timezone.localdate()}
    perform_on_contract(contract.code, "pay", play.registrar, given)
    settled = registrar.get(f"{base}viec/settle_part/?so=1").content.decode()
    assert "Đợt cấp kinh phí 1: đã cấp 250.000.000 đồng" in settled


def test_a_contract_is_settled_in_sight_of_what_was_paid(play):
    contract = topics.in_execution(play)
    given = {"number": 1, "paid_vnd": 250_000_000, "paid_on": timezone.localdate()}
    perform_on_contract(contract.code, "pay", play.registrar, given)
    Contract.objects.update(state="terminated")
    shown = client_of(play.registrar).get(f"/hop-dong/{contract.code}/viec/settle/").content.decode()
    assert "Đã cấp 250.000.000 đồng trên 600.000.000 đồng ngân sách nhà nước" in shown
