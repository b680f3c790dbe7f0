"""Every field of every form has its words in both languages, not its name in the code."""

import importlib
import pkgutil

import pytest
from django import forms
from django.utils.functional import Promise

from frontend import pages

MODULES = [importlib.import_module(one.name) for one in pkgutil.walk_packages(pages.__path__, "frontend.pages.")]
FORMS = {
    thing
    for module in MODULES
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, forms.BaseForm) and thing.__module__.startswith("frontend.")
}


@pytest.mark.parametrize("form", sorted(FORMS, key=lambda one: (one.__module__, one.__name__)))
def test_every_field_is_labelled_in_the_language_of_the_reader(form):
    shown = {name: field for name, field in form.base_fields.items() if not field.widget.is_hidden}
    assert [name for name, field in shown.items() if not isinstance(field.label, Promise)] == []
