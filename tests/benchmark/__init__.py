"""What `make bench` measures. Imported in the environment of the wiki that is measured."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
