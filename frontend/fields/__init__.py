"""Form fields for what people of this product fill in: a week, languages, a phone number, a postcode."""

from frontend.fields.availability import AvailabilityField
from frontend.fields.contact import PhoneField, PostcodeField
from frontend.fields.languages import LanguagesField

__all__ = ["AvailabilityField", "LanguagesField", "PhoneField", "PostcodeField"]
