"""The optimal one-to-one assignment, in integers.

The Hungarian method with potentials and shortest augmenting paths (Kuhn 1955, Munkres 1957, in the
O(n²m) form of Jonker and Volgenant 1987). Integers of any size stay exact, and the same matrix
always gives the same pairs. Rows and columns may differ in number; ``None`` forbids a pair.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

Matrix = Sequence[Sequence[int | None]]


def assign(costs: Matrix) -> list[tuple[int, int]]:
    """Pairs (row, column) of least total cost, as many as the shorter side has, sorted by row.

    ValueError where the forbidden pairs leave no such assignment.
    """
    if not costs or not costs[0]:
        return []
    allowed = [abs(cost) for row in costs for cost in row if cost is not None]
    # One forbidden pair has to weigh more than any assignment without one.
    forbidden = 2 * (max(allowed, default=0) + 1) * min(len(costs), len(costs[0])) + 1
    pairs = _solve([[forbidden if cost is None else cost for cost in row] for row in costs])
    if any(costs[row][column] is None for row, column in pairs):
        raise ValueError("Some row (or column) has nothing left that it may be paired with.")
    return pairs


def heaviest(gains: Matrix) -> list[tuple[int, int]]:
    """Pairs (row, column) of greatest total gain, sorted by row; none has to be paired.

    A pair that is forbidden or gains nothing is never in the result.
    """
    if not gains or not gains[0]:
        return []
    # To stay alone gains as much as a forbidden pair: nothing.
    pairs = _solve(
        [[-gain if gain is not None and gain > 0 else 0 for gain in row] for row in gains]
    )
    return [(r, c) for r, c in pairs if (gains[r][c] or 0) > 0]


def components(columns: Sequence[Collection[int]]) -> list[list[int]]:
    """Numbers of rows that compete, directly or through others, for the same columns.

    ``columns`` has the columns that each row may be paired with; rows without any are left out.
    What is best for all is what is best for each group by itself.
    """
    rows_of: dict[int, list[int]] = {}
    for row, wanted in enumerate(columns):
        for column in wanted:
            rows_of.setdefault(column, []).append(row)
    groups: list[list[int]] = []
    seen: set[int] = set()
    for row, wanted in enumerate(columns):
        if not wanted or row in seen:
            continue
        if len(wanted) == 1 and all(len(rows_of[column]) == 1 for column in wanted):
            groups.append([row])
            continue
        seen.add(row)
        group = [row]
        for member in group:  # it grows while it is gone through
            for column in columns[member]:
                # Taken out, so that each column is looked at once.
                for other in rows_of.pop(column, ()):
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
        groups.append(sorted(group))
    return groups


def _solve(costs: list[list[int]]) -> list[tuple[int, int]]:
    if len(costs) > len(costs[0]):
        flipped = [list(column) for column in zip(*costs, strict=True)]
        return sorted((row, column) for column, row in _solve(flipped))
    height, width = len(costs), len(costs[0])
    row_price = [0] * height
    column_price = [0] * (width + 1)
    row_of = [-1] * (width + 1)  # the last column stands for the row that is being placed
    for new in range(height):
        row_of[width] = new
        for column, before in _cheapest_path(costs, row_price, column_price, row_of):
            row_of[column] = row_of[before]
    return sorted((row_of[column], column) for column in range(width) if row_of[column] >= 0)


def _cheapest_path(
    costs: list[list[int]], row_price: list[int], column_price: list[int], row_of: list[int]
) -> list[tuple[int, int]]:
    """Dijkstra over reduced costs from the row that is to be placed to the nearest free column.

    Returns the steps (column, column before), from the free column back; moves the prices so that
    no reduced cost is negative and every pair's is zero.
    """
    width = len(column_price) - 1
    distance: list[int | None] = [None] * width
    before = [width] * width
    open_columns = list(range(width))
    done = [width]
    here = width
    while row_of[here] >= 0:
        row = row_of[here]
        line, price = costs[row], row_price[row]
        nearest, shortest = -1, None
        for column in open_columns:
            reduced = line[column] - price - column_price[column]
            known = distance[column]
            if known is None or reduced < known:
                distance[column] = known = reduced
                before[column] = here
            if shortest is None or known < shortest:
                nearest, shortest = column, known
        assert shortest is not None
        for column in done:
            row_price[row_of[column]] += shortest
            column_price[column] -= shortest
        for column in open_columns:
            known = distance[column]
            assert known is not None
            distance[column] = known - shortest
        open_columns.remove(nearest)
        done.append(nearest)
        here = nearest
    steps = []
    while here != width:
        steps.append((here, before[here]))
        here = before[here]
    return steps
