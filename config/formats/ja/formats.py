"""Django's own, with a clock of 24 hours."""

TIME_FORMAT = "H:i"
