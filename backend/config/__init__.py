"""The switchboard: settings, addresses and the task queue."""

from backend.config.celery import app as celery_app

__all__ = ["celery_app"]
