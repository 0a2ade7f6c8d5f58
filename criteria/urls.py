from django.urls import path

from criteria.views import catalogue, own, ratings, sets, years

app_name = "criteria"
urlpatterns = [
    path("criteria/", catalogue.catalogue, name="catalogue"),
    path("criteria/document.pdf", catalogue.catalogue_pdf, name="catalogue-pdf"),
    path("criteria/own/", own.own_list, name="own-list"),
    path("criteria/own/<int:pk>/", own.own_edit, name="own-edit"),
    path("criteria/own/<int:pk>/remove/", own.own_remove, name="own-remove"),
    path("criteria/own/<int:unit_pk>/<int:set_pk>/new/", own.own_new, name="own-new"),
    path("criteria/own/<int:unit_pk>/<int:set_pk>/again/", own.own_again, name="own-again"),
    path("criteria/own/<int:unit_pk>/<int:set_pk>/notes/<str:code>/", own.own_note, name="own-note"),
    path("criteria/sets/", sets.set_list, name="set-list"),
    path("criteria/sets/<int:pk>/", sets.set_detail, name="set-detail"),
    path("criteria/sets/<int:pk>/standards/new/", sets.criterion_new, name="criterion-new"),
    path("criteria/sets/<int:pk>/standards/<str:code>/", sets.criterion_edit, name="criterion-edit"),
    path("criteria/sets/<int:pk>/standards/<str:code>/move/", sets.criterion_move, name="criterion-move"),
    path("criteria/sets/<int:pk>/standards/<str:code>/remove/", sets.criterion_remove, name="criterion-remove"),
    path("criteria/sets/<int:pk>/scale/", sets.set_parameters, name="set-parameters"),
    path("criteria/sets/<int:pk>/load/", sets.set_load, name="set-load"),
    path("criteria/sets/<int:pk>/copy/", sets.set_copy, name="set-copy"),
    path("criteria/sets/<int:pk>/copy-plan/", sets.plan_copy, name="plan-copy"),
    path("criteria/sets/<int:pk>/compare/<int:other_pk>/", sets.set_compare, name="set-compare"),
    path("criteria/sets/<int:pk>/standards.toml", sets.set_export, name="set-export"),
    path("years/", years.year_list, name="year-list"),
    path("years/new/", years.year_new, name="year-new"),
    path("years/<int:pk>/", years.year_detail, name="year-detail"),
    path("years/<int:pk>/edit/", years.year_edit, name="year-edit"),
    path("years/<int:pk>/open/", years.year_open, name="year-open"),
    path("years/<int:pk>/close/", years.year_close, name="year-close"),
    path("ratings/", ratings.rating_list, name="rating-list"),
    path("ratings/export.xlsx", ratings.rating_export, name="rating-export"),
    path("ratings/<int:pk>/scan/", ratings.rating_scan, name="rating-scan"),
    path("ratings/<int:year>/units/<int:unit_pk>/", ratings.rating_unit, name="rating-unit"),
    path("ratings/<int:year>/<str:of>/<int:subject_pk>/", ratings.rating_record, name="rating-record"),
]
