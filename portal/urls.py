"""Every address of the site. Each has its row in the table of who may: `tests/portal/test_who_may.py`."""

from django.urls import include, path

from portal.views import accounts, health, home, imports, people, units

portal = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("search/", home.search, name="search"),
    path("profile/", home.profile, name="profile"),
    path("profile/mail/", home.profile_mail, name="profile-mail"),
    path("notices/", home.notices, name="notices"),
    path("notices/read/", home.notices_read, name="notices-read"),
    path("notices/<int:pk>/read/", home.notice_read, name="notice-read"),
    path("notices/<int:pk>/open/", home.notice_open, name="notice-open"),
    path("accounts/login/", accounts.login, name="login"),
    path("accounts/logout/", accounts.logout, name="logout"),
    path("accounts/password/", accounts.password, name="password"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/export.xlsx", accounts.account_export, name="account-export"),
    path("accounts/new/", accounts.account_new, name="account-new"),
    path("accounts/<int:pk>/", accounts.account_detail, name="account-detail"),
    path("accounts/<int:pk>/mail/", accounts.account_mail, name="account-mail"),
    path("accounts/<int:pk>/renew-password/", accounts.account_password, name="account-password"),
    path("accounts/<int:pk>/stop/", accounts.account_stop, name="account-stop"),
    path("accounts/<int:pk>/resume/", accounts.account_resume, name="account-resume"),
    path("accounts/<int:pk>/grants/new/", accounts.grant_new, name="grant-new"),
    path("accounts/<int:pk>/grants/<int:grant_pk>/take/", accounts.grant_take, name="grant-take"),
    path("units/", units.unit_list, name="unit-list"),
    path("units/export.xlsx", units.unit_export, name="unit-export"),
    path("units/new/", units.unit_new, name="unit-new"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit-edit"),
    path("people/", people.person_list, name="person-list"),
    path("people/export.xlsx", people.person_export, name="person-export"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/posts/new/", people.post_new, name="post-new"),
    path("people/<int:pk>/posts/<int:post_pk>/edit/", people.post_edit, name="post-edit"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/<slug:kind>/", imports.import_new, name="import-new"),
    path("imports/new/<slug:kind>/form.xlsx", imports.import_template, name="import-template"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/settle/", imports.import_settle, name="import-settle"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import-confirm"),
    path("imports/<int:pk>/file/", imports.import_file, name="import-file"),
]

urlpatterns = [
    path("", include((portal, "portal"))),
    path("", include("criteria.urls")),
    path("", include("nominations.urls")),
    path("", include("recognition.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
