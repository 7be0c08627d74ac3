"""Form fields for what people of this product fill in: a week, languages, a contact, a postcode."""

from django.utils.translation import gettext_noop

from frontend.fields.availability import AvailabilityField
from frontend.fields.contact import ContactField, PhoneField, PostcodeField
from frontend.fields.languages import LanguagesField

__all__ = ["AvailabilityField", "ContactField", "LanguagesField", "PhoneField", "PostcodeField"]

# Sentences of Django's own that people meet in our forms: our catalogues say them in plainer words.
PLAINER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)
