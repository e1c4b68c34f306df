"""What the members of a mentorship write to each other, and what one writes for oneself."""

from django.urls import path

from amanah.conversation import views

app_name = "conversation"
urlpatterns = [
    path("mentorships/<uuid:pk>/conversation/", views.conversation, name="conversation"),
    path("reflections/", views.reflections, name="reflections"),
]
