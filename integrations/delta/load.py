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


def load(folder, table):
    """Replaces the windows of the table that differ from the folder. Returns their dates."""
    folder, table = pathlib.Path(folder), str(table)
    slot, dates = slots(folder)
    partitioning = pyarrow.dataset.partitioning(pyarrow.schema([(slot, pyarrow.date32())]), flavor="hive")
    files = pyarrow.dataset.dataset(folder, format="parquet", partitioning=partitioning)

    exists = DeltaTable.is_deltatable(table)
    here = fetches(files, slot)
    there = fetches(DeltaTable(table).to_pyarrow_dataset(), slot) if exists else {}
    changed = [date for date in dates if here.get(date) != there.get(date)]
    if changed or not exists:
        predicate = None
        if exists:
            listed = ", ".join(f"DATE '{date}'" for date in changed)
            predicate = f"{slot} IN ({listed})"
        rows = files.scanner(filter=pyarrow.dataset.field(slot).isin(changed)).to_reader()
        write_deltalake(table, rows, mode="overwrite", predicate=predicate, partition_by=[slot])
    return changed


def slots(folder):
    """Returns what the folder is divided by, and the dates: also those whose files have no rows."""
    names = {path.name for pattern in ("window=*", "snapshot=*") for path in folder.rglob(pattern)}
    if not names:
        raise SystemExit(f"{folder} has no folder window=… or snapshot=…; name the folder of a report in that of a pull")
    slot = names.copy().pop().partition("=")[0]
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
