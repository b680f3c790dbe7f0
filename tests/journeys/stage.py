"""Who plays the lives of topics in Chromium, at a phone and at desks, and how they fill in forms."""

import os

from django.conf import settings
from django.test import Client

from organisation.models import User

PHONE, DESK = 360, 1280
PICTURES = bool(os.environ.get("SCREENSHOTS"))
BUTTON = "main form button[type=submit]"


class Stage:
    """The people at their browsers, the clock, and what is done over and over."""

    def __init__(self, somebody, clock):
        self.somebody, self.clock, self.open, self.papers = somebody, clock, {}, set()

    def person(self, name, width=DESK):
        """Signed in by a cookie: how people sign in is played elsewhere."""
        if name not in self.open:
            self.open[name] = self.somebody("", width)
            self.sign_in(name)
        return self.open[name]

    def sign_in(self, name):
        client, who = Client(), self.open[name]
        client.force_login(User.objects.get(username=name))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        who.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": who.address}])

    def paper(self, who, kind, address):
        """A paper is there as PDF: one of a kind, for over the API each of them is fetched."""
        if kind not in self.papers:
            self.papers.add(kind)
            pdf(who, address)

    def phone(self):
        return self.person("tacgia", PHONE)

    def move_to(self, day):
        """Sessions end meanwhile: everybody signs in anew."""
        assert not [words for one in self.open.values() for words in one.complaints]
        self.clock.move_to(day)
        for name in self.open:
            self.sign_in(name)

    def act(self, who, address, button=BUTTON, shot="", **values):
        """Open a page, fill in its form, press its button."""
        page = who.go(address)
        fill(page, values)
        self.keep(who, shot)
        who.press(button)
        faults = page.locator("main .field-error")
        assert not faults.count(), faults.all_inner_texts()

    def keep(self, who, shot):
        if shot and PICTURES:
            who.shot(f"life-{shot}")
        if shot:
            wide = who.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= who.page.viewport_size["width"], shot


def fill(page, values):
    for name, value in values.items():
        control = page.locator(f"main [name='{name}']").first
        kind, tag = control.get_attribute("type"), control.evaluate("e => e.tagName")
        if kind == "hidden":  # the page knows it already
            assert control.get_attribute("value") == str(value), name
        elif kind in ("checkbox", "radio"):
            page.check(f"main [name='{name}'][value='{value}']" if kind == "radio" else f"main [name='{name}']")
        elif tag == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))


def fill_rows(page, name, rows):
    for number, row in enumerate(rows):
        if not page.locator(f"[name={name}-{number}-{next(iter(row))}]").count():
            page.click(f"[data-rows-prefix={name}] [data-rows-add]")
        fill(page, {f"{name}-{number}-{column}": value for column, value in row.items()})


def pdf(who, address):
    """A paper is there."""
    answer = who.context.request.get(who.address + address)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-"), address
