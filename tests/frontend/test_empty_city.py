"""A new city: lists that are empty say what comes next, and offer it to those who may do it."""

import pytest
from django.test import Client

from organisation.models import Role, User
from tests import city

pytestmark = pytest.mark.django_db
NEXT = {
    "/": ('/dot-xet/moi/">Mở đợt xét', "sẽ thông báo đợt tiếp theo"),
    "/chi-tieu/": ('/chi-tieu/moi/">Chỉ tiêu mới', "Chưa giao chỉ tiêu"),
    "/so-dang-ky/": ('/nhap-so/">Nhập sổ cũ', "Sổ đăng ký chưa có nội dung"),
    "/quyet-dinh/": ("từ các hồ sơ hội đồng đã kết luận", "sau khi được công bố"),
}


def shown_to(actor, address):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", NEXT)
def test_an_empty_list_offers_the_next_step_to_who_may_take_it_and_says_it_to_the_others(address):
    unit = city.unit()
    offered, said = NEXT[address]
    registrar, reader = city.actor(Role.REGISTRAR, at=unit), city.actor(Role.LEADER, at=unit)
    assert offered in shown_to(registrar, address)
    assert offered not in shown_to(reader, address) and said in shown_to(reader, address)


@pytest.mark.parametrize("address", ["/dot-xet/", "/hoi-dong/"])
def test_the_registrar_is_led_to_the_first_round(address):
    shown = shown_to(city.actor(Role.REGISTRAR, at=city.unit()), address)
    assert 'class="btn btn-primary" href="/dot-xet/moi/">Mở đợt xét' in shown


def test_a_filter_that_finds_nothing_is_not_called_an_empty_register():
    shown = shown_to(city.actor(Role.REGISTRAR, at=city.unit()), "/so-dang-ky/?year=1999")
    assert "Bỏ bớt bộ lọc" in shown and 'btn-primary" href="/nhap-so/"' not in shown


def test_a_leader_is_led_to_the_target_first():
    unit = city.unit()
    main = 'class="btn btn-primary" href="/chi-tieu/"'
    assert main in shown_to(city.actor(Role.LEADER, at=unit), "/")
    assert main not in shown_to(city.actor(at=unit), "/")
