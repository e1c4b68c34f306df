"""A member's own page about ties, and the staff's."""

from django.urls import path

from amanah.conflicts.views import keeping, lists, own, pairs

app_name = "conflicts"
urlpatterns = [
    path("ties/", own.own, name="own"),
    path("staff/institutions/<uuid:pk>/pairs/", pairs.pairs, name="pairs"),
    path("staff/<slug:slug>/ties/", keeping.ties, name="ties"),
    path("staff/<slug:slug>/ties/new/", keeping.new_tie, name="new_tie"),
    path("staff/<slug:slug>/ties/<uuid:pk>/end/", keeping.end_tie, name="end_tie"),
    path("staff/<slug:slug>/ties/lists/", lists.lists, name="lists"),
    path("staff/<slug:slug>/ties/lists/<uuid:pk>/", lists.tie_list, name="list"),
    path(
        "staff/<slug:slug>/ties/lists/<uuid:pk>/take-over/",
        lists.take_over,
        name="take_list_over",
    ),
    path("staff/<slug:slug>/ties/lists/<uuid:pk>/discard/", lists.discard, name="discard_list"),
    path("staff/<slug:slug>/posts/", keeping.posts, name="posts"),
    path("staff/<slug:slug>/posts/new/", keeping.new_post, name="new_post"),
    path("staff/<slug:slug>/posts/<uuid:pk>/end/", keeping.end_post, name="end_post"),
]
