"""A member's mentorships."""

from django.urls import path

from amanah.mentoring import views

app_name = "mentoring"
urlpatterns = [
    path("mentorships/", views.mentorships, name="mentorships"),
    path("mentorships/invitations/new/", views.invite, name="invite"),
    path("mentorships/invitations/<uuid:pk>/withdraw/", views.withdraw, name="withdraw_invitation"),
    path("mentorships/invited/<str:secret>/", views.invited, name="invited"),
    path("mentorships/<uuid:pk>/", views.mentorship, name="mentorship"),
    path("mentorships/<uuid:pk>/close/", views.close, name="close"),
    path("staff/programmes/cohorts/<uuid:pk>/pairs/", views.pairs, name="pairs"),
]
