"""Celery: kicks only. The rows say what is due; see docs/architecture.md."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
app = Celery("taalmaatje")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
