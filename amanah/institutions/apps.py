from django.apps import AppConfig


class Institutions(AppConfig):
    name = "amanah.institutions"
    label = "institutions"
