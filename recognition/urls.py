from django.urls import path

from recognition.views import dashboard, earlier, lists, recount, reminders, total

app_name = "recognition"
urlpatterns = [
    path("lists/", lists.review_list_list, name="list-list"),
    path("lists/export.xlsx", lists.review_list_export, name="list-export"),
    path("lists/new/<int:year_pk>/", lists.list_new, name="list-new"),
    path("lists/<int:pk>/", lists.list_detail, name="list-detail"),
    path("lists/<int:pk>/close/", lists.list_close, name="list-close"),
    path("lists/<int:pk>/votes/", lists.list_votes, name="list-votes"),
    path("lists/<int:pk>/approve/", lists.list_approve, name="list-approve"),
    path("lists/<int:pk>/reopen/", lists.list_reopen, name="list-reopen"),
    path("lists/<int:pk>/aside/<int:nomination_pk>/", lists.list_aside, name="list-aside"),
    path("lists/<int:pk>/decide/", lists.list_decide, name="list-decide"),
    path("lists/<int:pk>/publish/", lists.list_publish, name="list-publish"),
    path("lists/<int:pk>/decision/", lists.decision_scan, name="list-decision"),
    path("lists/<int:pk>/document.pdf", lists.list_document, {"kind": "pdf"}, name="list-pdf"),
    path("lists/<int:pk>/document.xlsx", lists.list_document, {"kind": "xlsx"}, name="list-xlsx"),
    path("nominations/<int:pk>/total/", total.total_page, name="total"),
    path("nominations/<int:pk>/total.pdf", total.total_paper, name="total-pdf"),
    path("reminders/", reminders.reminder_list, name="reminder-list"),
    path("reminders/send/", reminders.reminder_send, name="reminder-send"),
    path("years/<int:pk>/recount/", recount.recount, name="recount"),
    path("earlier/", earlier.earlier_list, name="earlier-list"),
    path("earlier/export.xlsx", earlier.earlier_export, name="earlier-export"),
    path("dashboard/", dashboard.overview, name="dashboard"),
    path("dashboard/standards/", dashboard.standards, name="dashboard-standards"),
    path("dashboard/years/", dashboard.years, name="dashboard-years"),
    path("dashboard/meeting/", dashboard.meeting, name="dashboard-meeting"),
    path("dashboard/meeting.pdf", dashboard.meeting_pdf, name="dashboard-pdf"),
    path("dashboard/export.xlsx", dashboard.export, name="dashboard-export"),
    path("dashboard/unit/<int:pk>/", dashboard.unit, name="dashboard-unit"),
    path("dashboard/unit/<int:pk>/export.xlsx", dashboard.unit_export, name="dashboard-unit-export"),
]
