from django.apps import AppConfig


class Operations(AppConfig):
    name = "amanah.operations"
    label = "operations"
