from django.urls import path

from amanah.help.views import deciding, naming, turning

app_name = "help"
urlpatterns = [
    path("help/", turning.help_page, name="help"),
    path("mentorships/<uuid:pk>/assessor/", deciding.assessor, name="assessor"),
    path("staff/<slug:slug>/help/", naming.contacts, name="contacts"),
    path("staff/<slug:slug>/help/new/", naming.new_contact, name="new_contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/", naming.contact, name="contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/move/", naming.move_contact, name="move_contact"),
    path("staff/<slug:slug>/help/<uuid:pk>/remove/", naming.remove_contact, name="remove_contact"),
]
