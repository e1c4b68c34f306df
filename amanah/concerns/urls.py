from django.urls import path

from amanah.concerns.views import leads, members

app_name = "concerns"

# A member's own.
urlpatterns = [
    path("mentorships/<uuid:pk>/show/", members.show_words, name="show"),
    path("concerns/", members.concerns, name="concerns"),
    path("concerns/new/", members.new, name="new"),
    path("concerns/<uuid:pk>/", members.concern, name="concern"),
    path("concerns/<uuid:pk>/send/", members.send, name="send"),
    path("concerns/<uuid:pk>/away/", members.throw_away, name="throw_away"),
    path("concerns/<uuid:pk>/files/", members.files, name="own_files"),
]

# Those of a safeguarding lead.
urlpatterns += [
    path("staff/concerns/", leads.sent, name="sent"),
    path("staff/concerns/number/", leads.number, name="number"),
    path("staff/concerns/<uuid:pk>/", leads.file, name="file"),
    path("staff/concerns/<uuid:pk>/files/", leads.files, name="files"),
    path("staff/concerns/<uuid:pk>/state/", leads.say, name="say"),
]
