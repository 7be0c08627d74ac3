from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "backend.meetings"

    def ready(self) -> None:
        """Each tick looks after the plans first, then after the reminders about them."""
        from backend.meetings import (  # noqa: PLC0415 - models are there only now
            asking,
            introductions,  # noqa: F401 - these two register their messages
            language_plans,  # noqa: F401
            planning,
            reminders,
            silence,
            substitute_messages,  # noqa: F401
            table_plans,
        )
        from notifications import outbox  # noqa: PLC0415

        outbox.register_planner(planning.plan_due)
        outbox.register_planner(table_plans.plan_everywhere)
        outbox.register_planner(reminders.remind_due)
        outbox.register_planner(silence.look_everywhere)
        outbox.register_planner(asking.ask_everywhere)
