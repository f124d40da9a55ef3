// Fills in the form in Chromium as people do, and says what is wrong: `node form.js FORM.html SETTLED.html
// ANSWERS.json SAVED.json`. The answers go into the form by clicks and keys; what the form saves of them is
// written to the last file.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
const MOST_PAGES = 12;
const HOSTILE = "\"quoted\": 'it' # no {comment}\n- \\ <script>alert(1)</script> \u202e\u2028 ünï 👩\u200d⚕️ \u0007 end";
const TAMED = "\"quoted\": 'it' # no {comment}\n- \\ <script>alert(1)</script> \n ünï 👩\u200d⚕️  end";

const [form, settled, answers, target] = process.argv.slice(2).map((each) => resolve(each));
const folder = mkdtempSync(join(tmpdir(), "form-"));
const problems = [];

function check(isTrue, words) {
  if (!isTrue) problems.push(words);
}

function same(found, wanted, words) {
  check(JSON.stringify(found) === JSON.stringify(wanted), `${words}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

async function opened(browser, file, options = {}) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !/^(data|blob):/.test(url)) problems.push(`asks for ${url}`);
  });
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`script: ${error}`));
  await page.goto(address);
  return page;
}

async function fill(page, file) {
  for (const name of ["partnership", "organisation", "respondent", "date", "round"]) {
    if (file[name]) await page.fill(`[name="${name}"]`, file[name]);
  }
  for (const [id, said] of Object.entries(file.answers)) {
    const { answer, note } = typeof said === "object" ? said : { answer: said };
    if (answer !== undefined && answer !== null) await page.check(`[name="answer-${id}"][value="${answer}"]`);
    if (note) await page.fill(`[name="note-${id}"]`, note);
  }
}

async function save(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(".bar .save")]);
  const text = readFileSync(await download.path(), "utf8");
  return { name: download.suggestedFilename(), text };
}

const shown = (page) => page.locator(".question:not([hidden])").count();
const told = (page) => page.textContent("#told");

async function answered(browser) {
  const wanted = JSON.parse(readFileSync(answers, "utf8"));
  const page = await opened(browser, form);
  const all = await shown(page);
  await fill(page, wanted);
  const fewer = await shown(page);
  check(fewer < all, "nothing was hidden");
  const { name, text } = await save(page);
  const found = JSON.parse(text);
  check(/^answers-.*\.json$/.test(name), `saved as ${name}`);
  for (const [id, said] of Object.entries(wanted.answers)) same(found.answers[id], said, id);
  writeFileSync(target, text);

  // What was typed is there after reloading, and leaving asks only while something is not saved.
  let asked = 0;
  page.on("dialog", async (dialog) => {
    asked += Number(dialog.type() === "beforeunload");
    await dialog.accept();
  });
  await page.reload();
  same(asked, 0, "asked before leaving what is saved");
  await page.fill('[name="note-initiated-by"]', HOSTILE);
  await page.reload();
  same(asked, 1, "asked before leaving what is not saved");
  same(await shown(page), fewer, "questions after reloading");
  check((await told(page)).includes("last time"), "does not say that answers are back");
  same(JSON.parse((await save(page)).text).answers["initiated-by"].note, TAMED, "hostile note");

  // Another choice brings questions back.
  await page.check('[name="answer-initiated-by"][value="undecided"]');
  check((await shown(page)) > fewer, "nothing came back");

  // Clearing leaves nothing, and opening the file brings everything.
  await page.click("#clear");
  same(await shown(page), all, "questions after clearing");
  same(await page.evaluate(() => localStorage.length), 0, "kept after clearing");
  same(await page.textContent("#progress"), `0 of ${all} answered`, "progress after clearing");
  await page.setInputFiles("#open", target);
  await page.waitForFunction(() => document.getElementById("told").textContent === "Opened.");
  same((await save(page)).text, text, "opened and saved again");

  // As text, too; a wrong file is refused and changes nothing.
  await page.click("#show");
  same(await page.inputValue("#text"), text, "text to copy");
  const other = join(folder, "other.json");
  for (const words of ['{"questionnaire": "other", "answers": {}}', "no: json", "[1]", '{"answers": [1]}']) {
    writeFileSync(other, words);
    await page.setInputFiles("#open", other);
    await page.waitForFunction(() => /^Th(is|ese)/.test(document.getElementById("told").textContent));
    await page.evaluate(() => { document.getElementById("told").textContent = ""; });
  }
  same((await save(page)).text, text, "after wrong files");

  // What the form cannot show is kept.
  const more = { ...found, programme: "North", answers: { ...found.answers, elsewhere: 2, "need-identified": 9 } };
  writeFileSync(other, JSON.stringify(more));
  await page.setInputFiles("#open", other);
  await page.waitForFunction(() => document.getElementById("told").textContent.includes("need-identified"));
  const again = JSON.parse((await save(page)).text);
  same([again.programme, again.answers.elsewhere, again.answers["need-identified"]], ["North", 2, 9], "kept");
  await page.context().close();
}

// The keyboard alone: to a question by its button, along the levels, and the answer taken away again.
async function keyed(browser) {
  const page = await opened(browser, form);
  await page.focus("#next");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  const first = page.locator(".question").first();
  same(await first.locator("input").nth(1).isChecked(), true, "arrow keys");
  check((await page.textContent("#progress")).startsWith("1 of "), "progress does not count");
  await first.locator(".undo").focus();
  await page.keyboard.press("Enter");
  check((await page.textContent("#progress")).startsWith("0 of "), "an answer cannot be taken back");
  same(await page.evaluate(() => document.activeElement.type), "radio", "focus after taking back");
  await page.context().close();
}

// One question at a time shows one, goes through all that apply, and prints them all.
async function single(browser) {
  const page = await opened(browser, form);
  await page.check('[name="answer-initiated-by"][value="voluntary"]');
  const all = await shown(page);
  await page.click("#single");
  same(await page.locator(".question:visible").count(), 1, "questions at a time");
  same(await page.locator(".question:visible legend").textContent().then((text) => text.slice(0, 2)), "2.", "first open");
  await page.click("#back");
  check(await page.isDisabled("#back"), "goes back before the first");
  for (let turns = 1; turns < all; turns += 1) await page.click("#forth");
  check(await page.isDisabled("#forth"), "goes on after the last");
  same(await page.evaluate(() => document.activeElement.closest(".current") !== null), true, "focus on the question");
  await page.emulateMedia({ media: "print" });
  same(await page.locator(".question:visible").count(), all, "printed questions");
  await page.emulateMedia({ media: "screen" });
  await page.click("#single");
  same(await page.locator(".question:visible").count(), all, "all again");
  await page.context().close();
}

// A long note is whole on paper.
async function noted(browser) {
  const page = await opened(browser, form);
  const lines = Array.from({ length: 40 }, (_, number) => `line-${number}-of-it`);
  await page.fill('[name="note-initiated-by"]', lines.join("\n"));
  const path = join(folder, "noted.pdf");
  await page.pdf({ path, preferCSSPageSize: true });
  const text = execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8" });
  check(lines.every((line) => text.includes(line)), "printed: a long note is cut");
  await page.context().close();
}

async function refused(browser) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new Error("refused"); } });
  });
  await page.goto(pathToFileURL(form).href);
  await page.check('[name="answer-initiated-by"][value="voluntary"]');
  check((await page.textContent("#kept")).includes("keeps nothing"), "does not say that nothing is kept");
  check((await save(page)).text.includes('"voluntary"'), "does not save without storage");
  await context.close();
}

async function narrowed(browser) {
  const page = await opened(browser, settled);
  const saved = JSON.parse((await save(page)).text);
  same(saved.answers, { "initiated-by": "voluntary" }, "settled");
  same(await page.locator('[name="answer-initiated-by"]').count(), 1, "choices of what is settled");
  const other = join(folder, "other.json");
  writeFileSync(other, '{"answers": {"initiated-by": "mandated"}}');
  await page.setInputFiles("#open", other);
  await page.waitForFunction(() => document.getElementById("told").textContent.startsWith("It was settled"));
  await page.context().close();
}

async function seen(browser, colorScheme, width) {
  const where = `${colorScheme} at ${width}`;
  const page = await opened(browser, form, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
  await page.check('[name="answer-initiated-by"][value="voluntary"]');
  await page.click("#show");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check(wide <= width, `${where}: scrolls sideways, ${wide} px`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const each of violations) problems.push(`${where}: axe ${each.id}: ${each.help}, first ${each.nodes[0].target}`);
  await page.context().close();
}

// On paper there is every question and no button, with the script and without it.
async function printed(browser, javaScriptEnabled) {
  const where = javaScriptEnabled ? "printed" : "printed without script";
  const page = await opened(browser, form, { javaScriptEnabled });
  const path = join(folder, "form.pdf");
  await page.pdf({ path, preferCSSPageSize: true });
  const about = execFileSync("pdfinfo", [path], { encoding: "utf8" });
  const pages = Number(/Pages:\s+(\d+)/.exec(about)[1]);
  check(pages <= MOST_PAGES, `${where}: ${pages} pages`);
  check(about.includes("A4"), `${where}: not A4`);
  const text = execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8" }).replace(/\s+/g, " ");
  const squeezed = text.replace(/ /g, "");
  for (const legend of await page.locator("legend").allTextContents()) {
    check(squeezed.includes(legend.replace(/\s+/g, "")), `${where}: lost “${legend}”`);
  }
  for (const words of ["Save", "Clear", "Script is switched off", "mm/dd"]) {
    check(!text.includes(words), `${where}: shows “${words}”`);
  }
  await page.context().close();
  return pages;
}

async function valid(file) {
  const report = await new HtmlValidate({ root: true, extends: ["html-validate:recommended"] }).validateFile(file);
  for (const result of report.results) {
    for (const each of result.messages) problems.push(`html ${each.ruleId} at ${each.line}:${each.column}: ${each.message}`);
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: QUIET });
let pages = 0;
try {
  for (const file of [form, settled]) await valid(file);
  await answered(browser);
  await keyed(browser);
  await single(browser);
  await noted(browser);
  await refused(browser);
  await narrowed(browser);
  for (const scheme of ["light", "dark"]) for (const width of [1280, 320]) await seen(browser, scheme, width);
  pages = Math.max(await printed(browser, true), await printed(browser, false));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
console.log(`${problems.length ? "FAULTY" : "fine  "} the form (${pages} printed pages)`);
for (const problem of problems) console.log(`  ${problem}`);
process.exitCode = problems.length ? 1 : 0;
