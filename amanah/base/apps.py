from django.apps import AppConfig


class Base(AppConfig):
    name = "amanah.base"
    label = "base"
