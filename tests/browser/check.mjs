// Looks at a report in a browser: node check.mjs REPORT.html
//
// Writes what is wrong to the standard output, a line for each, and fails if there is something.
// The environment variable CHROMIUM names the browser, by default /usr/bin/chromium.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report] = process.argv.slice(2);
if (!report) {
  console.error("usage: node check.mjs REPORT.html");
  process.exit(2);
}
const address = pathToFileURL(resolve(report)).href;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// A busy machine is no mistake of the page.
const PATIENCE = 300_000;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
  timeout: PATIENCE,
});
const wrong = [];

// Opens the page and collects what it complains about and what it asks for.
const open = async (where, options) => {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("console", (message) => wrong.push(`${where}: console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${where}: script: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== address) wrong.push(`${where}: request: ${request.url()}`);
  });
  await page.goto(address);
  return page;
};

const accessible = async (where, page) => {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  for (const { id, help, nodes } of violations) {
    for (const node of nodes.slice(0, 5)) wrong.push(`${where}: ${id}: ${help}: ${node.html}`);
  }
};

for (const [size, width] of [["phone", 390], ["laptop", 1280]]) {
  for (const colorScheme of ["light", "dark"]) {
    const where = `${size}, ${colorScheme}`;
    const page = await open(where, { viewport: { width, height: 800 }, colorScheme });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) wrong.push(`${where}: the page is ${overflow} pixels too wide`);
    await accessible(where, page);
    await page.context().close();
  }
}

{
  // Everything can be read without the script.
  const page = await open("no script", { javaScriptEnabled: false });
  const texts = await page.locator("h1, .headlines .value, tbody tr, svg.plot").count();
  if (texts < 20) wrong.push(`no script: only ${texts} parts of the report are there`);
  if (await page.locator("th button").count()) wrong.push("no script: there are dead buttons");
  await page.context().close();
}

{
  // A table is sorted with the keyboard, by value, and rows without one stay at the end.
  const page = await open("sorting", {});
  const table = page.locator("table.rows").last();
  const head = table.locator("thead th.number").nth(1);
  const at = await head.evaluate((cell) => cell.cellIndex);
  const column = () =>
    table.locator("tbody tr").evaluateAll(
      (rows, at) => rows.map((row) => row.cells[at].dataset.v ?? null),
      at,
    );
  for (const [direction, sign] of [["descending", -1], ["ascending", 1]]) {
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    const sorted = await head.getAttribute("aria-sort");
    if (sorted !== direction) wrong.push(`sorting: aria-sort is ${sorted}, not ${direction}`);
    const values = await column();
    const known = values.filter((value) => value !== null).map(Number);
    const expected = [...known].sort((left, right) => sign * (left - right));
    if (String(known) !== String(expected)) wrong.push(`sorting: not ${direction}`);
    if (values.slice(0, known.length).includes(null)) wrong.push("sorting: a gap is not at the end");
  }
  // A screen reader says how a table is sorted by itself, and would read an arrow as another word.
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const names = nodes.filter(({ role }) => role?.value === "button").map(({ name }) => name?.value);
  if (!names.length) wrong.push("sorting: no heading is a button");
  for (const name of names.filter((name) => /[\u2190-\u21ff]/.test(name))) {
    wrong.push(`sorting: the name of a button has an arrow: ${name}`);
  }
  await page.context().close();
}

{
  // Printed in a dark theme, it is dark on white, and no chart is cut by the edge of the paper.
  const page = await open("print", { colorScheme: "dark", viewport: { width: 794, height: 1123 } });
  await page.emulateMedia({ media: "print" });
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (paper !== "rgb(255, 255, 255)") wrong.push(`print: the paper is ${paper}`);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("figure, table")]
      .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
      .map((part) => part.textContent.slice(0, 40)),
  );
  for (const part of wide) wrong.push(`print: too wide for the paper: ${part}`);
  // Chromium repeats the headings of a table on each page only if they stay together and have no
  // buttons.
  const send = (event) => page.evaluate((event) => dispatchEvent(new Event(event)), event);
  const buttons = page.locator("thead button");
  const before = await buttons.count();
  await send("beforeprint");
  if (await buttons.count()) wrong.push("print: headings have buttons, so they are not repeated");
  const apart = await page.evaluate(() =>
    [...document.querySelectorAll("thead")].some((head) => {
      const { display, breakInside } = getComputedStyle(head);
      return display !== "table-header-group" || breakInside !== "avoid";
    }),
  );
  if (apart) wrong.push("print: headings may be divided, so they are not repeated");
  await send("afterprint");
  if ((await buttons.count()) !== before) wrong.push("print: buttons are lost after printing");
  await page.context().close();
}

await browser.close();
for (const line of wrong) console.log(line);
process.exit(wrong.length ? 1 : 0);
