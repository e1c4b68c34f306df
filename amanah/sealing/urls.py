from django.urls import path

from amanah.sealing.views import attachments, copies, lock, pages, rooms

app_name = "sealing"

# One's own lock: its pages, then what a script asks.
urlpatterns = [
    path("lock/", pages.lock, name="lock"),
    path("lock/set/", pages.set_lock, name="set_lock"),
    path("lock/lost/", pages.lost_lock, name="lost_lock"),
    path("lock/second/", pages.second_way, name="second_way"),
    path("lock/numbers/", pages.numbers, name="numbers"),
    path("lock/state/", lock.state, name="state"),
    path("lock/known/", lock.known, name="known"),
    path("lock/identity/", lock.identity, name="identity"),
    path("lock/replacement/", lock.replacement, name="replacement"),
    path("lock/replacement/stop/", lock.stop_replacement, name="stop_replacement"),
    path("lock/stop/<str:secret>/", lock.stop_by_letter, name="stop_by_letter"),
    path("lock/pins/", lock.pins, name="pins"),
    path("lock/ways/", lock.ways, name="ways"),
    path("lock/ways/<uuid:pk>/remove/", lock.remove_way, name="remove_way"),
    path("lock/opening/", lock.opening, name="opening"),
    path("lock/close/", lock.close, name="close"),
    path("lock/everywhere/", lock.everywhere, name="everywhere"),
]

# Rooms and the words in them.
urlpatterns += [
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/<uuid:pk>/", rooms.room, name="room"),
    path("rooms/<uuid:pk>/older/", rooms.older, name="older"),
    path("rooms/<uuid:pk>/copy/", copies.copy, name="copy"),
    path("rooms/<uuid:pk>/mark/", rooms.mark, name="mark"),
    path("rooms/<uuid:pk>/words/", rooms.words, name="words"),
    path("rooms/<uuid:pk>/epochs/", rooms.epochs, name="epochs"),
    path("rooms/<uuid:pk>/grants/", rooms.grants, name="grants"),
    path("rooms/<uuid:pk>/drafts/", rooms.drafts, name="drafts"),
    path("rooms/<uuid:pk>/attachments/", attachments.attachments, name="attachments"),
    path("rooms/attachments/<uuid:pk>/", attachments.attachment, name="attachment"),
]
