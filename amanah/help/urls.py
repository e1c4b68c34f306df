from django.urls import path

from amanah.help import views

app_name = "help"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("staff/<slug:slug>/help/", views.contacts, name="contacts"),
    path("staff/<slug:slug>/help/new/", views.new_contact, name="new_contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/", views.contact, name="contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/move/", views.move_contact, name="move_contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/remove/", views.remove_contact, name="remove_contact"),
]
