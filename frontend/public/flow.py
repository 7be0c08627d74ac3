"""A sign-up in small steps: what was answered so far and which step comes next. Nothing is lost on the way.

The answers stay in the session of the browser as they were typed, so that going back, changing the language
or an error keeps them. They are checked again, all together, before anything is registered.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.functional import Promise

from frontend.registration_forms.steps import StepForm

Answers = dict[str, Any]
NOT_ANSWERS = ("csrfmiddlewaretoken", "back")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One screen. It is left out when ``is_needed`` says so about the answers before it."""

    slug: str
    title: Promise
    form: type[StepForm]
    is_needed: Callable[[Answers], bool] = lambda _answers: True


class Draft:
    """What one browser has answered so far for one role."""

    def __init__(self, session: SessionBase, key: str, steps: Iterable[Step], *, known: Answers) -> None:
        self._session = session
        self._key = f"sign_up_{key}"
        self._steps = tuple(steps)
        self._known = known

    @property
    def exists(self) -> bool:
        """Whether anything was answered and not yet registered."""
        return self._key in self._session

    @property
    def request_id(self) -> uuid.UUID:
        """The same for as long as the draft lives, so that sending it twice makes one person."""
        return uuid.UUID(self._session[self._key]["request_id"])

    def keep(self, step: Step, typed: QueryDict) -> None:
        """Remember what was typed in this step, right or wrong."""
        draft = self._session.get(self._key) or {"request_id": str(uuid.uuid4()), "typed": {}}
        draft["typed"][step.slug] = {name: typed.getlist(name) for name in typed if name not in NOT_ANSWERS}
        self._session[self._key] = draft

    def drop(self) -> None:
        """Forget everything."""
        self._session.pop(self._key, None)

    def path(self) -> Iterator[tuple[Step, StepForm]]:
        """The steps that are needed, each with its form as it stands now, in order."""
        answers = self._known
        for step in self._steps:
            if step.is_needed(answers):
                form = step.form(self._typed(step), answers=answers)
                yield step, form
                answers = answers | (form.cleaned_data if form.is_valid() else {})

    def answers(self) -> Answers:
        """All checked answers together."""
        return {
            name: value for _, form in self.path() if form.is_valid() for name, value in form.cleaned_data.items()
        }

    def _typed(self, step: Step) -> QueryDict | None:
        typed = self._session.get(self._key, {}).get("typed", {}).get(step.slug)
        if typed is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        return data


def has_something(typed: QueryDict) -> bool:
    """Whether anything was filled in at all."""
    return any(any(values) for name, values in typed.lists() if name not in NOT_ANSWERS)
