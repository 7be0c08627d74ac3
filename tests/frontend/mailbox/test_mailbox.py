"""The mailbox of the demo: mails really travel by SMTP into the catcher, and are read on its pages."""

import re
import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import include, path

from backend.config import urls
from local import folders, ports

pytestmark = pytest.mark.django_db
urlpatterns = [path("mailbox/", include("frontend.mailbox.urls")), *urls.urlpatterns]
handler404 = urls.handler404


@pytest.fixture(autouse=True)
def in_the_demo(settings, tmp_path):
    settings.ROOT_URLCONF = __name__
    settings.MAILBOX_FOLDER = str(tmp_path)


@pytest.fixture
def catcher(tmp_path):
    port = ports.free()
    arguments = ["-m", "local.mail_catcher", "--port", str(port), "--folder", str(tmp_path)]
    process = subprocess.Popen([sys.executable, *arguments], cwd=folders.ROOT)
    for _ in range(200):
        if ports.is_busy(port):
            break
        time.sleep(0.05)
    yield port
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def a_mail(to="Ria <ria@example.org>", subject="Morgen ziet u Ali", language="nl", **headers):
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["From"] = to, subject, "Taalmaatje <taalmaatje@example.org>"
    mail["Date"] = "Mon, 23 Nov 2026 12:00:00 +0100"
    mail.set_content("Dag Ria\nhttp://localhost:8000/m/abc/\n<script>alert(1)</script>")
    mail.add_alternative(
        '<html><head></head><body><a href="http://localhost:8000/m/abc/">x</a></body></html>', subtype="html"
    )
    mail["Content-Language"] = language
    for name, value in headers.items():
        mail[name] = value
    return mail


def put(folder, mail, number=1):
    (folder / f"{number:020d}.eml").write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())


def page(address="/mailbox/"):
    return Client().get(address, headers={"accept-language": "en"})


def words(address="/mailbox/"):
    answer = page(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_mail_that_was_sent_can_be_read(catcher):
    with smtplib.SMTP("127.0.0.1", catcher) as server:
        server.send_message(a_mail())

    [link] = re.findall(r'href="(/mailbox/[\w-]+/)"', words())
    mail = words(link)
    assert 'href="http://localhost:8000/m/abc/"' in mail
    assert "<script>alert" not in mail


def test_many_mails_at_once_are_all_kept(catcher, tmp_path):
    lines = [smtplib.SMTP("127.0.0.1", catcher) for _ in range(5)]
    for number in range(20):
        lines[number % 5].send_message(a_mail())
    for line in lines:
        line.quit()

    assert len(list(tmp_path.glob("[0-9]*.eml"))) == 20


def test_a_catcher_whose_port_is_taken_says_so_in_a_sentence(catcher, tmp_path):
    arguments = ["-m", "local.mail_catcher", "--port", str(catcher), "--folder", str(tmp_path)]

    second = subprocess.run(
        [sys.executable, *arguments], check=False, cwd=folders.ROOT, capture_output=True, text=True, timeout=30
    )

    assert second.returncode == 1
    assert "cannot start on" in second.stderr
    assert "Traceback" not in second.stderr


class TestTheList:
    def test_shows_the_newest_first(self, tmp_path):
        put(tmp_path, a_mail(subject="older"), 1)
        put(tmp_path, a_mail(subject="newer"), 2)

        assert words().index("newer") < words().index("older")

    def test_finds_a_receiver(self, tmp_path):
        put(tmp_path, a_mail(to="ali@example.org", subject="for Ali"), 1)
        put(tmp_path, a_mail(to="ria@example.org", subject="for Ria"), 2)

        found = words("/mailbox/?q=ALI@")

        assert "for Ali" in found
        assert "for Ria" not in found

    def test_says_what_to_do_when_it_is_empty(self, tmp_path):
        assert "No mails yet" in words()

    @pytest.mark.parametrize(
        "mail",
        [
            b"",
            b"\xff\xfe\x00",
            b"Date: yesterday\nSubject: =?x?\n\nhello",
            b"Content-Type: text/plain; charset=nonsense\n\nhello",
            b"Content-Language: tlh\nContent-Type: multipart/alternative; boundary=x\n\n--x\n",
        ],
    )
    def test_survives_a_mail_that_is_broken(self, tmp_path, mail):
        put(tmp_path, mail)

        words()
        words(f"/mailbox/{1:020d}/")


class TestOneMail:
    def test_stands_in_its_own_language_and_direction(self, tmp_path):
        put(tmp_path, a_mail(language="ar"))

        assert '<article class="card" lang="ar" dir="rtl">' in words(f"/mailbox/{1:020d}/")

    def test_with_its_layout_can_run_nothing_and_is_framed_by_us_alone(self, tmp_path):
        put(tmp_path, a_mail())

        answer = page(f"/mailbox/{1:020d}/opmaak/")

        rules = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "frame-ancestors 'self'" in rules
        assert "script-src" not in rules
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert '<base target="_top">' in answer.content.decode()

    @pytest.mark.parametrize("address", ["/mailbox/1/", "/mailbox/1/opmaak/", "/mailbox/..%2f..%2fsecret_key/"])
    def test_that_is_not_there_is_not_found(self, address):
        assert page(address).status_code == 404
