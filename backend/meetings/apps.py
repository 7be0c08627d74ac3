from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "backend.meetings"

    def ready(self) -> None:
        """Each tick looks after the plans first, then after the reminders about them."""
        from backend.meetings import planning, reminders  # noqa: PLC0415 - models are there only now
        from notifications import outbox  # noqa: PLC0415

        outbox.register_planner(planning.plan_due)
        outbox.register_planner(reminders.remind_due)
