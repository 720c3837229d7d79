"""Loads a folder of `helpscout pull` into a Delta table. Running it again doubles nothing.

    helpscout pull user-conversation-history --users all --since 2019-01-01 --to warehouse
    python load.py warehouse/user-conversation-history delta/replies

One commit replaces all windows that differ from the table, and only those. A run that was interrupted
has no commit, so the next one does its work. The table has the columns of the files, and `window` (or
`snapshot`, for a list) from their path, by which it is partitioned.
"""

import pathlib
import sys

import pyarrow
import pyarrow.dataset
from deltalake import DeltaTable, write_deltalake


def load(folder, target):
    """Replaces the windows of the table that differ from the folder. Returns their dates."""
    folder, target = pathlib.Path(folder), str(target)
    slot, dates = slots(folder)
    partitioning = pyarrow.dataset.partitioning(pyarrow.schema([(slot, pyarrow.date32())]), flavor="hive")
    files = pyarrow.dataset.dataset(folder, format="parquet", partitioning=partitioning)

    table = DeltaTable(target) if DeltaTable.is_deltatable(target) else None
    here = fetches(files, slot)
    there = {} if table is None else fetches(table.to_pyarrow_dataset(), slot)
    changed = [date for date in dates if here.get(date) != there.get(date)]
    rows = files.scanner(filter=pyarrow.dataset.field(slot).isin(changed)).to_reader()
    if table is None:
        write_deltalake(target, rows, partition_by=[slot])
    elif changed:
        # The commit fails if somebody else changed these windows since the table was opened.
        listed = ", ".join(f"DATE '{date}'" for date in changed)
        write_deltalake(table, rows, mode="overwrite", predicate=f"{slot} IN ({listed})")
    return changed


def slots(folder):
    """Returns what the folder is divided by, and the dates: also those whose files have no rows."""
    names = {path.name for pattern in ("window=*", "snapshot=*") for path in folder.rglob(pattern)}
    if not names:
        raise SystemExit(
            f"{folder} has no folder window=… or snapshot=…; name the folder of a report in that of a pull"
        )
    slot = min(names).partition("=")[0]
    dates = sorted(name.partition("=")[2] for name in names)
    return slot, pyarrow.array(dates).cast(pyarrow.date32()).to_pylist()


def fetches(rows, slot):
    """Returns the number of rows of each fetch, by date. A window that was fetched again has others."""
    units = [name for name in ("userId", "fetchedAt") if name in rows.schema.names]
    counts = {}
    for batch in rows.to_batches(columns=[slot, *units]):
        table = pyarrow.Table.from_batches([batch]).group_by([slot, *units]).aggregate([([], "count_all")])
        for row in table.to_pylist():
            fetch = tuple(row[name] for name in units)
            of_date = counts.setdefault(row[slot], {})
            of_date[fetch] = of_date.get(fetch, 0) + row["count_all"]
    return counts


if __name__ == "__main__":
    changed = load(*sys.argv[1:])
    print(f"replaced {len(changed)} windows")
