"""The one way a form page goes: show, check, save, and on a stale save 409 with both texts.

A page that saves itself while somebody types goes the same way and is answered in plain values (`asks_itself`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import actions, clock, drafts
from portal.queries import last_saved
from portal.rights import Conflict
from portal.tables import Table
from portal.views.answers import asks_itself, said

UNTYPED = ("csrfmiddlewaretoken", "version", "base", "next", "prove")  # what a form's page sends besides what was typed
BEFORE_YOU = gettext_lazy("Nội dung này vừa có người khác ghi trước. Vui lòng xem lại rồi lưu lại.")


def _nothing_renewed() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Page:
    """What stands around a form: title, where it hangs, what the button says, what is said when it is done."""

    title: str
    crumbs: list[tuple[str, str]]  # (label, address), outermost first
    button: str
    done: str
    back: str
    lead: str = ""
    below: Table | None = None  # what the reader may want to look at beneath the form
    template: str = "portal/form.html"
    around: dict = field(default_factory=dict)  # what that template shows besides
    renewed: Callable[[], dict[str, str]] = _nothing_renewed  # {part of the page: as it is after a save}


def edit(request: HttpRequest, form: BaseForm, page: Page, save: Callable[[BaseForm], str | None]) -> HttpResponse:
    """`save` performs one action; it may return the address to go to instead of `page.back`."""
    context, status, base = {}, 200, request.POST.get("base", "")
    if request.method == "POST" and form.is_valid():
        drafts.follow(form, base)
        try:
            with transaction.atomic():
                address = save(form)
        except actions.Stale as stale:
            context, status = _keep_both(request, form, stale, base), 409
        except Conflict as conflict:
            form.add_error(None, f"{conflict.what} {conflict.instead}")
            status = 409
        except IntegrityError:
            form.add_error(None, BEFORE_YOU)
            status = 409
        else:
            if asks_itself(request):
                return _saved(form, page)
            messages.success(request, page.done)
            return redirect(address or page.back)
    if request.method == "POST" and asks_itself(request):
        return _not_saved(form, context, 422 if status == 200 else status)
    context = page.around | {"form": form, "page": page, "base": drafts.base_of(form)} | context
    return render(request, page.template, context, status=status)


def _saved(form: BaseForm, page: Page) -> JsonResponse:
    """The version and base that the page goes on from, and what around the form has changed with it."""
    told = {"version": form.instance.version, "base": drafts.base_after(form), "at": f"{clock.now():%H:%M}"}
    return JsonResponse(told | {"renewed": page.renewed()})


def _not_saved(form: BaseForm, context: dict, status: int) -> JsonResponse:
    errors = {form.add_prefix(name): list(told) for name, told in form.errors.items() if name != "__all__"}
    for sheet in drafts.sheets_of(form):
        for row in sheet.forms:
            errors |= {row.add_prefix(name): list(told) for name, told in row.errors.items()}
    words = list(form.non_field_errors())
    if context:
        words = [_("%(who)s đã lưu lúc %(at)s, sau khi đồng chí mở trang. Chưa có gì bị ghi đè.") % context["saved"]]
    return said(" ".join(words), status=status, errors=errors, both=bool(context))


def _keep_both(request: HttpRequest, form: BaseForm, stale: actions.Stale, base: str) -> dict:
    """The form keeps what was typed, joined with what the other wrote, and may now be saved over that.

    A form with rows beside its fields tells them by `rows(current)`: ({label: now}, {label: typed}).
    """
    _now, typed = form.rows(stale.current) if hasattr(form, "rows") else ({}, {})
    actions.set_aside(form.instance, by=request.user, parts=typed)
    form.data = form.data.copy()  # `|` would turn every value into its list
    mine = [(name, value) for name, values in form.data.lists() for value in values if name not in UNTYPED]
    # What the page shows was read with the thing: the version of that moment, should it have changed yet again.
    form.data["version"] = str(form.instance.version)
    found = drafts.join(form, base)
    if not found:
        form.add_error(None, BEFORE_YOU)
    differences = [(each.label, each.now, each.typed) for each in found]
    return {"differences": differences, "compared": found, "mine": mine, "saved": last_saved(stale.current)}
