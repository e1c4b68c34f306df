from django.apps import AppConfig


class Shell(AppConfig):
    name = "amanah.shell"
    label = "shell"
