// Looks at finished pages in Chromium and says what is wrong with them: `node check.js FILE.html[=PAGES]…`.
// Every page is seen on light and on dark, in forced colours, wide and narrow, and printed on A4: on as many
// pages as it is given, without its appendix unless that box is ticked. Nothing may leave the page.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  { colorScheme: "light", width: 1280 }, { colorScheme: "dark", width: 1280 },
  { colorScheme: "light", width: 768 }, { colorScheme: "light", width: 320 },
  { colorScheme: "dark", width: 320, forcedColors: "active" },
];
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
  "--disable-background-networking", "--disable-component-update",
];
const RESERVE = "10mm";
const ROWS = "tr, li.row, .actions li, .points li";

// One window for all looks at a page: to open another takes a second.
async function opened(browser, file) {
  const context = await browser.newContext({ offline: true, bypassCSP: true });
  const page = await context.newPage();
  const requests = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:")) requests.push(`asks for ${url}`);
  });
  return { context, page, requests };
}

// Every look begins with the page as it is when somebody opens it.
async function loaded(page, file, { colorScheme = "light", forcedColors = "none", width = 1280, height = 720 } = {}) {
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.setViewportSize({ width, height });
  await page.goto(pathToFileURL(file).href);
}

async function seen(page, file, look) {
  const { colorScheme, width, forcedColors = "none" } = look;
  const where = `${forcedColors === "none" ? colorScheme : "forced colours"} at ${width}`;
  await loaded(page, file, { ...look, height: 900 });
  const problems = await focusProblems(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) problems.push(`scrolls sideways: ${wide} px`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const each of violations) {
    problems.push(`axe ${each.id}: ${each.nodes.length} × ${each.help}, first ${each.nodes[0].target}`);
  }
  return problems.map((problem) => `${where}: ${problem}`);
}

// The skip link comes first, and Tab goes through everything in the order in which it is read.
async function focusProblems(page) {
  const expected = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], summary, input, button, [tabindex='0']")];
    const reached = all.filter((each) => each.checkVisibility() && !each.closest("details:not([open]) > :not(summary)"));
    reached.forEach((each, number) => { each.dataset.number = String(number); });
    return reached.length;
  });
  const problems = [];
  for (let number = 0; number < Math.min(expected, 60); number += 1) {
    await page.keyboard.press("Tab");
    const [at, name] = await page.evaluate(() => [
      document.activeElement.dataset.number, document.activeElement.outerHTML.slice(0, 80),
    ]);
    if (at !== String(number)) {
      problems.push(`Tab number ${number + 1} goes to ${name}`);
      break;
    }
  }
  return problems;
}

// Every row gets a mark at its start and one at the end of each of its cells; in the printed file both have
// to be on the same page. Chromium writes down where a mark is if a link leads to it.
async function printed(page, file, folder) {
  await loaded(page, file);
  const rows = await page.evaluate((selector) => {
    const found = [...document.querySelectorAll(selector)].filter((each) => !each.closest(".hidden"));
    const links = [];
    const mark = (name, place, way) => {
      const span = document.createElement("span");
      span.id = name;
      span.textContent = "\u2060";
      place[way](span);
      const link = document.createElement("a");
      link.href = `#${name}`;
      link.textContent = ". ";
      links.push(link);
    };
    found.forEach((row, number) => {
      const parts = [...row.children].filter((each) => each.matches("td, th, span, div") && !each.matches(".track"));
      const cells = parts.length ? parts : [row];
      mark(`row-${number}-start`, cells[0], "prepend");
      cells.forEach((cell, place) => mark(`row-${number}-end-${place}`, cell, "append"));
    });
    document.body.append(...links);
    return found.map((row) => row.textContent.trim().replace(/\s+/g, " ").slice(0, 60));
  }, ROWS);
  const target = join(folder, `${basename(file)}.pdf`);
  await page.pdf({ path: target, preferCSSPageSize: true });
  const pages = new Map();
  for (const line of execFileSync("pdfinfo", ["-dests", target], { encoding: "utf8" }).split("\n")) {
    const match = /^\s*(\d+) .*"row-(\d+)-/.exec(line);
    if (match) pages.set(match[2], (pages.get(match[2]) ?? new Set()).add(match[1]));
  }
  const size = /Page size:\s+(.*)/.exec(execFileSync("pdfinfo", [target], { encoding: "utf8" }))[1];
  const problems = size.includes("A4") ? [] : [`printed: the paper is ${size}`];
  if (rows.length && !pages.size) problems.push("printed: no row was found");
  for (const [row, on] of pages) if (on.size > 1) problems.push(`printed: cut row “${rows[Number(row)]}”`);
  return { problems, rows: pages.size };
}

// Without its box being ticked the appendix is not printed, with it all of it is, whatever is folded away on the
// screen: every text of it is looked for in the printed file.
async function appendixProblems(page, file, folder, wanted) {
  await loaded(page, file);
  const texts = await page.evaluate(() => {
    const found = [];
    for (const folded of document.querySelectorAll(".appendix details")) {
      const walker = document.createTreeWalker(folded, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.closest("svg, .hidden")) found.push(node.textContent);
      }
    }
    return found;
  });
  const problems = [];
  const bare = join(folder, `${basename(file)}-bare.pdf`);
  await page.pdf({ path: bare, preferCSSPageSize: true });
  const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [bare], { encoding: "utf8" }))[1]);
  if (wanted && pages !== wanted) problems.push(`printed: ${pages} pages instead of ${wanted}`);
  else if (wanted && (await pagesWithLess(page)) !== wanted) problems.push(`printed: a side has less than ${RESERVE} free`);
  if (texts.length) {
    await page.check("#all");
    const target = join(folder, `${basename(file)}-all.pdf`);
    await page.pdf({ path: target, preferCSSPageSize: true });
    const squeezed = (text) => text.normalize("NFKC").replace(/[\s\u00ad\u2010-]+/g, "");
    const printedText = squeezed(execFileSync("pdftotext", ["-raw", target, "-"], { encoding: "utf8", maxBuffer: 1e8 }));
    // A text that goes on overleaf has the foot of the page in its middle.
    const ends = (text) => [squeezed(text).slice(0, 40), squeezed(text).slice(-40)];
    const lost = texts.filter((text) => !ends(text).every((end) => printedText.includes(end)));
    problems.push(...lost.slice(0, 3).map((text) => `printed: “${text.trim().slice(0, 60)}” is lost (${lost.length} in all)`));
  }
  return { problems, pages };
}

// Another machine has other fonts: every side has to stay one side when a few lines more are on it.
async function pagesWithLess(page) {
  const style = await page.addStyleTag({ content: `.side::after { content: ""; display: block; height: ${RESERVE}; }` });
  const sheet = await page.pdf({ preferCSSPageSize: true });
  await style.evaluate((each) => each.remove());
  return Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", ["-"], { input: sheet, encoding: "utf8" }))[1]);
}

async function checked(browser, validator, file, folder, wanted) {
  const problems = [];
  const report = await validator.validateFile(file);
  for (const result of report.results) {
    for (const each of result.messages) {
      problems.push(`html ${each.ruleId} at ${each.line}:${each.column}: ${each.message}`);
    }
  }
  const { context, page, requests } = await opened(browser, file);
  for (const look of LOOKS) problems.push(...(await seen(page, file, look)));
  const paper = await printed(page, file, folder);
  const appendix = await appendixProblems(page, file, folder, wanted);
  await context.close();
  problems.push(...paper.problems, ...appendix.problems, ...new Set(requests));
  console.log(`${problems.length ? "FAULTY" : "fine  "} ${basename(file)} (${appendix.pages} pages, ${paper.rows} rows)`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length;
}

const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });
const folder = mkdtempSync(join(tmpdir(), "pages-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: QUIET });
let faults = 0;
try {
  // Two at a time: while one page is laid out or printed, another is read.
  const waiting = process.argv.slice(2);
  const checkTheNext = async () => {
    while (waiting.length) {
      const [file, wanted] = waiting.shift().split("=");
      const found = await checked(browser, validator, resolve(file), folder, Number(wanted ?? 0));
      faults += found;
    }
  };
  await Promise.all([checkTheNext(), checkTheNext()]);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
console.log(faults ? `${faults} faults` : "no faults");
process.exitCode = faults ? 1 : 0;
