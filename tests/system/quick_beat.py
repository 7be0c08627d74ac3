"""The product's Celery with a beat that ticks every second: ``celery -A tests.system.quick_beat beat``."""

from backend.config.celery import app

app.conf.beat_schedule = {"tick": {"task": "notifications.tasks.tick", "schedule": 1.0, "options": {"expires": 30}}}
