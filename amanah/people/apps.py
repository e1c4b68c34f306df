from django.apps import AppConfig


class People(AppConfig):
    name = "amanah.people"
    label = "people"
