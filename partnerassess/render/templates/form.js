// Fills in the form, keeps what is typed in this browser, saves it as an answer file, opens such a file.
// Nothing here asks the network for anything. Answers are JSON: browsers and `partnerassess` read it alike.

const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202d\u202e\ud800-\udfff\ufffe\uffff]/gu;
const BREAK = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
const DETAILS = ["partnership", "organisation", "respondent", "date", "round"];
const HEAD = ["format", "questionnaire", "version"];
const LARGEST = 1024 * 1024;

// Texts as answer files take them: no signs that hide or turn the letters around them.
const multiline = (text) => text.replace(BREAK, "\n").replace(UNSAFE, "").trim();
const oneLine = (text) => multiline(text).replace(/\s+/g, " ");

const find = (id) => document.getElementById(id);
const main = find("form");
const about = JSON.parse(main.dataset.about);
const questions = [...main.querySelectorAll(".question")].map((element) => ({
  element,
  id: element.dataset.id,
  isScored: "scored" in element.dataset,
  isSettled: element.classList.contains("settled"),
  onlyIf: element.dataset.onlyIf ? JSON.parse(element.dataset.onlyIf) : null,
  feeds: element.dataset.feeds ? element.dataset.feeds.split(" ") : [],
  boxes: [...element.querySelectorAll("input")],
  note: element.querySelector("textarea"),
  undo: element.querySelector(".undo"),
}));
const details = new Map(DETAILS.map((name) => [name, find(`detail-${name}`)]));
const place = `partnerassess ${about.questionnaire} ${about.version} ${location.pathname}`;

let others = new Map(); // what an opened file holds besides: it is saved again
let otherAnswers = new Map();
let current = null; // the one question on the screen; null for all of them
let saved = ""; // the text of the last file that was saved, copied or opened

function given(question) {
  const box = question.boxes.find((each) => each.checked);
  return box ? box.value : null;
}

// Conditions are true, false, or null while that is not known.
function holds(condition, isTrue) {
  if (!condition) return true;
  if (condition.all) return every(condition.all.map((part) => holds(part, isTrue)));
  if (condition.any) return negated(every(condition.any.map((part) => negated(holds(part, isTrue)))));
  if (condition.not) return negated(holds(condition.not, isTrue));
  return isTrue(condition);
}

function every(truths) {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function negated(truth) {
  return truth === null ? null : !truth;
}

// Hides what does not apply: only what is known not to.
function findShown() {
  const shown = new Map();
  const known = new Map(questions.map((question) => [question.id, question]));
  const answer = (id) => {
    if (shown.get(id) === false) return "not_applicable";
    const said = given(known.get(id));
    return shown.get(id) === null && said !== "not_applicable" ? null : said;
  };
  const isTrue = (fact) => {
    const said = answer(fact.question);
    const isSilent = said === null || said === "unknown" || said === "declined";
    if ("answered" in fact) return (!isSilent && said !== "not_applicable") === fact.answered;
    if (said === "not_applicable") return false;
    if (isSilent) return null;
    if ("is" in fact) return fact.is.includes(said);
    return "at_least" in fact ? Number(said) >= fact.at_least : Number(said) < fact.below;
  };
  for (const { id, onlyIf } of questions) shown.set(id, holds(onlyIf, isTrue));
  const applies = new Map(Object.entries(about.applies).map(([id, when]) => [id, holds(when, isTrue) !== false]));
  return ({ id, feeds }) =>
    shown.get(id) !== false && (!feeds.length || feeds.some((each) => applies.get(each) !== false));
}

function refresh() {
  const isShown = findShown();
  let asked = 0;
  let answered = 0;
  for (const question of questions) {
    const shown = isShown(question);
    const said = given(question) !== null;
    question.element.hidden = !shown;
    if (question.undo) question.undo.hidden = !said;
    asked += Number(shown);
    answered += Number(shown && said);
  }
  for (const part of main.querySelectorAll(".part")) part.hidden = !part.querySelector(".question:not([hidden])");
  for (const input of details.values()) input.toggleAttribute("data-filled", Boolean(input.value));
  const left = questions.length - asked;
  find("progress").textContent = `${answered} of ${asked} answered${left ? `, ${left} do not apply` : ""}`;
  find("done").value = asked ? answered / asked : 0;
  find("next").hidden = Boolean(current) || answered === asked;
  if (current) turnTo(current.element.hidden ? listShown()[0] : current);
}

const listShown = () => questions.filter((each) => !each.element.hidden);

// Shows one question alone, or with null all of them.
function turnTo(question) {
  current?.element.classList.remove("current");
  current = question;
  current?.element.classList.add("current");
  main.classList.toggle("single", Boolean(current));
  find("single").textContent = current ? "All questions on one page" : "One question at a time";
  for (const name of ["back", "forth"]) find(name).hidden = !current;
  const shown = listShown();
  find("back").disabled = current === shown[0];
  find("forth").disabled = current === shown.at(-1);
}

function focusOn(question) {
  if (current) turnTo(question);
  question.element.scrollIntoView({ block: current ? "nearest" : "center" });
  const box = question.boxes.find((each) => each.checked) ?? question.boxes[0];
  box.focus({ preventScroll: true });
}

function turn(way) {
  const shown = listShown();
  focusOn(shown[shown.indexOf(current) + way]);
}

function toggleSingle() {
  const open = listShown().find((each) => given(each) === null) ?? listShown()[0];
  turnTo(current ? null : open);
  refresh();
}

// The answer file that is filled in so far.
function write() {
  const file = new Map(HEAD.map((name) => [name, about[name]]));
  for (const [name, input] of details) if (oneLine(input.value)) file.set(name, oneLine(input.value));
  for (const [name, value] of others) file.set(name, value);
  const answers = new Map();
  for (const question of questions) {
    const said = given(question);
    const note = multiline(question.note.value);
    const answer = question.isScored && said !== null && String(Number(said)) === said ? Number(said) : said;
    if (note) answers.set(question.id, answer === null ? { note } : { answer, note });
    else if (answer !== null) answers.set(question.id, answer);
  }
  for (const [id, answer] of otherAnswers) if (!answers.has(id)) answers.set(id, answer);
  file.set("answers", Object.fromEntries(answers));
  return `${JSON.stringify(Object.fromEntries(file), null, 2)}\n`;
}

// Puts a text that `write` made into the form, or throws an Error that says why not.
function read(text) {
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Error("This is no file that this form saved: those end in .json.");
  }
  if (!isNamed(file) || !isNamed(file.answers ?? {})) throw new Error("This is no file of answers.");
  if ((file.questionnaire ?? about.questionnaire) !== about.questionnaire) {
    throw new Error(`These are answers to “${file.questionnaire}”, and this form asks “${about.questionnaire}”.`);
  }
  const answers = new Map(Object.entries(file.answers ?? {}));
  const saidTo = (id) => {
    const answer = answers.get(id) ?? null;
    return isNamed(answer) ? answer : { answer };
  };
  for (const question of questions.filter((each) => each.isSettled)) {
    const said = saidTo(question.id).answer ?? null;
    if (said !== null && said !== question.boxes[0].value) {
      throw new Error(`It was settled for this form how ${question.id} is answered, and the file answers “${said}”.`);
    }
  }
  for (const [name, input] of details) input.value = oneLine(String(file[name] ?? ""));
  others = new Map(Object.entries(file).filter(([name]) => ![...HEAD, ...DETAILS, "answers"].includes(name)));
  otherAnswers = new Map(answers);
  const unread = [];
  for (const question of questions) {
    const said = saidTo(question.id);
    const answer = String(said.answer ?? "").trim();
    const box = question.boxes.find(
      ({ value }) => value === answer || (question.isScored && answer !== "" && Number(value) === Number(answer)),
    );
    if (!question.isSettled) for (const each of question.boxes) each.checked = each === box;
    question.note.value = String(said.note ?? "");
    if (box || answer === "") otherAnswers.delete(question.id);
    else unread.push(question.id);
  }
  return unread;
}

function isNamed(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tell(words) {
  find("told").textContent = words;
  find("told").hidden = !words;
}

function isUnsaved() {
  return write() !== (saved || blank);
}

// The browser's own storage; some refuse it, and then the form works all the same.
function keep() {
  try {
    localStorage.setItem(place, JSON.stringify({ text: write(), saved }));
  } catch {
    find("kept").textContent = "This browser keeps nothing: save your answers before you close this page.";
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (!kept || kept.text === blank) return;
    read(kept.text);
    saved = kept.saved;
    tell("Your answers from last time are here again.");
  } catch {
    tell("");
  }
}

function changed() {
  refresh();
  keep();
}

function fileName() {
  const said = `${details.get("organisation").value} ${details.get("respondent").value}`.normalize("NFKD");
  const words = said.toLowerCase().replace(/\p{M}/gu, "").match(/[a-z0-9]+/g) ?? [];
  return `answers-${words.join("-").slice(0, 80) || about.questionnaire}.json`;
}

// Gives the text to hand over, or nothing if something has to be put right first.
function finish() {
  const date = details.get("date");
  if (!date.validity.valid) {
    tell("This date cannot be right: choose the day of your answers, or clear it.");
    date.focus();
    return null;
  }
  if (!date.value) {
    const today = new Date();
    date.value = new Date(today - today.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  const text = write();
  if (new Blob([text]).size > LARGEST) {
    tell("Your notes are too long for one file: shorten some of them.");
    return null;
  }
  saved = text;
  changed();
  return text;
}

function save() {
  const text = finish();
  if (text === null) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = fileName();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(`Saved as ${link.download}. Send that file to whoever asked you.`);
}

function show() {
  const text = finish();
  if (text === null) return;
  find("text").value = text;
  find("copying").hidden = false;
  find("text").focus();
  find("text").select();
}

async function copy() {
  find("text").select();
  try {
    await navigator.clipboard.writeText(find("text").value);
  } catch {
    document.execCommand("copy");
  }
  tell("Copied. Paste it into an e-mail, or into a file whose name ends in .json.");
}

async function open() {
  const [chosen] = find("open").files;
  find("open").value = "";
  if (!chosen || (isUnsaved() && !confirm("Replace what is filled in here? It has not been saved as a file."))) return;
  try {
    const unread = read(await chosen.text());
    saved = write();
    changed();
    tell(["Opened.", ...unread.map((id) => `What it says to ${id} is no answer here, and is kept as it is.`)].join(" "));
  } catch (error) {
    tell(error.message);
  }
}

function clear() {
  if (!confirm("Clear this form, and what this browser keeps of it? Files you saved stay.")) return;
  read(blank);
  saved = "";
  refresh();
  try {
    localStorage.removeItem(place);
  } catch {
    // It keeps nothing anyway.
  }
  find("copying").hidden = true;
  find("text").value = "";
  tell("Cleared.");
}

function goOn() {
  const open = listShown().find((each) => given(each) === null);
  if (open) focusOn(open);
}

const blank = write();
for (const element of document.querySelectorAll(".scripted:not(.told, .undo)")) element.hidden = false;
recall();
refresh();
main.addEventListener("input", changed);
main.addEventListener("change", changed);
for (const question of questions) {
  question.undo?.addEventListener("click", () => {
    for (const box of question.boxes) box.checked = false;
    question.boxes[0].focus();
    changed();
  });
}
for (const button of document.querySelectorAll(".save")) button.addEventListener("click", save);
find("show").addEventListener("click", show);
find("copy").addEventListener("click", copy);
find("open").addEventListener("change", open);
find("clear").addEventListener("click", clear);
find("next").addEventListener("click", goOn);
find("single").addEventListener("click", toggleSingle);
find("back").addEventListener("click", () => turn(-1));
find("forth").addEventListener("click", () => turn(1));
addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
addEventListener("storage", (event) => {
  if (event.key === place) tell("This form is open in a second window: what is typed last is what is kept.");
});
