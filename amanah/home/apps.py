from django.apps import AppConfig


class Home(AppConfig):
    name = "amanah.home"
    label = "home"
