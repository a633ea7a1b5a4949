"""What a card says of a desk on paper."""

from django import template

from contacts.on_paper import on_paper

register = template.Library()
register.filter(on_paper)
