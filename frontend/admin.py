"""The operator's screens, on Django's administration: who works where.

People who learn or help are not listed; their coordinators know them. Whoever has the whole mail address or
phone number of one of them can look that person up, since a volunteer may be appointed as well.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.contrib.auth.models import Group
from django.forms.models import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from backend.people import contacts
from backend.people.models import (
    Account,
    Caseworker,
    ConfidentialAdviser,
    Coordinator,
    PolicyOfficer,
    ProgrammeManager,
    RoleRow,
)
from backend.places.clock import now
from backend.places.models import CommunityCentre, Municipality
from backend.privacy import audit
from frontend.fields import PhoneField
from frontend.town import TownRequest

if TYPE_CHECKING:
    _Pages = admin.ModelAdmin[Any]  # only generic for the type checker
    _Form = ModelForm[Account]
    _RoleForm = ModelForm[Any]
    _Houses = forms.ModelChoiceField[CommunityCentre]
else:
    _Pages = admin.ModelAdmin
    _Form = _RoleForm = ModelForm
    _Houses = forms.ModelChoiceField

admin.site.site_header = admin.site.site_title = _("Administration of Taalmaatje")
admin.site.index_title = _("Who works where")
admin.site.site_url = "/"  # "/mijn/" would lead an operator back here
admin.site.unregister(Group)  # an operator may do everything here, and nobody else may do anything


def _column(label: Any, read: Callable[[Any], Any], **how: Any) -> Callable[[Any], Any]:
    shown: Callable[[Any], Any] = admin.display(description=label, **how)(read)
    return shown


class _NamedPages(_Pages):
    """Pages on which a person has a name: rows are written as ids, because those land in logs."""

    actions = None

    def named(self, row: Any) -> str:
        """What an operator calls this row."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the name above it."""
        row = context.get("original")
        context |= {"subtitle": self.named(row) if row else None}
        return super().render_change_form(request, context, *args, **kwargs)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kw: Any
    ) -> None:
        """Saved is saved: what Django would say names the row by its id."""
        said = _("It is saved.") if level == messages.SUCCESS else message
        super().message_user(request, said, level, *args, **kw)

    def log_addition(self, request: TownRequest, obj: Any, message: Any) -> Any:  # type: ignore[override]
        """Also in the audit trail of the town."""
        _note(request, "operator.add", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: TownRequest, obj: Any, message: Any) -> Any:  # type: ignore[override]
        """Also in the audit trail of the town."""
        _note(request, "operator.change", obj)
        return super().log_change(request, obj, message)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are erased by ``erase_person``, which keeps the sums; a role ends on a day."""
        return False


def _note(request: TownRequest, deed: str, row: Any) -> None:
    if request.town_code:
        audit.note(deed=deed, about=row, town=request.town_code, by=request.user.pk, now=now())


class _AboutAccount(_Form):
    """Who it is and how to reach them, as people write it."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    call_name = forms.CharField(label=_("What we call them"), max_length=60)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(
        label=_("May log in"), help_text=_("Without it no code is sent any more."), required=False
    )
    is_staff = forms.BooleanField(
        label=_("Is an operator"), help_text=_("May appoint people here, in every town."), required=False
    )

    def clean_mail(self) -> str:
        """In the one way in which we keep it."""
        typed = self.cleaned_data["mail"]
        return contacts.mail_address(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """One contact at least; who has neither gets letters, and keeps the address that a coordinator wrote."""
        given = super().clean() or self.cleaned_data
        if not any(given.get(way) or way in self.errors for way in ("mail", "phone")) and not self.instance.postal:
            self.add_error("mail", _("Fill in a mail address or a phone number: a code is sent there to log in."))
        return given


@admin.register(Account)
class AccountAdmin(_NamedPages):
    """Those who work and those who are new here; nobody has a password to set."""

    form = _AboutAccount
    fields = ("full_name", "call_name", "mail", "phone", "language", "is_active", "is_staff")
    list_display = (
        _column(_("Name"), lambda row: row.full_name, ordering="full_name"),
        _column(_("Reached at"), lambda row: format_html('<bdi dir="ltr">{}</bdi>', row.mail or row.phone)),
        _column(_("Logging in"), lambda row: _("may log in") if row.is_active else _("may not log in")),
        _column(_("Operator"), lambda row: _("is an operator") if row.is_staff else "", empty_value=""),
    )
    search_fields = ("full_name",)
    search_help_text = _("A name, or the whole mail address or phone number.")
    show_full_result_count = False  # it would count those who are not listed
    ordering = ("full_name", "pk")

    def named(self, row: Account) -> str:
        """The person's name."""
        return row.full_name

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Who does not only learn or help; the whole contact finds anybody."""
        try:
            return queryset.reached_by(contacts.either(search_term)), False
        except (contacts.NotAMailAddress, contacts.NotAPhoneNumber):
            return super().get_search_results(request, queryset.at_work_or_new(), search_term)

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        """Nobody gets a password, and an operator may do everything here."""
        if not change:
            obj.set_unusable_password()
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class _HousesByName(_Houses):
    """Community centres by name."""

    def label_from_instance(self, obj: CommunityCentre) -> str:
        """Its name."""
        return obj.name


class _Person(ForeignKeyRawIdWidget):
    """The id with the name beside it, and a way to look it up."""

    def label_and_url_for_value(self, value: Any) -> tuple[str, str]:
        """The person's name for the id."""
        label, url = super().label_and_url_for_value(value)
        person = Account.objects.filter(pk=value).first() if url else None
        return (person.full_name if person else label), url


class _AboutRole(_RoleForm):
    """From when to when, with the day picker of the browser."""

    since = forms.DateField(label=_("First day"), widget=_day())
    until = forms.DateField(
        label=_("Last day"), help_text=_("Leave it empty while the role lasts."), widget=_day(), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A last day comes after the first."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a day on or after the first day."))
        return given


_NAME = _column(_("Name"), lambda row: row.account.full_name, ordering="account__full_name")
_TOWN = _column(_("Municipality"), lambda row: row.municipality.name)
_DAYS = (
    _column(_("First day"), lambda row: row.since, ordering="since"),
    _column(_("Last day"), lambda row: row.until, ordering="until", empty_value=""),
)


class _RolePages(_NamedPages):
    """A role from a first day to a last day, in the town that the operator has open."""

    form = _AboutRole
    list_display: Any = (_NAME, _TOWN, *_DAYS)
    list_select_related: ClassVar[tuple[str, ...]] = ("account", "municipality")
    fields: ClassVar[tuple[str, ...]] = ("municipality", "account", "since", "until")
    ordering = ("-until", "account__full_name", "pk")

    def named(self, row: RoleRow) -> str:
        """Whose role it is."""
        return row.account.full_name

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """With labels of ours."""
        labels = {
            "municipality": _("Municipality"),
            "account": _("Person"),
            "centre": _("Only for this community centre"),
        }
        return super().get_form(request, obj, change, **kwargs, labels=labels)

    def formfield_for_foreignkey(self, db_field: Any, request: TownRequest, **kwargs: Any) -> Any:  # type: ignore[override]
        """The open town alone, its houses by name, and people by name."""
        if db_field.name == "municipality":
            only = Municipality.objects.filter(pk=request.town_code)
            return db_field.formfield(**kwargs, queryset=only, initial=request.town_code, empty_label=None)
        if db_field.name == "centre":
            return db_field.formfield(**kwargs, form_class=_HousesByName, empty_label=_("the whole town"))
        return db_field.formfield(**kwargs, widget=_Person(db_field.remote_field, self.admin_site))

    def has_module_permission(self, request: TownRequest) -> bool:  # type: ignore[override]
        """There are roles where a town takes part."""
        return bool(request.town_code) and super().has_module_permission(request)

    def has_view_permission(self, request: TownRequest, obj: Any = None) -> bool:  # type: ignore[override]
        """The same: without a town there are no rows to read."""
        return bool(request.town_code) and super().has_view_permission(request, obj)

    def has_change_permission(self, request: TownRequest, obj: Any = None) -> bool:  # type: ignore[override]
        """The same."""
        return bool(request.town_code) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: TownRequest) -> bool:  # type: ignore[override]
        """The same: nobody can be appointed nowhere."""
        return bool(request.town_code) and super().has_add_permission(request)


@admin.register(Coordinator)
class CoordinatorAdmin(_RolePages):
    """Coordinators, of the town or of one centre."""

    list_display = (
        _NAME,
        _TOWN,
        _column(_("Community centre"), lambda row: row.centre.name if row.centre else "", empty_value=""),
        *_DAYS,
    )
    list_select_related = ("account", "municipality", "centre")
    fields = ("municipality", "account", "centre", "since", "until")


admin.site.register((Caseworker, ConfidentialAdviser, PolicyOfficer, ProgrammeManager), _RolePages)
