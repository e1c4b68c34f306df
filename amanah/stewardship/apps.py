from django.apps import AppConfig


class Stewardship(AppConfig):
    name = "amanah.stewardship"
    label = "stewardship"
