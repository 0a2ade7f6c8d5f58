"""The few words that templates need besides Django's own."""

from django import template

from portal.text import two_digits

register = template.Library()
register.filter("two_digits", two_digits)
