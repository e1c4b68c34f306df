from django.urls import path

from amanah.operations import demo_views
from amanah.shell import views as shell

app_name = "demo"
urlpatterns = [
    path("style/", shell.style, name="style"),
    path("", demo_views.people, name="people"),
    path("mail", demo_views.mails, name="mails"),
    path("mail/<slug:name>", demo_views.mail, name="mail"),
    path("clock", demo_views.demo_clock, name="clock"),
    path("clock/move", demo_views.move, name="move"),
    path("clock/reset", demo_views.reset, name="reset"),
]
