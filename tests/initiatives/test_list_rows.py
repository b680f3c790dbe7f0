"""The rows that are drawn past the template engine are as safe as those that are not."""

import pytest
from django.test import Client

from initiatives.choices import State
from initiatives.models import Dossier, Work
from organisation.models import Role, Unit, User
from tests import city

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script> & \"y\""


def page_of(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_what_authors_and_units_are_called_stays_text_in_the_list(author, round_):
    dossier = city.draft(author, round_)
    Work.objects.filter(pk=dossier.work_id).update(title=HOSTILE)
    Unit.objects.filter(pk=dossier.work.unit_id).update(name=HOSTILE)
    shown = page_of(author).get("/ho-so/").content.decode()
    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;y&quot;") == 2


def test_an_untitled_draft_has_words_and_a_link(author, round_):
    dossier = city.draft(author, round_)
    Work.objects.filter(pk=dossier.work_id).update(title="")
    shown = page_of(author).get("/ho-so/").content.decode()
    assert f'<a href="/ho-so/{dossier.draft_code}/">Bản nháp chưa có tên</a>' in shown


def test_only_who_admits_gets_boxes_to_tick(author, unit, round_):
    registrar = city.actor(Role.REGISTRAR, at=unit)
    dossier = city.submitted(author, round_)
    box = f'name="dossier" value="{dossier.code}"'
    assert Dossier.objects.get(pk=dossier.pk).state == State.SUBMITTED
    assert box in page_of(registrar).get("/ho-so/?state=submitted").content.decode()
    assert box not in page_of(author).get("/ho-so/?state=submitted").content.decode()
