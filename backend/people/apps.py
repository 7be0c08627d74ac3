from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "backend.people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Give ``notifications`` the address book and what has to be done on each tick."""
        from backend.people import addresses, forgetting, login  # noqa: PLC0415 - models are not there before
        from notifications import address_book, outbox  # noqa: PLC0415

        address_book.register_address_book(addresses.look_up, addresses.channels)
        outbox.register_planner(login.take_up)
        outbox.register_planner(forgetting.forget_due)
