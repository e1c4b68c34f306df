from django.urls import path

from amanah.stewardship import views

app_name = "stewardship"
urlpatterns = [
    path("export/", views.parcel, name="parcel"),
    path("export/ask/", views.ask_for_parcel, name="ask_for_parcel"),
    path("export/<uuid:pk>/", views.fetch_parcel, name="fetch_parcel"),
    path("erase/", views.leaving, name="leaving"),
    path("erase/ask/", views.ask_for_erasure, name="ask_for_erasure"),
    path("erase/take-back/", views.take_back_erasure, name="take_back_erasure"),
]
