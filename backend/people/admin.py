"""For operators: who works where. People who learn or help are not listed; their coordinators know them."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from backend.people.models import (
    Account,
    Caseworker,
    ConfidentialAdviser,
    Coordinator,
    PolicyOfficer,
    ProgrammeManager,
)

if TYPE_CHECKING:
    _Pages = admin.ModelAdmin[Any]  # only generic for the type checker
else:
    _Pages = admin.ModelAdmin

admin.site.site_header = admin.site.site_title = _("Administration of Taalmaatje")
admin.site.index_title = _("Who works where")


@admin.register(Account)
class AccountAdmin(_Pages):
    """Looked up by the whole contact or name; nobody has a password to set."""

    fields = ("full_name", "call_name", "mail", "phone", "language", "is_active", "is_staff", "is_superuser")
    list_display = ("call_name", "is_active", "is_staff")
    list_filter = ("is_staff", "is_active")
    search_fields = ("=mail", "=phone", "full_name")

    def save_model(self, request: Any, obj: Account, form: Any, change: bool) -> None:
        """A new account gets no password either."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: Any, obj: Account | None = None) -> bool:
        """People are erased by ``erase_person``, which keeps the sums."""
        return False


class _RoleAdmin(_Pages):
    """A role from a first day to a last day, in the town that the operator has open."""

    list_display = ("account", "municipality", "since", "until")
    list_select_related = ("account", "municipality")
    raw_id_fields = ("account",)
    fields: ClassVar[tuple[str, ...]] = ("municipality", "account", "since", "until")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """A role ends on a day; it is not taken out of the past."""
        return False


@admin.register(Coordinator)
class CoordinatorAdmin(_RoleAdmin):
    """Coordinators, of the town or of one centre."""

    fields = ("municipality", "account", "centre", "since", "until")


admin.site.register((Caseworker, ConfidentialAdviser, PolicyOfficer, ProgrammeManager), _RoleAdmin)
