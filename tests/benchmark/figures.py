"""What was measured, as a table beside what is owed and what others reach."""

from __future__ import annotations

from dataclasses import dataclass, field

# Measured on 2 cores with 8 clients: MediaWiki 1.39, DokuWiki, django-wiki; then what ours must reach.
PEERS = {
    "anonymous view": ("51 (188 with its file cache)", "229", "32", None),
    "signed-in view": ("37", "181", "30", 400),
    "history, 50 rows": ("15", "155", "2.6", 310),
    "diff, one edit": ("42", "50", "74", 420),
    "edit, 1 client": ("14", "16", "3", 70),
    "edit, 8 clients": ("32", "33", "5", 160),
    "200 pages in a row, a save": ("", "", "", 300),
    "bytes a revision of 48 kB": ("56,500", "15,700", "22,200-47,900", 5700),
    "memory under load": ("680 MB", "56 MB", "134-833 MB", 150),
}
SMALLER_IS_BETTER = {"200 pages in a row, a save", "bytes a revision of 48 kB", "memory under load"}
OF_NGINX = 0.5  # an anonymous view has to reach this share of a static file


@dataclass
class Row:
    """One line of the table."""

    name: str
    ours: str
    cpu: str
    share: str
    owed: str
    note: str


@dataclass
class Figures:
    """The rows of the table, as they come in."""

    nginx: float = 0.0
    rows: list[Row] = field(default_factory=list)
    short: list[str] = field(default_factory=list)

    def add_rate(self, name: str, value: float, note: str = "", *, cpu: str = "") -> None:
        """Something done so many times a second."""
        self.add(name, f"{value:,.0f}" if value >= 10 else f"{value:.1f}", value, note)
        self.rows[-1].cpu = cpu
        self.rows[-1].share = f"{value / self.nginx:.3f}" if self.nginx else ""

    def add(self, name: str, shown: str, value: float = 0.0, note: str = "") -> None:
        """Any figure as it is shown; `value` is what is held against what is owed."""
        owed: float | None = PEERS[name][3] if name in PEERS else None
        wanted = f"{owed:,}" if owed else ""
        if name == "anonymous view" and self.nginx:
            owed = self.nginx * OF_NGINX
            wanted = f"{owed:,.0f} (half of nginx)"
        if owed and (value > owed if name in SMALLER_IS_BETTER else value < owed):
            self.short.append(f"{name}: {shown} where {wanted} is owed")
        self.rows.append(Row(name, shown, "", "", wanted, note))

    def note(self, words: str) -> None:
        """More words at the end of the last row."""
        self.rows[-1].note = ", ".join(filter(None, [self.rows[-1].note, words]))

    def table(self) -> str:
        """Everything, as Markdown."""
        lines = [
            "| | ours | processor time each | share of nginx | owed | MediaWiki | DokuWiki | django-wiki | |",
            "|---|--:|--:|--:|--:|--:|--:|--:|---|",
        ]
        for row in self.rows:
            peers = PEERS.get(row.name, ("", "", "", None))[:3]
            cells = [row.name, row.ours, row.cpu, row.share, row.owed, *peers, row.note]
            lines.append(f"| {' | '.join(map(str, cells))} |")
        return "\n".join(lines)

    def verdict(self) -> str:
        """The figures that are not what they have to be."""
        if not self.short:
            return "Nothing falls short of what is owed."
        return "\n".join(["Falls short of what is owed:", "", *(f"- {line}" for line in self.short)])
