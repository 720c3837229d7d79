"""The tables of a history as people get them: of an HTML page, of Markdown, and of a spreadsheet.

Each reader returns the tables by their titles. A table is a list of rows, and a row has its values by
the titles of the columns: texts of HTML and Markdown, and typed values of a spreadsheet. A `Form`
compares them with figures.
"""

import html.parser
import re


TITLES = {
    "first-response": "First response time",
    "response": "Response time",
    "resolve": "Resolution time",
    "handle": "Handling time",
}

COLUMNS = {"median": "Median", "mean": "Mean", "p90": "90 %", "p95": "95 %"}


class Sections(html.parser.HTMLParser):
    """Collects the rows of each `section.table`. A second table has more columns of the same rows."""

    def __init__(self):
        super().__init__()
        self.tables = {}
        self.inside = None
        self.title = self.cell = self.heads = self.rows = self.row = None

    def handle_starttag(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        if tag == "section" and "table" in classes:
            self.inside, self.title, self.rows = [], None, []
        elif self.inside is None:
            return
        elif tag in ("h2", "h3", "th", "td"):
            self.cell = ""
        elif tag == "table":
            self.heads, self.at = [], 0
        elif tag == "tr":
            self.row = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if self.inside is None:
            return
        if tag in ("h2", "h3"):
            self.title, self.cell = self.cell, None
        elif tag in ("th", "td"):
            self.row.append(self.cell.replace("\u00a0", " "))
            self.cell = None
        elif tag == "thead":
            self.heads, self.row = self.row, None
        elif tag == "tr" and self.heads:
            values = dict(zip(self.heads, self.row))
            if self.at < len(self.rows):
                self.rows[self.at].update(values)
            else:
                self.rows.append(values)
            self.at += 1
        elif tag == "tr":
            self.heads = self.row
        elif tag == "section":
            self.tables[self.title] = self.rows
            self.inside = None


def heat_of_html(text):
    """The numbers of the heat map of the week: of each weekday, those of each hour of the clock."""
    _, found, rest = text.partition('aria-label="Data: Replies by hour of the week"')
    if not found:
        return None
    table = rest[:rest.index("</table>")]
    rows = re.findall(r'<th scope="row">(\w+)</th>(.*?)</tr>', table, flags=re.S)
    number = lambda cell: int(cell.replace(",", ""))
    return {name: [number(cell) for cell in re.findall(r"<td[^>]*>([\d,]+)</td>", cells)] for name, cells in rows}


def of_html(text):
    reader = Sections()
    reader.feed(text)
    return reader.tables


def of_markdown(text):
    """Tables are preformatted; the line of dashes below the heading says where columns are."""
    tables = {}
    for title, body in re.findall(r"\*\*([^*\n]+)\*\*[^\n]*\n\n```\n(.*?)\n```", text, flags=re.S):
        lines = body.split("\n")
        rule = next(at for at, line in enumerate(lines) if re.fullmatch(r"[- ]+", line))
        spans = [found.span() for found in re.finditer("-+", lines[rule])]
        # The last column may be as wide as it likes.
        spans[-1] = (spans[-1][0], None)
        cells = lambda line: [line[start:end].strip() for start, end in spans]
        parts = [cells(line) for line in lines[:rule]]
        heads = [" ".join(filter(None, column)) for column in zip(*parts)]
        rows = [line for line in lines[rule + 1:] if not re.fullmatch(r"[- ]+", line)]
        tables[title] = [dict(zip(heads, cells(row))) for row in rows]
    return tables


def of_workbook(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    tables = {}
    for sheet in book.worksheets[1:]:
        heads, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(heads, row)) for row in rows]
    return tables


def words(seconds):
    """A duration as people read it: rounded to seconds, and from a day on to minutes."""
    whole = int(abs(seconds) + 0.5)
    if whole >= 86_400:
        minutes = int(abs(seconds) / 60 + 0.5)
        parts = [(minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m")]
    else:
        parts = [(whole // 3600, "h"), (whole // 60 % 60, "m"), (whole % 60, "s")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def changed(now, before):
    """A change in percent as people read it."""
    if now is None or before is None:
        return "–"
    if before == 0:
        return None
    change = (now - before) / before * 100
    digits = f"{abs(change):,.1f} %"
    zero = not re.search("[1-9]", digits)
    return digits if zero or change == 0 else f"{'+' if change > 0 else '−'}{digits}"


class Form:
    """How the values of a form are written: as words, or typed and with seconds beside times."""

    def __init__(self, name, tables):
        self.name, self.tables = name, tables
        self.is_typed = name == "xlsx"

    def count(self, number):
        return number if self.is_typed else f"{number:,}"

    def check_time(self, where, row, title, seconds, problems):
        if self.is_typed:
            problems.equal(f"{where} {title}", row.get(f"{title} (seconds)"), seconds)
        elif title in row:
            problems.equal(f"{where} {title}", row[title], "–" if seconds is None else words(seconds))

    def check_count(self, where, row, title, number, problems):
        if self.is_typed or title in row:
            problems.equal(f"{where} {title}", row.get(title), self.count(number))

    def check_change(self, where, row, title, now, before, problems):
        """`before` is a list with the value before, which is empty without a comparison."""
        if not before or title not in row and not self.is_typed:
            return
        if self.is_typed:
            both = now is not None and before[0] is not None
            problems.equal(f"{where} {title}", row[f"{title} (difference)"], now - before[0] if both else None)
            share = (now - before[0]) / before[0] if both and before[0] else None
            problems.equal(f"{where} {title} %", row[f"{title} (percent)"], share)
            return
        expected = changed(now, before[0])
        if expected is not None:
            problems.equal(f"{where} {title}", row[title], expected)


def check_key_figures(form, of, before, problems):
    rows = {row["Time"]: row for row in form.tables["Key figures"]}
    problems.equal(f"{form.name} key figures", sorted(rows), sorted(TITLES.values()))
    for name, title in TITLES.items():
        row, where = rows[title], f"{form.name} {title}"
        form.check_count(where, row, "n", of[name]["n"], problems)
        form.check_count(where, row, "Missing", of[name]["missing"], problems)
        for statistic, column in COLUMNS.items():
            value = of[name][statistic]
            form.check_time(where, row, column, value, problems)
            earlier = [of[name][statistic] for of in before]
            form.check_change(where, row, f"{column}, change", value, earlier, problems)


def check_group(form, where, row, of, before, problems):
    form.check_count(where, row, "Replies", of["replies"], problems)
    form.check_count(where, row, "Conversations", of["conversations"], problems)
    earlier = [float(of["replies"]) for of in before]
    form.check_change(where, row, "Replies, change", float(of["replies"]), earlier, problems)
    for name, title in TITLES.items():
        form.check_time(where, row, title, of[name]["median"], problems)
        earlier = [of[name]["median"] for of in before]
        form.check_change(where, row, f"{title}, change", of[name]["median"], earlier, problems)
        if name in ("first-response", "response"):
            form.check_time(where, row, f"{title}, 90 %", of[name]["p90"], problems)
            form.check_time(where, row, f"{title}, mean", of[name]["mean"], problems)
            form.check_count(where, row, f"{title}, n", of[name]["n"], problems)
