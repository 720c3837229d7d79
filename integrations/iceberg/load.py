"""Loads a folder of `helpscout pull` into an Iceberg table. Running it again doubles nothing.

    helpscout pull user-conversation-history --users all --since 2019-01-01 --to warehouse
    python load.py warehouse/user-conversation-history support.replies

One commit replaces all windows that differ from the table, and only those. A run that was interrupted
has no commit, so the next one does its work. The table has the columns of the files, and `window` (or
`snapshot`, for a list) from their path, by which it is partitioned. `add_files` of pyiceberg would not
fill that column, and would add a file that is there already a second time.

The catalog is the one that PyIceberg calls `default`: see its documentation of `.pyiceberg.yaml`.
"""

import pathlib
import sys

import pyarrow
import pyarrow.dataset
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.expressions import In
from pyiceberg.table import Table
from pyiceberg.transforms import IdentityTransform


# The most windows whose rows are in memory at a time.
AT_ONCE = 31


def load(folder, name, catalog):
    """Replaces the windows of the table that differ from the folder. Returns their dates."""
    folder = pathlib.Path(folder)
    slot, dates = slots(folder)
    partitioning = pyarrow.dataset.partitioning(pyarrow.schema([(slot, pyarrow.date32())]), flavor="hive")
    files = pyarrow.dataset.dataset(folder, format="parquet", partitioning=partitioning)

    table = open_or_create(catalog, name, files.schema, slot)
    here, there = fetches(files, slot), fetches(table, slot)
    changed = [date for date in dates if here.get(date) != there.get(date)]
    if changed:
        with table.transaction() as transaction:
            for start in range(0, len(changed), AT_ONCE):
                some = changed[start : start + AT_ONCE]
                rows = files.to_table(filter=pyarrow.dataset.field(slot).isin(some))
                transaction.overwrite(rows, overwrite_filter=In(slot, [date.isoformat() for date in some]))
    return changed


def open_or_create(catalog, name, schema, slot):
    try:
        return catalog.load_table(name)
    except NoSuchTableError:
        catalog.create_namespace_if_not_exists(name.rpartition(".")[0])
        table = catalog.create_table(name, schema=schema)
        with table.update_spec() as spec:
            spec.add_field(slot, IdentityTransform(), slot)
        return table


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
    names = rows.schema().column_names if isinstance(rows, Table) else rows.schema.names
    units = [name for name in ("userId", "fetchedAt") if name in names]
    counts = {}
    for batch in batches(rows, [slot, *units]):
        table = pyarrow.Table.from_batches([batch]).group_by([slot, *units]).aggregate([([], "count_all")])
        for row in table.to_pylist():
            fetch = tuple(row[name] for name in units)
            of_date = counts.setdefault(row[slot], {})
            of_date[fetch] = of_date.get(fetch, 0) + row["count_all"]
    return counts


def batches(rows, columns):
    if isinstance(rows, Table):
        return rows.scan(selected_fields=tuple(columns)).to_arrow_batch_reader()
    return rows.to_batches(columns=columns)


if __name__ == "__main__":
    folder, name = sys.argv[1:]
    changed = load(folder, name, load_catalog("default"))
    print(f"replaced {len(changed)} windows")
