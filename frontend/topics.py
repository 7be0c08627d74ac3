"""What people can decline, in words."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Topic

NAMES = {
    Topic.REMINDERS: _("Reminders before a meeting"),
    Topic.QUESTIONS: _("The question whether a meeting was held"),
    Topic.NEWS: _("News about Taalmaatje"),
}
