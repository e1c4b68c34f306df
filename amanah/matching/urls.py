"""Finding a mentor oneself, being asked and proposed, and matching people as staff."""

from django.urls import path

from amanah.matching.views import board, finding, proposals, proposing, requests, runs

app_name = "matching"
urlpatterns = [
    path("mentors/<uuid:pk>/", finding.mentors, name="mentors"),
    path("mentors/<uuid:pk>/ask/", finding.ask, name="ask"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:pk>/", requests.one_request, name="request"),
    path("requests/<uuid:pk>/accept/", requests.accept, name="accept"),
    path("requests/<uuid:pk>/decline/", requests.decline, name="decline"),
    path("requests/<uuid:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/accept/", proposals.accept, name="accept_proposal"),
    path("proposals/<uuid:pk>/decline/", proposals.decline, name="decline_proposal"),
    path(
        "staff/programmes/cohorts/<uuid:pk>/proposals/",
        proposing.cohort_proposals,
        name="cohort_proposals",
    ),
    path("staff/programmes/cohorts/<uuid:pk>/proposals/new/", proposing.propose, name="propose"),
    path("staff/proposals/<uuid:pk>/withdraw/", proposing.withdraw, name="withdraw_proposal"),
    path("staff/programmes/cohorts/<uuid:pk>/runs/", runs.runs, name="runs"),
    path("staff/runs/<uuid:pk>/", runs.run, name="run"),
    path("staff/runs/<uuid:pk>/call-off/", runs.call_off, name="call_off"),
    path("staff/runs/<uuid:pk>/again/", runs.again, name="run_again"),
    path("staff/runs/<uuid:pk>/send/", runs.send, name="send"),
    path("staff/runs/<uuid:pk>/compare/", runs.compare, name="compare"),
    path("staff/runs/<uuid:pk>/let-wait/", runs.let_wait, name="let_wait"),
    path("staff/runs/<uuid:pk>/undo/", board.undo, name="undo"),
    path("staff/runs/<uuid:pk>/allow/", board.allow, name="allow_pair"),
    path("staff/runs/<uuid:pk>/choose/", board.choose_for, name="choose_for"),
    path("staff/runs/pairs/<uuid:pk>/", board.choices, name="choices"),
    path("staff/runs/pairs/<uuid:pk>/keep/", board.keep, name="keep_pair"),
    path("staff/runs/pairs/<uuid:pk>/rule-out/", board.rule_out, name="rule_out"),
    path("staff/runs/pairs/<uuid:pk>/take-off/", board.take_off, name="take_off"),
]
