from django.urls import path

from amanah.shell import views as shell

app_name = "demo"
urlpatterns = [
    path("style/", shell.style, name="style"),
]
