from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Every room that speaks to people has a ``messages`` module, which registers its kinds.

        Every process kicks, above all the web server: Celery itself finds tasks in its workers only.
        """
        from notifications import outbox, tasks  # noqa: PLC0415 - models are there only now

        autodiscover_modules("messages")
        outbox.kickers[:] = [tasks.kick]
