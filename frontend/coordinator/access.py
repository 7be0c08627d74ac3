"""Who comes in here: coordinators of the open town. For everybody else these pages do not exist."""

from backend.people.models import Coordinator
from frontend.role_pages import only_for

coordinators_only = only_for(Coordinator)
