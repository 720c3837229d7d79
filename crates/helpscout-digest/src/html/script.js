// Sorts tables by a column. Without this script, the headings are plain text.
(() => {
  "use strict";
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const key = (row, at) => {
    const cell = row.cells[at];
    if (!cell || cell.classList.contains("none")) return null;
    return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  };
  const compare = (left, right) =>
    typeof left === "number" && typeof right === "number"
      ? left - right
      : collator.compare(String(left), String(right));
  const sort = (table, at, direction) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, key: key(row, at) }));
    // Rows without a value stay at the end, whatever the direction.
    const known = rows.filter((entry) => entry.key !== null);
    const unknown = rows.filter((entry) => entry.key === null);
    known.sort((left, right) => direction * compare(left.key, right.key));
    body.append(...known.concat(unknown).map((entry) => entry.row));
  };
  for (const table of document.querySelectorAll("table.rows")) {
    if (table.tBodies[0].rows.length < 2) continue;
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      // Chromium repeats headings on each page of paper only if they have no buttons.
      addEventListener("beforeprint", () => head.replaceChildren(button.textContent));
      addEventListener("afterprint", () => head.replaceChildren(button));
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const next = before === first ? other : first;
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", next);
        sort(table, at, next === "ascending" ? 1 : -1);
      });
    });
  }
})();
