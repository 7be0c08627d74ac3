# Taalmaatje for production: built in stages, run by an account without rights, with no secret inside.

FROM node:24-slim AS assets
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.12-slim AS packages
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements/production.txt /tmp/production.txt
RUN pip install --no-cache-dir --requirement /tmp/production.txt

FROM python:3.12-slim AS runtime
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0 PORT=8000
# Names in Ethiopic, Armenian, Tamil and other scripts on paper: a list with a box for a name cannot be signed.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 taalmaatje \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin taalmaatje \
    && install --directory --owner 10001 --group 10001 /state /mailbox
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py gunicorn.conf.py pyproject.toml ./
COPY backend backend
COPY matching matching
COPY notifications notifications
COPY frontend frontend
COPY docs/policy docs/policy
COPY --from=assets /build/frontend/static/dist frontend/static/dist
RUN python -m compileall -q backend frontend matching notifications \
    && python -m frontend.catalogues compile \
    && SECRET_KEY=only-while-building python manage.py collectstatic --noinput --verbosity 0
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/readyz\", timeout=4)"]
CMD ["gunicorn", "backend.config.wsgi"]

# The same, with what the local mail catcher needs; never for production mail.
FROM runtime AS mail-catcher
USER root
COPY requirements/demo.txt /tmp/demo.txt
RUN grep --extended-regexp '^(aiosmtpd|atpublic|attrs)==' /tmp/demo.txt > /tmp/mail.txt \
    && pip install --no-cache-dir --requirement /tmp/mail.txt && rm /tmp/demo.txt /tmp/mail.txt
COPY local local
USER 10001:10001
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=4 \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 2525), 4).close()"]
CMD ["python", "-m", "local.mail_catcher", "--host", "0.0.0.0", "--port", "2525", "--folder", "/mailbox"]

# What `docker build .` makes without a target.
FROM runtime
