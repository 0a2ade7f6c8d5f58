"""Rows typed beneath a form: as many as there are, some empty ones more; a row left wholly empty counts for nothing."""

from django.forms import BaseFormSet, Form, formset_factory

BLANK_ROWS = 3
MOST_ROWS = 30


class Rows(BaseFormSet):
    label = ""  # what the rows are, for the page that shows both texts of a stale save

    def told(self) -> list[Form]:
        return [form for form in self.forms if any(form.cleaned_data.values())]


def rows_of(form: type[Form], *, label: str, missing: str, too_many: str) -> type[Rows]:
    """The formset of such rows; `missing`, `too_many`: what is said of a page without them, or with too many."""
    made = formset_factory(
        form, formset=Rows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    made.label = label
    made.default_error_messages = {"missing_management_form": missing, "too_many_forms": too_many}
    return made
