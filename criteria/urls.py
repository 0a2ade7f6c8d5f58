from django.urls import path

from criteria.views import catalogue, ratings, years

app_name = "criteria"
urlpatterns = [
    path("criteria/", catalogue.catalogue, name="catalogue"),
    path("criteria/document.pdf", catalogue.catalogue_pdf, name="catalogue-pdf"),
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
