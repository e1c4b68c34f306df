from django.apps import AppConfig


class Conversation(AppConfig):
    name = "amanah.conversation"
    label = "conversation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from amanah.sealing import services as sealing

        sealing.hooks.kind("message", is_shared=True, called=_("Message"))
        sealing.hooks.kind("reflection", is_shared=False, called=_("Reflection"))
