// Takes pictures of a report: node pictures.mjs REPORT.html FOLDER
// The environment variable CHROMIUM names the browser, by default /usr/bin/chromium.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, folder] = process.argv.slice(2);
if (!report || !folder) {
  console.error("usage: node pictures.mjs REPORT.html FOLDER");
  process.exit(2);
}
const address = pathToFileURL(resolve(report)).href;
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const sizes = {
  phone: { width: 390, height: 844, scale: 2 },
  laptop: { width: 1280, height: 800, scale: 1 },
};
for (const [name, { width, height, scale }] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme,
    });
    await page.goto(address);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
    // The first two screens, for a README.
    await page.setViewportSize({ width, height: Math.round(height * 1.9) });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}-top.png`) });
    await page.close();
  }
}
const page = await browser.newPage({ colorScheme: "dark" });
await page.goto(address);
for (const format of ["A4", "Letter"]) {
  const pdf = await page.pdf({ format, printBackground: true, preferCSSPageSize: false });
  await writeFile(join(folder, `${format}.pdf`), pdf);
}
await browser.close();
