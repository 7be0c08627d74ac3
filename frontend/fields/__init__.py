"""Form fields for what people of this product fill in: a week, languages, a contact, a postcode."""

from frontend.fields.availability import AvailabilityField
from frontend.fields.contact import ContactField, PhoneField, PostcodeField
from frontend.fields.languages import LanguagesField

__all__ = ["AvailabilityField", "ContactField", "LanguagesField", "PhoneField", "PostcodeField"]
