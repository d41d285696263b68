"""Whether what can be made beforehand stands ready: set by who makes it, read by who tells it."""

from threading import Event

ALL_MADE = Event()
