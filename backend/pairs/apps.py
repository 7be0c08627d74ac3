from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "backend.pairs"

    def ready(self) -> None:
        """Proposals that nobody answered in time are closed on each tick; who asks for a round kicks a worker."""
        from backend.pairs import exclusions, proposals, rounds, table_offers, tasks  # noqa: PLC0415 - models are there only when apps are ready
        from notifications import outbox  # noqa: PLC0415

        outbox.register_planner(proposals.expire_everywhere)
        outbox.register_planner(table_offers.expire_everywhere)
        outbox.register_planner(exclusions.lift_everywhere)
        rounds.kickers[:] = [tasks.kick]
