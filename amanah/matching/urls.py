"""Finding a mentor oneself, and being asked."""

from django.urls import path

from amanah.matching.views import finding, proposals, proposing, requests

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
]
