"""The components as template tags: `{% load ui %}`. Each draws one template of `components/`."""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from frontend import devices, filters, repeated, signs, vendored
from frontend.charts import Chart
from frontend.labels import labelled
from initiatives.grades import grade_words

register = template.Library()
register.simple_tag(repeated.facet_box)
register.filter(repeated.marked)
register.filter("grade", grade_words)
SOON = timedelta(days=3)


@register.simple_tag
@cache
def vendor(name: str, file: str) -> str:
    """The address of a file of a vendored library: `{% vendor "htmx" "htmx.min.js" %}`."""
    return static(vendored.path_of(name, file))


# What a list repeats in every row is drawn once a process and language.
REPEATED = 4_096


@register.simple_tag
@lru_cache(REPEATED)
def address(name: str, key: str | int) -> str:
    """The address of one thing, as `url` gives it, for the rows of lists: `{% address "dossier" row.reference %}`."""
    return reverse(name, args=[key])


@register.simple_tag
@lru_cache(REPEATED)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label."""
    href = f"{static(vendored.path_of('tabler-icons', 'icons.svg'))}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def badge(tone: str, icon_name: str, words: Any) -> SafeString:
    """Colour, icon and words."""
    return format_html('<span class="sign sign-{}">{}{}</span>', tone, icon(icon_name), words)


@register.simple_tag
def sign(choice: Any, of: str = "state", words: Any = "") -> SafeString:
    """The badge of a member of a closed list: `{% sign dossier.state %}`, `{% sign work.level of="level" %}`."""
    return _sign(str(choice), of, str(words), get_language())


@lru_cache(REPEATED)
def _sign(choice: str, of: str, words: str, language: str | None) -> SafeString:
    member = signs.BY_LIST[of](choice)
    shown = signs.sign_of(member)
    return badge(shown.tone, shown.icon, words or member.label)


@register.simple_tag
def when(moment: date | datetime | None, short: bool = True) -> SafeString:
    """A date or time as `<time>`, written as the language has it; a dash where there is none."""
    if moment is None:
        return SafeString("<span>–</span>")
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        words = formats.date_format(moment, "SHORT_DATETIME_FORMAT" if short else "DATETIME_FORMAT")
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="minutes"), words)
    return _day(moment, short, get_language())


@lru_cache(REPEATED)
def _day(day: date, short: bool, language: str | None) -> SafeString:
    words = formats.date_format(day, "SHORT_DATE_FORMAT" if short else "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)


def due_words(days: int) -> str:
    """How far off a due date is."""
    if days < 0:
        return ngettext("{days} day overdue", "{days} days overdue", -days).format(days=-days)
    if days == 0:
        return _("due today")
    return ngettext("{days} day left", "{days} days left", days).format(days=days)


@register.simple_tag
def due(on: date | None, today: date | None = None, done: bool = False) -> SafeString:
    """A due date: date, words and tone. `done` shows the date alone: nothing presses any more."""
    if on is None:
        return SafeString("")
    return when(on) if done else _due(on, (on - (today or timezone.localdate())).days, get_language())


@lru_cache(REPEATED)
def _due(on: date, days: int, language: str | None) -> SafeString:
    tone, name = (
        ("bad", "clock-exclamation")
        if days < 0
        else ("warning", "clock")
        if days <= SOON.days
        else ("neutral", "calendar-due")
    )
    return format_html(
        '<span class="due due-{}">{}<span>{} · {}</span></span>', tone, icon(name), when(on), due_words(days)
    )


@register.simple_tag
def figures(number: Any, places: int | None = None) -> str:
    """A number as the language writes it: `{% figures 1234.5 1 %}` → 1.234,5."""
    return "–" if number is None else formats.number_format(number, places, use_l10n=True, force_grouping=True)


@register.simple_tag
def initials(name: str) -> str:
    """One letter for a person: of the given name, which stands last in Vietnamese."""
    return name.rsplit(maxsplit=1)[-1][:1].upper() if name.strip() else "?"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a form field with the class it needs; it keeps what was typed."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "textarea" if widget.template_name.endswith("textarea.html") else "")
    css = {"checkbox": "form-check-input", "radio": "", "select": "form-select", "range": "form-range"}
    classes = [css.get(kind, "form-control"), "is-invalid" if field.errors else "", widget.attrs.get("class", "")]
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if field.errors:
        attrs["aria-invalid"] = "true"
    if widget.attrs.get("placeholder") in (str(field.label), ""):
        attrs["placeholder"] = ""  # it would only say the label again
    if described := described_by(field):
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


def described_by(field: BoundField) -> str:
    """Ids of the help, the counter and the error of a field."""
    name = field.auto_id
    parts = [f"{name}_error" if field.errors else "", f"{name}_helptext" if field.help_text else ""]
    return " ".join(filter(None, parts)) if name else ""


@register.filter
def kind_of(field: BoundField) -> str:
    """`checkbox`, `choices` (several inputs), `file`, `hidden` or `input`: how the field component lays it out."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if widget.use_fieldset:
        return "choices"
    kind = getattr(widget, "input_type", "input")
    return kind if kind in ("checkbox", "file") else "input"


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart) -> dict[str, Any]:
    """A chart with its table."""
    return {"chart": drawn, "data": drawn.data(), "rows": drawn.rows(), "many": len(drawn.series) > 1}


@register.inclusion_tag("components/bullet.html")
def bullet(
    label: Any, achieved: float, required: float, expected: float | None = None, pace: float | None = None
) -> dict[str, Any]:
    """Achieved against required, as one bar that needs no script; `pace` is what should be reached by today."""
    whole = max(required, achieved, expected or 0, pace or 0, 1) * 1.05
    across = {"achieved": achieved, "required": required, "expected": expected, "pace": pace}
    places = {name: None if value is None else round(value / whole * 1000) for name, value in across.items()}
    return {"label": label, "at": places, **across}


TONE_ICONS = {
    "good": "circle-check",
    "success": "circle-check",
    "warning": "alert-triangle",
    "bad": "alert-triangle",
    "error": "alert-triangle",
}


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The icon of a notice: success and errors also where colours are not seen."""
    return icon(TONE_ICONS.get(tone, "info-circle"))


@register.filter
def error_count(form: BaseForm) -> int:
    """How many things a form has to mend."""
    return sum(len(texts) for texts in form.errors.values())


@register.filter
def anchor(field: BoundField) -> str:
    """The id to jump to for a field: of its input, or of the first of several."""
    return f"{field.auto_id}_0" if field.field.widget.use_fieldset else str(field.id_for_label or field.auto_id)


@register.filter
def device(user_agent: str) -> str:
    """A browser in words: `Firefox · Windows`."""
    return devices.device(user_agent)


@register.filter
def own_address(address: str | None, request: HttpRequest) -> str:
    """An address to link to if it is one of ours, else the home page."""
    ours = url_has_allowed_host_and_scheme(address or "", {request.get_host()}, request.is_secure())
    return address if ours and address else "/"


@register.inclusion_tag("components/column.html", takes_context=True)
def column(context: Context, label: Any, key: str = "", numeric: bool = False) -> dict[str, Any]:
    """A head of a table column; with a key, a link that sorts by it (`?sort=key`, then `?sort=-key`)."""
    query = context["request"].GET
    sorted_by = query.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(sorted_by, "") if key else ""
    turned = query.copy()
    turned["sort"] = f"-{key}" if direction == "ascending" else key
    for name in filters.PAGING:
        turned.pop(name, None)
    return {"label": label, "key": key, "numeric": numeric, "direction": direction, "address": f"?{turned.urlencode()}"}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: BaseForm) -> dict[str, Any]:
    """The fields of a filter form in a bar, and a chip for each active filter."""
    query = context["request"].GET
    kept = filters.kept(query, form)
    cleared = QueryDict(mutable=True)
    for name, value in kept:
        cleared.appendlist(name, value)
    return {"form": form, "chips": filters.chips(form, query), "keep": kept, "cleared": f"?{cleared.urlencode()}"}


@register.simple_block_tag(takes_context=True)
def listing(context: Context, content: str, caption: Any) -> SafeString:
    """A table that becomes cards on a phone, each cell with the words of its column; the content is thead and tbody."""
    return _drawn("components/listing.html", context, {"caption": caption, "content": labelled(content)})


@register.simple_block_tag(takes_context=True)
def page_header(
    context: Context, content: str, title: Any, lead: Any = "", crumbs: Any = (), mark: Any = ""
) -> SafeString:
    """Breadcrumbs (pairs of address and words), title, state (`mark`, a badge); the content is the main action."""
    given = {"title": title, "lead": lead, "crumbs": crumbs, "mark": mark, "actions": SafeString(content.strip())}
    return _drawn("components/page_header.html", context, given)


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, title: Any = "", name: str = "", help_text: Any = "") -> SafeString:
    """A surface with a title; `name` becomes its id, so that one can link to it."""
    given = {"title": title, "name": name, "help_text": help_text, "content": content}
    return _drawn("components/card.html", context, given)


@register.simple_block_tag(takes_context=True)
def modal(context: Context, content: str, name: str, title: Any) -> SafeString:
    """A dialog; `<a href="#name" data-dialog>` opens it (without scripts it shows in the page)."""
    return _drawn("components/modal.html", context, {"name": name, "title": title, "content": content})


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, tone: str = "info", title: Any = "") -> SafeString:
    """A notice in the page: info, good, warning or bad."""
    return _drawn("components/notice.html", context, {"tone": tone, "title": title, "content": content})


def _drawn(name: str, context: Context, given: dict[str, Any]) -> SafeString:
    return render_to_string(name, {**given, "request": context.get("request")})
