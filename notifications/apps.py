from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Every room that speaks to people has a ``messages`` module, which registers its kinds."""
        autodiscover_modules("messages")
