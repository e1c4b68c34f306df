from django.urls import path

from amanah.shell import views

app_name = "shell"
urlpatterns = [
    path("appearance/", views.theme, name="theme"),
    path("curtain/", views.screen_curtain, name="curtain"),
    path("language/", views.language, name="language"),
    path("session/", views.session, name="session"),
]
