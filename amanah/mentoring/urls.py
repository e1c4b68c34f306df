"""A member's mentorships."""

from django.urls import path

from amanah.mentoring.views import agreements, mentorships

app_name = "mentoring"
urlpatterns = [
    path("mentorships/", mentorships.mentorships, name="mentorships"),
    path("mentorships/invitations/new/", mentorships.invite, name="invite"),
    path(
        "mentorships/invitations/<uuid:pk>/withdraw/",
        mentorships.withdraw,
        name="withdraw_invitation",
    ),
    path("mentorships/invited/<str:secret>/", mentorships.invited, name="invited"),
    path("mentorships/<uuid:pk>/", mentorships.mentorship, name="mentorship"),
    path("mentorships/<uuid:pk>/close/", mentorships.close, name="close"),
    path("mentorships/<uuid:pk>/again/", mentorships.again, name="again"),
    path("mentorships/<uuid:pk>/phase/", mentorships.phase, name="phase"),
    path("mentorships/<uuid:pk>/agreement/", agreements.agreement, name="agreement"),
    path("mentorships/<uuid:pk>/agreement/own/", agreements.own_choices, name="own_choices"),
    path("mentorships/<uuid:pk>/agreement/taken/", agreements.take, name="take"),
    path("mentorships/<uuid:pk>/agreement/signature/", agreements.sign, name="sign"),
    path(
        "mentorships/<uuid:pk>/agreement/signature/back/",
        agreements.take_signature_back,
        name="take_signature_back",
    ),
    path(
        "mentorships/<uuid:pk>/agreement/change/",
        agreements.ask_for_change,
        name="ask_for_change",
    ),
    path(
        "mentorships/agreements/<uuid:pk>/",
        agreements.agreement_version,
        name="agreement_version",
    ),
    path("staff/programmes/cohorts/<uuid:pk>/pairs/", mentorships.pairs, name="pairs"),
]
