from textwrap import indent

from django.core.management.base import BaseCommand

from portal import clock
from portal.text import two_digits
from recognition.actions import reminders as actions
from recognition.reminder_facts import due_on


class Command(BaseCommand):
    help = "Put today's reminders into the outbox. Run daily by a timer; a second run adds nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print what would go out, write nothing")

    def handle(self, *, dry_run: bool, **options) -> None:
        if not dry_run:
            self.stdout.write(f"Đã gửi {two_digits(actions.send(by=None))} tin nhắc.")
            return
        for line in due_on(clock.today()):
            to = "; ".join(f"{each.name} ({each.channel}{', đã gửi' if each.sent else ''})" for each in line.recipients)
            self.stdout.write(f"{line.reminder.place}\n  {line.reminder.subject}\n  Đến: {to}")
            self.stdout.write(indent(line.reminder.body, "    "))
