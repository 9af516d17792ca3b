"""The search index: made for each database as it knows best. `manage.py rebuild_derived` fills it."""

from django.db import migrations

SQLITE = [
    ("CREATE VIRTUAL TABLE wiki_passage USING fts5(section UNINDEXED, piece UNINDEXED, words UNINDEXED, "
    "title, heading, body, category, marks, tokenize = 'ascii')"),
    "CREATE TABLE wiki_word (word text PRIMARY KEY, mirror text NOT NULL, shown text NOT NULL) WITHOUT ROWID",
    "CREATE INDEX wiki_word_mirror ON wiki_word (mirror)",
    # A page that is truly gone takes its passages along.
    ("CREATE TRIGGER wiki_passage_of_page AFTER DELETE ON wiki_page BEGIN DELETE FROM wiki_passage "
    "WHERE rowid BETWEEN (old.id << 20) AND (old.id << 20) + 1048575; END"),
]
POSTGRESQL = [
    ("CREATE TABLE wiki_passage (id bigint PRIMARY KEY, section bigint NOT NULL, piece integer NOT NULL, "
    "words integer NOT NULL, vector tsvector NOT NULL)"),
    # What waits to be sorted in is read by every search: let it be little.
    "CREATE INDEX wiki_passage_vector ON wiki_passage USING gin (vector) WITH (gin_pending_list_limit = 256)",
    'CREATE TABLE wiki_word (word text COLLATE "C" PRIMARY KEY, mirror text COLLATE "C" NOT NULL, shown text NOT NULL)',
    "CREATE INDEX wiki_word_mirror ON wiki_word (mirror)",
]
UNDO = ["DROP TABLE wiki_word", "DROP TABLE wiki_passage"]


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER wiki_passage_of_page")
    for statement in UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0010_withheld_anchors'),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
