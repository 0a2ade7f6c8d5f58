from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import clock, mail
from portal.rights import require
from portal.text import two_digits
from recognition.actions import reminders as actions
from recognition.forms.reminders import ReminderDayForm
from recognition.reminder_facts import due_on


@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """What would go out today, or on another day as things stand now. Looking writes nothing."""
    require(request.user, "reminder.send")
    form = ReminderDayForm(request.GET)
    lines = due_on(form.chosen)
    unsent = [each for line in lines for each in line.unsent]
    context = {
        "form": form,
        "day": form.chosen,
        "is_today": form.chosen == clock.today(),
        "places": [(place, list(rows)) for place, rows in groupby(lines, key=lambda line: line.reminder.place)],
        "total": sum(len(line.recipients) for line in lines),
        "unsent": len(unsent),
        "names": sorted({each.name for each in unsent}),
        "written": mail.in_files() if settings.PORTAL_DEMO else [],
    }
    return render(request, "recognition/reminder_list.html", context)


@require_POST
def reminder_send(request: HttpRequest) -> HttpResponse:
    """The same act as the timer's: what was sent already is not sent again."""
    require(request.user, "reminder.send")
    count = actions.send(by=request.user)
    if count:
        done = _("Đã gửi %(count)s tin nhắc. Người nhận thấy ngay trên cổng; thư đi theo cách mỗi người đã chọn.")
        messages.success(request, done % {"count": two_digits(count)})
    else:
        messages.info(request, _("Tin nhắc của hôm nay đã gửi trước đó nên không gửi lại."))
    return redirect("recognition:reminder-list")
