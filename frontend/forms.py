"""How forms look: `{{ form }}` and `{{ field.as_field_group }}` draw our field component."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`FORM_RENDERER`: fields through `components/field.html`, all errors summed up at the top with links."""

    form_template_name = "forms/form.html"
    field_template_name = "components/field.html"
    formset_template_name = "forms/formset.html"
