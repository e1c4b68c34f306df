from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Conversation(AppConfig):
    name = "amanah.conversation"
    label = "conversation"

    def ready(self) -> None:
        from amanah.conversation import services
        from amanah.conversation.queries import MESSAGE
        from amanah.sealing import services as sealing

        sealing.hooks.kind(MESSAGE, is_shared=True, called=_("In the conversation"))
        sealing.hooks.kind("reflection", is_shared=False, called=_("A reflection"))
        sealing.hooks.written.append(services.tell_of_words)
        sealing.hooks.lock_made.append(services.tell_of_lock)
