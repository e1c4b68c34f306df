from django.apps import AppConfig


class Outbox(AppConfig):
    name = "amanah.outbox"
    label = "outbox"
