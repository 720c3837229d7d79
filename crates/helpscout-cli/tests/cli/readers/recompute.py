"""Recomputes the figures of a history from the rows of a service, and compares them with what
`helpscout history` wrote. Shares nothing with the program: instants come from zoneinfo with the data
of the package tzdata, percentiles from polars.

    recompute.py CASE.json

Credentials are in the environment, as for the program. The case has: base, users [[id, name]], zone, first and last (dates), filters (of the query),
by (a list of dimensions with their members), before (first and last, or null), sla, files.
"""

import datetime
import json
import os
import re
import sys
import urllib.parse
import urllib.request
import zoneinfo

import polars

import shown

MEASURES = {
    "firstResponseTime": "first-response",
    "responseTime": "response",
    "resolveTime": "resolve",
    "avgHandleTime": "handle",
}


def first_instant(date, zone):
    """The first second at which the clocks of the zone show this date or a later one."""
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.timezone.utc)
    seconds = int(midnight.timestamp())
    low, high = seconds - 36 * 3600, seconds + 36 * 3600

    def has_begun(at):
        local = datetime.datetime.fromtimestamp(at, zone)
        return local.date() >= date

    # Offsets change at most once in these three days where it matters: dates never go back.
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if has_begun(middle) else (middle, high)
    return high


def interval(first, last, zone):
    following = last + datetime.timedelta(days=1)
    return first_instant(first, zone), first_instant(following, zone) - 1


def text(at):
    instant = datetime.datetime.fromtimestamp(at, datetime.timezone.utc)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def token(base):
    fields = {
        "grant_type": "client_credentials",
        "client_id": os.environ["HELPSCOUT_APP_ID"],
        "client_secret": os.environ["HELPSCOUT_APP_SECRET"],
    }
    data = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{base}/v2/oauth2/token", data=data) as response:
        return json.load(response)["access_token"]


def pull(case, user, start, end, filters):
    """All rows of the report, page by page."""
    rows, page = [], 1
    while True:
        query = {"user": user, "start": text(start), "end": text(end), "page": page, **filters}
        url = f"{case['base']}/v2/reports/user/conversation-history?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {case['token']}"})
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
        rows += answer["results"]
        if page >= answer["pages"]:
            assert len(rows) == answer["count"], (len(rows), answer["count"])
            return rows
        page += 1


def conversations(rows):
    """One row for each conversation, by the rules that the client documents."""
    if not rows:
        return []
    frame = polars.DataFrame(
        [{"id": row["id"], "number": row["number"], **{key: row.get(key) for key in MEASURES}} for row in rows],
        schema={"id": polars.Int64, "number": polars.Int64, **{key: polars.Float64 for key in MEASURES}},
    )
    merged = frame.group_by("id", maintain_order=True).agg(
        polars.col("number").first(),
        polars.len().alias("replies"),
        polars.col("firstResponseTime").min(),
        polars.col("responseTime").mean(),
        polars.col("resolveTime").max(),
        polars.col("avgHandleTime").mean(),
    )
    return merged.to_dicts()


def figures(rows):
    """The key figures of rows, each a conversation of a user."""
    result = {
        "conversations": len({row["id"] for row in rows}),
        "rows": len(rows),
        "replies": sum(row["replies"] for row in rows),
    }
    for key, name in MEASURES.items():
        values = polars.Series([row[key] for row in rows if row[key] is not None], dtype=polars.Float64)
        quantile = lambda share: values.quantile(share, interpolation="linear")
        result[name] = {
            "n": len(values),
            "missing": len(rows) - len(values),
            "mean": values.mean(),
            "median": quantile(0.5),
            "p90": quantile(0.9),
            "p95": quantile(0.95),
        }
    return result


class Problems(list):
    def equal(self, where, found, expected):
        """Floats may differ in the last digits, because sums are added up in another order."""
        if isinstance(expected, float) or isinstance(found, float):
            if found is None or expected is None:
                same = found is expected
            else:
                same = abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
        else:
            same = found == expected
        if not same:
            self.append(f"{where}: found {found!r}, expected {expected!r}")


def days(first, last):
    while first <= last:
        yield first
        first += datetime.timedelta(days=1)


def of_period(case, first, last):
    """The rows of each user, and the groups, in one period."""
    zone = zoneinfo.ZoneInfo(case["zone"])
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    start, end = interval(first, last, zone)
    filters = case.get("filters", {})
    everyone = []
    for user, _ in case["users"]:
        rows = conversations(pull(case, user, start, end, filters))
        everyone += [{"user": user, **row} for row in rows]
    groups = {}
    by = case.get("by")
    if by == "user":
        for user, _ in case["users"]:
            groups[str(user)] = [row for row in everyone if row["user"] == user]
    elif by in ("mailbox", "tag", "type"):
        parameter = {"mailbox": "mailboxes", "tag": "tags", "type": "types"}[by]
        for member in case["members"]:
            groups[member] = []
            for user, _ in case["users"]:
                rows = conversations(pull(case, user, start, end, {**filters, parameter: member}))
                groups[member] += [{"user": user, **row} for row in rows]
    elif by == "user,mailbox":
        for user, _ in case["users"]:
            for member in case["members"]:
                rows = conversations(pull(case, user, start, end, {**filters, "mailboxes": member}))
                groups[f"{user},{member}"] = [{"user": user, **row} for row in rows]
    elif by == "day,mailbox":
        for day in days(first, last):
            begin, until = interval(day, day, zone)
            for member in case["members"]:
                rows = groups[f"{day},{member}"] = []
                for user, _ in case["users"]:
                    own = conversations(pull(case, user, begin, until, {**filters, "mailboxes": member}))
                    rows += [{"user": user, **row} for row in own]
    elif by == "day":
        day = first
        while day <= last:
            begin, until = interval(day, day, zone)
            groups[day.isoformat()] = []
            for user, _ in case["users"]:
                rows = conversations(pull(case, user, begin, until, filters))
                groups[day.isoformat()] += [{"user": user, **row} for row in rows]
            day += datetime.timedelta(days=1)
    elif by == "weekday":
        day = first
        while day <= last:
            begin, until = interval(day, day, zone)
            name = day.strftime("%A")
            pulled = groups.setdefault(name, {})
            for user, _ in case["users"]:
                pulled.setdefault(user, []).extend(pull(case, user, begin, until, filters))
            day += datetime.timedelta(days=1)
        groups = {
            name: [{"user": user, **row} for user, rows in pulled.items() for row in conversations(rows)]
            for name, pulled in groups.items()
        }
    return start, end, everyone, groups


STATISTICS = ("median", "mean", "p90", "p95")


def check_json(case, now, before, problems):
    document = json.loads(open(case["files"]["json"]).read())
    start, end, rows, groups = now
    expected = figures(rows)
    summary = document["summary"]
    problems.equal("start", summary["start"], text(start))
    problems.equal("end", summary["end"], text(end))
    for key in ("replies", "conversations", "rows"):
        problems.equal(key, summary[key], expected[key])
    named = {"firstResponseTime": "first-response", "responseTime": "response", "resolveTime": "resolve", "handleTime": "handle"}
    for key, name in named.items():
        for statistic in ("n", "missing", *STATISTICS):
            found = summary["times"][key][statistic]
            problems.equal(f"{key}.{statistic}", found, expected[name][statistic])
    problems.equal("number of rows", len(document["conversations"]), len(rows))
    by_key = {(row["user"], row["id"]): row for row in rows}
    for row in document["conversations"]:
        user = row.get("userId", case["users"][0][0])
        other = by_key.get((user, row["id"]))
        if other is None:
            problems.append(f"conversation {row['id']} of {user} is not in the rows")
            continue
        for key in MEASURES:
            problems.equal(f"{row['id']}.{key}", row[key], other[key])
    if before is not None:
        earlier = figures(before[2])
        found = {(entry["figure"], entry["statistic"]): entry for entry in document["comparison"]}
        for key in ("replies", "conversations"):
            entry = found[(key, "count")]
            problems.equal(f"{key} now", entry["value"], float(expected[key]))
            problems.equal(f"{key} before", entry["previousValue"], float(earlier[key]))
            problems.equal(f"{key} change", entry["change"], float(expected[key] - earlier[key]))
        for key, name in named.items():
            for statistic in STATISTICS:
                entry = found[(key, statistic)]
                value, previous = expected[name][statistic], earlier[name][statistic]
                where = f"comparison {key}.{statistic}"
                problems.equal(where, entry["value"], value)
                problems.equal(f"{where} before", entry["previousValue"], previous)
                problems.equal(f"{where} n", entry["n"], expected[name]["n"])
                problems.equal(f"{where} n before", entry["previousN"], earlier[name]["n"])
                both = value is not None and previous is not None
                problems.equal(f"{where} change", entry["change"], value - previous if both else None)
                share = (value - previous) / abs(previous) * 100 if both and previous else None
                problems.equal(f"{where} percent", entry["changePercent"], share)
    if case.get("by"):
        parts = case["by"].split(",")
        keys = [f"{part}Key" for part in parts] if len(parts) > 1 else ["key"]
        key_of = lambda group: group[keys[0]] if len(keys) == 1 else ",".join(str(group[key]) for key in keys)
        found = {key_of(group): group for group in document["groups"]}
        shown = {key: rows for key, rows in groups.items() if rows or key in found}
        for key, rows in shown.items():
            if key not in found:
                problems.append(f"group {key} is missing; there are {sorted(map(str, found))}")
                continue
            expected_group, group = figures(rows), found[key]
            problems.equal(f"{key} replies", group["replies"], expected_group["replies"])
            problems.equal(f"{key} conversations", group["conversations"], expected_group["conversations"])
            for name_of_time, name in named.items():
                problems.equal(f"{key} {name} n", group[f"{name_of_time}N"], expected_group[name]["n"])
                for statistic in STATISTICS:
                    capital = statistic[0].upper() + statistic[1:]
                    found_value = group[f"{name_of_time}{capital}Seconds"]
                    problems.equal(f"{key} {name} {statistic}", found_value, expected_group[name][statistic])
    for target in case.get("sla", []):
        key = next(key for key, name in named.items() if name == target["measure"])
        row_key = {"handleTime": "avgHandleTime"}.get(key, key)
        values = [row[row_key] for row in rows if row[row_key] is not None]
        kept = sum(value < target["limit"] for value in values)
        found = document["sla"]["targets"][target["at"]]
        problems.equal(f"sla {key} n", found["n"], len(values))
        problems.equal(f"sla {key} kept", found["kept"], kept)
        share = kept / len(values) * 100 if values else None
        problems.equal(f"sla {key} percent", found["keptPercent"], share)
        breaches = [breach for breach in document["sla"]["breaches"] if breach["target"] == found["target"]]
        problems.equal(f"sla {key} breaches", len(breaches), len(values) - kept)


def headlines(rows):
    """What the headlines of a page say."""
    of = figures(rows)
    said = {"Replies": f"{of['replies']:,}", "Conversations": f"{of['conversations']:,}"}
    titles = {
        "first-response": "Median first response time",
        "response": "Median response time",
        "resolve": "Median resolution time",
        "handle": "Median handling time",
    }
    for name, title in titles.items():
        median = of[name]["median"]
        said[title] = "–" if median is None else shown.words(median)
    return said


def check_words(case, now, problems):
    """The headlines of the HTML page and of the Markdown."""
    expected = headlines(now[2])
    for form in ("html", "md"):
        content = open(case["files"][form], encoding="utf-8").read()
        if form == "html":
            content = re.sub(r"<(style|script)\b.*?</\1>", " ", content, flags=re.S)
            content = re.sub(r"<[^>]+>", " ", content)
        content = re.sub(r"[\s\u00a0*_\\]+", " ", content)
        for title, value in expected.items():
            at = content.find(title)
            if at < 0:
                problems.append(f"{form}: no headline {title}")
            elif not re.match(rf"{re.escape(title)}[\s:|]*{re.escape(value)}(?![\w,.])", content[at:]):
                problems.append(f"{form}: {title} is {content[at + len(title):at + len(title) + 40]!r}, expected {value}")


def check_csv(case, now, problems):
    # The main table is that of the groups or the figures if there are some.
    path = case["files"]["csv"]
    beside = path.removesuffix(".csv") + ".conversations.csv"
    table = polars.read_csv(beside if os.path.exists(beside) else path, infer_schema_length=None)
    rows = now[2]
    problems.equal("csv rows", table.height, len(rows))
    columns = {"firstResponseTime": "firstResponseTimeSeconds", "responseTime": "responseTimeSeconds",
               "resolveTime": "resolveTimeSeconds", "avgHandleTime": "avgHandleTimeSeconds"}
    for key, column in columns.items():
        found = sorted(value for value in table[column].to_list() if value is not None) if rows else []
        expected = sorted(row[key] for row in rows if row[key] is not None)
        problems.equal(f"csv {column} values", len(found), len(expected))
        for at, (one, other) in enumerate(zip(found, expected)):
            problems.equal(f"csv {column} {at}", float(one), float(other))


SHEET = {"firstResponseTime": "First response", "responseTime": "Response time",
         "resolveTime": "Resolved after", "avgHandleTime": "Handling time"}


def key_before(case, key):
    """The key of the group that a group is compared with: a day with the same day of the period before."""
    first, before = (datetime.date.fromisoformat(date) for date in (case["first"], case["before"][0]))
    parts = zip(case["by"].split(","), key.split(","))
    moved = lambda day: (datetime.date.fromisoformat(day) - (first - before)).isoformat()
    return ",".join(moved(value) if part == "day" else value for part, value in parts)


def label(cell):
    """What a group is called. Days are dates in a spreadsheet."""
    if isinstance(cell, datetime.date):
        return f"{cell:%a} {cell.day} {cell:%b}"
    return (cell or "").replace("\u00a0", " ")


def check_groups(case, form, now, before, problems):
    parts = case["by"].split(",")
    columns = [{"type": "Channel"}.get(part, part.capitalize()) for part in parts]
    title = f"By {' and '.join(column.lower() for column in columns)}"
    found = form.tables.get(title)
    if found is None:
        # A message leaves out the days if it has users or mailboxes.
        if form.name != "md" or parts[0] != "day":
            problems.append(f"{form.name}: no table {title} in {list(form.tables)}")
        return
    found = {tuple(label(row.get(column)) for column in columns): row for row in found}
    document = json.load(open(case["files"]["json"]))
    labels = {}
    for group in document["groups"]:
        key = ",".join(group[f"{part}Key" if len(parts) > 1 else "key"] or "" for part in parts)
        labels[key] = tuple(group[part] for part in parts)
    groups = {**now[3]}
    earlier = {key: [figures(before[3].get(key_before(case, key), []))] for key in groups} if before else {}
    for key, rows in groups.items():
        if key not in labels:
            problems.equal(f"{form.name} rows of {key}, which is no group", len(rows), 0)
            continue
        row = found.get(labels[key])
        if row is None:
            # Markdown shows the first rows only.
            if form.name != "md":
                problems.append(f"{form.name}: no row {labels[key]} in {list(found)}")
            continue
        shown.check_group(form, f"{form.name} {labels[key]}", row, figures(rows), earlier.get(key, []), problems)
    total = found.get(("Total", *[""] * (len(parts) - 1)))
    if total is None:
        problems.append(f"{form.name}: no total in {list(found)}")
    else:
        before = [figures(before[2])] if before else []
        shown.check_group(form, f"{form.name} total", total, figures(now[2]), before, problems)


def check_heat(case, problems):
    """A page about a week of one user has the replies of each hour. They are pulled hour by hour of
    UTC, so they are compared only in zones whose hours begin with those."""
    zone = zoneinfo.ZoneInfo(case["zone"])
    first, last = (datetime.date.fromisoformat(case[key]) for key in ("first", "last"))
    start, end = interval(first, last, zone)
    page = open(case["files"]["html"], encoding="utf-8").read()
    found = shown.heat_of_html(page)
    rows = pull(case, case["users"][0][0], start, end, case.get("filters", {}))
    if len(case["users"]) > 1 or first == last or not rows:
        problems.equal("heat map", found, None)
        return
    if start % 3600 or (end + 1) % 3600:
        return
    expected = {name: [0] * 24 for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
    for at in range(start, end + 1, 3600):
        local = datetime.datetime.fromtimestamp(at, zone)
        replies = pull(case, case["users"][0][0], at, at + 3599, case.get("filters", {}))
        expected[local.strftime("%A")][local.hour] += len(replies)
    problems.equal("heat map", found, expected)


def check_shown(case, now, before, problems):
    """The tables of the page, the message and the spreadsheet."""
    read = lambda form: open(case["files"][form], encoding="utf-8").read()
    forms = [
        shown.Form("html", shown.of_html(read("html"))),
        shown.Form("md", shown.of_markdown(read("md"))),
        shown.Form("xlsx", shown.of_workbook(case["files"]["xlsx"])),
    ]
    for form in forms:
        # A message leaves out the key figures, which its first lines have.
        if form.name != "md":
            shown.check_key_figures(form, figures(now[2]), [figures(before[2])] if before else [], problems)
        if case.get("by"):
            check_groups(case, form, now, before, problems)
    rows = forms[-1].tables["Conversations"]
    problems.equal("xlsx conversations", len(rows), len(now[2]))
    for key, title in SHEET.items():
        found = sorted(row[f"{title} (seconds)"] for row in rows if row[f"{title} (seconds)"] is not None)
        expected = sorted(row[key] for row in now[2] if row[key] is not None)
        problems.equal(f"xlsx {key} values", len(found), len(expected))
        for at, (one, other) in enumerate(zip(found, expected)):
            problems.equal(f"xlsx {key} {at}", float(one), float(other))


def main():
    case = json.load(open(sys.argv[1]))
    case["token"] = token(case["base"])
    problems = Problems()
    now = of_period(case, case["first"], case["last"])
    before = of_period(case, *case["before"]) if case.get("before") else None
    check_json(case, now, before, problems)
    if "csv" in case["files"]:
        check_csv(case, now, problems)
    check_shown(case, now, before, problems)
    check_words(case, now, problems)
    check_heat(case, problems)
    for problem in problems[:40]:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


main()
