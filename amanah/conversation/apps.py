from django.apps import AppConfig


class Conversation(AppConfig):
    name = "amanah.conversation"
    label = "conversation"

    def ready(self) -> None:
        from amanah.sealing import services as sealing

        sealing.hooks.kind("message", is_shared=True)
        sealing.hooks.kind("reflection", is_shared=False)
