from django.urls import path

from nominations.views import appraisal, score

app_name = "nominations"
urlpatterns = [
    path("nominations/<int:pk>/appraisal/", appraisal.appraisal_page, name="appraisal"),
    path("nominations/<int:pk>/receive/", appraisal.appraisal_receive, name="appraisal-receive"),
    path("nominations/<int:pk>/return/", appraisal.appraisal_return, name="appraisal-return"),
    path("nominations/<int:pk>/extend/", appraisal.appraisal_extend, name="appraisal-extend"),
    path("nominations/<int:pk>/gates/<int:criterion_pk>/", appraisal.appraisal_gate, name="appraisal-gate"),
    path("nominations/<int:pk>/gates/<int:criterion_pk>/waive/", appraisal.appraisal_waive, name="appraisal-waive"),
    path("nominations/<int:pk>/assign/", appraisal.appraisal_assign, name="appraisal-assign"),
    path(
        "nominations/<int:pk>/sheets/<int:sheet_pk>/unassign/", appraisal.appraisal_unassign, name="appraisal-unassign"
    ),
    path("nominations/<int:pk>/appraise/", appraisal.appraisal_conclude, name="appraisal-conclude"),
    path("nominations/<int:pk>/reopen/", appraisal.appraisal_reopen, name="appraisal-reopen"),
    path("sheets/", score.score_list, name="score-list"),
    path("nominations/<int:pk>/score/", score.score, name="score"),
    path("nominations/<int:pk>/score/send/", score.score_send, name="score-send"),
    path("nominations/<int:pk>/score/take-back/", score.score_take_back, name="score-take-back"),
]
