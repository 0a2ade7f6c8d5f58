"""The one way a form page goes: show, check, save, and on a stale save 409 with both texts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import actions
from portal.rights import Conflict
from portal.tables import Table


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


def edit(request: HttpRequest, form: BaseForm, page: Page, save: Callable[[BaseForm], str | None]) -> HttpResponse:
    """`save` performs one action; it may return the address to go to instead of `page.back`."""
    differences, status = [], 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                address = save(form)
        except actions.Stale as stale:
            differences, status = _keep_both(request, form, stale), 409
        except Conflict as conflict:
            form.add_error(None, f"{conflict.what} {conflict.instead}")
            status = 409
        except IntegrityError:
            form.add_error(None, _("Nội dung này vừa có người khác ghi trước. Vui lòng xem lại rồi lưu lại."))
            status = 409
        else:
            messages.success(request, page.done)
            return redirect(address or page.back)
    context = page.around | {"form": form, "page": page, "differences": differences}
    return render(request, page.template, context, status=status)


def _keep_both(request: HttpRequest, form: BaseForm, stale: actions.Stale) -> list[tuple[str, str, str]]:
    """[(label, what stands now, what was typed)]; the form keeps what was typed and may now be saved over it.

    A form with rows beside its fields tells them by `rows(current)`: ({label: now}, {label: typed}).
    """
    rows_now, rows_typed = form.rows(stale.current) if hasattr(form, "rows") else ({}, {})
    actions.set_aside(form.instance, by=request.user, parts=rows_typed)
    form.data = form.data.copy()  # `|` would turn every value into its list
    form.data["version"] = str(stale.current.version)
    now = actions.shown(stale.current) | rows_now
    typed = actions.shown(form.instance) | rows_typed
    return [(label, now[label], typed[label]) for label in now if now[label] != typed[label]]
