"""What a long run says at its end: figures that were counted, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """One run. ``faults`` are sentences; an empty list is a run in which nothing was lost.
    ``rows`` are those of a table, where a run has one."""

    name: str
    figures: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.name]
        lines += [f"  {name}: {value}" for name, value in self.figures.items()]
        lines += ["  | " + " | ".join(row) + " |" for row in self.rows]
        lines += [f"  NOT TESTED: {reason}" for reason in self.skipped]
        lines += [f"  FAULT: {fault}" for fault in self.faults[:20]]
        if len(self.faults) > 20:
            lines.append(f"  … and {len(self.faults) - 20} more")
        lines.append("  failed" if self.faults else "  nothing lost")
        return "\n".join(lines)
