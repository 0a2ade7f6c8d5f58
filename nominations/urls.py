from django.urls import path

from nominations.views import appraisal, editor, evidence, nominations, registrations, score

app_name = "nominations"
urlpatterns = [
    path("registrations/", registrations.registration_list, name="registration-list"),
    path("registrations/export.xlsx", registrations.registration_export, name="registration-export"),
    path("registrations/new/", registrations.registration_new, name="registration-new"),
    path("registrations/<int:pk>/", registrations.registration_detail, name="registration-detail"),
    path("registrations/<int:pk>/edit/", registrations.registration_edit, name="registration-edit"),
    path("registrations/<int:pk>/submit/", registrations.registration_submit, name="registration-submit"),
    path("registrations/<int:pk>/accept/", registrations.registration_accept, name="registration-accept"),
    path("registrations/<int:pk>/return/", registrations.registration_return, name="registration-return"),
    path("registrations/<int:pk>/withdraw/", registrations.registration_withdraw, name="registration-withdraw"),
    path("registrations/<int:pk>/nominate/", registrations.registration_nominate, name="registration-nominate"),
    path("nominations/", nominations.nomination_list, name="nomination-list"),
    path("nominations/export.xlsx", nominations.nomination_export, name="nomination-export"),
    path("nominations/new/", nominations.nomination_new, name="nomination-new"),
    path("nominations/<int:pk>/", nominations.nomination_detail, name="nomination-detail"),
    path("nominations/<int:pk>/edit/", editor.nomination_summary, name="nomination-summary"),
    path("nominations/<int:pk>/edit/results/", editor.nomination_results, name="nomination-results"),
    path("nominations/<int:pk>/edit/statements/", editor.nomination_statements, name="nomination-statements"),
    path("nominations/<int:pk>/edit/evidence/", evidence.nomination_evidence, name="nomination-evidence"),
    path("nominations/<int:pk>/edit/vote/", editor.nomination_vote, name="nomination-vote"),
    path("nominations/<int:pk>/edit/check/", editor.nomination_check, name="nomination-check"),
    path("nominations/<int:pk>/minutes/", evidence.nomination_minutes, name="nomination-minutes"),
    path("nominations/<int:pk>/submit/", nominations.nomination_submit, name="nomination-submit"),
    path("nominations/<int:pk>/withdraw/", nominations.nomination_withdraw, name="nomination-withdraw"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
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
    path("nominations/<int:pk>/agreed/<int:criterion_pk>/", appraisal.appraisal_agree, name="appraisal-agree"),
    path("nominations/<int:pk>/appraise/", appraisal.appraisal_conclude, name="appraisal-conclude"),
    path("nominations/<int:pk>/reopen/", appraisal.appraisal_reopen, name="appraisal-reopen"),
    path("sheets/", score.score_list, name="score-list"),
    path("nominations/<int:pk>/score/", score.score, name="score"),
    path("nominations/<int:pk>/score/send/", score.score_send, name="score-send"),
    path("nominations/<int:pk>/score/take-back/", score.score_take_back, name="score-take-back"),
]
