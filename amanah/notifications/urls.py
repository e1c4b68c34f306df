from django.urls import path

from amanah.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("away/", views.put_all_away, name="put_all_away"),
    path("<uuid:pk>/away/", views.put_away, name="put_away"),
    path("letters/", views.choose, name="choose"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
