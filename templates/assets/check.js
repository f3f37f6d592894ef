// The page: what people give it, and what it says. All other files of it are pure functions.

const $ = (id) => document.getElementById(`check-${id}`);
const read = (id) => JSON.parse($(id).textContent);
const [data, say] = [read("settings"), read("words")];
const MOST_CHARACTERS = 20000;
const OLD = 48 * 3600;
const isSaved = location.protocol === "file:";

class Unreachable extends Error {}

/** Return the portal as the network has it now; each file is asked for once. */
function livePortal() {
  const files = new Map();
  const load = async (path) => {
    if (isSaved) throw new Unreachable();
    const answer = await fetch(path, { cache: "no-cache" }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 404 && answer.status !== 410)) throw new Unreachable();
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  };
  const get = (path) => (files.has(path) || files.set(path, load(path)), files.get(path));
  return { data, get, memory };
}

const SLOT = `press-seal ${data.origin}`;
/** What was seen of the log: a browser that keeps nothing only forgets it. */
const memory = {
  load() {
    try {
      return JSON.parse(localStorage.getItem(SLOT));
    } catch {
      return null;
    }
  },
  save(head) {
    try {
      localStorage.setItem(SLOT, JSON.stringify(head));
    } catch {}
  },
};

// What is asked ---------------------------------------------------------------------------------------------------

/** Return the question that a typed text is: the id, code or link of a release, or a message. */
function questionOf(typed) {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return { text };
  const here = new URL(data.home, location.href).href;
  const own = [data.base, here].find((base) => within(text, base));
  const link = own ? data.base + bare(text).slice(bare(own).length) : text;
  const [, id] = /^https?:\/\/[^#]*\/#(.+)$/.exec(link) ?? [];
  return id ? { id: decoded(id) } : link.startsWith(data.base) || !/^https?:/.test(link) ? { id: link } : { text };
}

let asked = 0;

/** Answer with what `work` returns, unless something else was asked since; say plainly what is wrong. */
async function answer(work) {
  const number = ++asked;
  show([element("p", {}, say.wait)], "none");
  let verdict;
  try {
    if (!globalThis.crypto?.subtle) throw new Distrust("insecure");
    verdict = await work();
  } catch (error) {
    if (!(error instanceof Distrust || error instanceof Unreachable)) console.error(error);
    const kind = error instanceof Unreachable ? (isSaved ? "saved" : "unreachable") : error instanceof SyntaxError ? "fault" : "distrust";
    verdict = { kind, reason: error.message };
  }
  if (number === asked) show(...written(verdict));
}

function ask() {
  const typed = $("message").value;
  if (typed.length > MOST_CHARACTERS) return show([heading(say.long)], "none");
  const question = questionOf(typed);
  if (!question.text && !question.id) return show([heading(say.empty)], "none");
  if (dropped.text) return answer(() => examineFiles({ ...dropped, said: question.text }, { data }));
  return answer(() => examine(question, livePortal()));
}

/** A canonical text and its proof that were dropped: with both, messages are compared without the network. */
let dropped = {};

async function take(files) {
  const found = {};
  let other;
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const start = new TextDecoder().decode(bytes.subarray(0, 40));
    if (start.startsWith("press/canonical-text-")) found.text = new TextDecoder().decode(bytes);
    else if (start.startsWith("c2sp.org/tlog-proof@")) found.proof = new TextDecoder().decode(bytes);
    else other = { file, bytes };
  }
  dropped = { ...dropped, ...found };
  if (found.text || found.proof) {
    if (!dropped.text || !dropped.proof) return show([heading(dropped.text ? say.proof : say.canonical)], "none");
    return answer(() => examineFiles({ ...dropped, said: $("message").value }, { data }));
  }
  if (other) return answer(() => examineFile(other));
}

async function examineFile({ file, bytes }) {
  const picture = await createImageBitmap(file).catch(() => null);
  const look = picture ? dhash(scaled(picture, 288, 256).getContext("2d").getImageData(0, 0, 288, 256).data) : undefined;
  return { ...(await examine({ file: hex(await digest(bytes)), look }, livePortal())), picture };
}

/** Return a picture on a canvas of a size. It is halved until it is small enough: then each pixel is a mean. */
function scaled(picture, width, height) {
  const [wide, high] = [Math.max(width, Math.ceil(picture.width / 2)), Math.max(height, Math.ceil(picture.height / 2))];
  const canvas = element("canvas", { width: wide, height: high });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, high);
  pen.drawImage(picture, 0, 0, wide, high);
  return wide > width || high > height ? scaled(canvas, width, height) : canvas;
}

// What is said ----------------------------------------------------------------------------------------------------

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

const heading = (text) => element("h2", {}, text);
const paragraph = (text, look = "") => text && element("p", look && { class: look }, text);

function show(children, tone) {
  $("result").className = tone;
  $("result").replaceChildren(...children);
}

const GENUINE = new Set(["whole", "excerpt", "official", "file"]);
const TONES = { skipping: "warn", similar: "warn", added: "warn", cut: "warn", changed: "bad", distrust: "bad" };
const SERIOUS = new Set(["rollback", "fork", "stale", "hidden", "insecure"]);

/** Return what the page shows for a verdict, and its tone: good, warn, bad or none. */
function written(verdict) {
  const { kind, state, release, version } = verdict;
  const reason = kind === "distrust" ? (SERIOUS.has(verdict.reason) ? verdict.reason : "broken") : kind;
  const isSaid = verdict.marks?.includes(state) && (state === "cancelled" || state === "postponed");
  const was = state && state !== "current" ? state : "";
  const tone = was === "withdrawn" ? "bad" : GENUINE.has(kind) ? ((was && !isSaid) || verdict.offline ? "warn" : "good") : TONES[kind] ?? "none";
  const title = was ? `${say[was]} · ${say[kind]}` : say[reason];
  return [
    [
      heading(title),
      paragraph(say[`${reason}_text`]),
      paragraph(was && say[`${was}_text`]),
      paragraph(verdict.withdrawn && dated(verdict.withdrawn), "note"),
      ...(state ? verdict.corrections : []).map((one) => paragraph(`${say.correction} ${dated(one)}`, "note")),
      comparison(verdict.parts),
      ...(verdict.similar ?? []).map((one) => pair(verdict.picture, one)),
      verdict.similar && paragraph(`${say.photos} ${verdict.compared}${verdict.isCut ? ` · ${say.not_all}` : ""}`, "small"),
      verdict.ignored?.length && paragraph(`${say.ignored} ${verdict.ignored.join(" · ")}`, "small"),
      release && facts(verdict, release, version),
      verdict.log?.isWitnessed && isOld(verdict.log.witness) && paragraph(say.old, "note"),
      verdict.offline && paragraph(say.offline, "note"),
      release && official(verdict),
    ].filter(Boolean),
    tone,
  ];
}

const isOld = (time) => Date.now() / 1000 - time > OLD;

/** Return a text whose first word is a time, with that time as people write it. */
function dated(text) {
  const [time] = text.split(" ");
  return `${moment(time, false)}: ${text.slice(time.length + 1).replace(/ ⟨(.*)⟩$/, " ($1)")}`;
}

function moment(time, hasClock = true) {
  const style = hasClock ? { dateStyle: "long", timeStyle: "short" } : { dateStyle: "long" };
  return new Intl.DateTimeFormat(data.language, { ...style, timeZone: data.zone }).format(new Date(time));
}

/** Words that are not official are struck, official ones that are missing are put in: as one corrects a text. */
const TAGS = { same: "span", added: "del", missing: "ins", passed: "span" };

/** Return the message with the words that differ. */
function comparison(parts) {
  if (!parts?.length) return null;
  const words = parts.flatMap(({ kind, text }, at) => {
    const glue = at && !/\s$/.test(parts[at - 1].text) && !/^[\s.,;:!?)]/.test(text) ? [" "] : [];
    return [...glue, element(TAGS[kind], kind === "passed" ? { class: "passed" } : {}, text)];
  });
  const has = (kind) => parts.some((part) => part.kind === kind);
  return element("div", { class: "compared" },
    element("h3", {}, say.compared),
    element("p", { class: "words", dir: "auto" }, ...words),
    element("p", { class: "small" },
      has("added") && element("del", {}, say.added_words), has("added") && " ",
      has("missing") && element("ins", {}, say.missing_words), has("missing") && " ",
      has("passed") && say.passed_words));
}

/** Return a picture beside an official photo that looks like it, and of which release that one is. */
function pair(picture, { photo, small, caption, release, state, withdrawn, corrections }) {
  const size = Math.min(1, 480 / Math.max(picture.width, picture.height));
  const own = scaled(picture, ...[picture.width, picture.height].map((side) => Math.max(1, Math.round(side * size))));
  own.role = "img";
  own.ariaLabel = say.yours;
  const shown = element("img", { src: data.home + small, alt: caption || say.theirs });
  const figure = (image, ...said) => element("figure", {}, image, element("figcaption", {}, ...said));
  return element("section", {},
    element("h3", {}, `${say.theirs}: `, element("a", { href: data.home + release.address }, release.title)),
    paragraph(`${say.id} ${release.id} · ${say.published} ${moment(release.published)}`, "small"),
    state === "withdrawn" && paragraph(`${say.withdrawn}. ${say.withdrawn_text}`, "note"),
    withdrawn && paragraph(dated(withdrawn), "note"),
    ...corrections.map((one) => paragraph(`${say.correction} ${dated(one)}`, "note")),
    element("div", { class: "pair" },
      figure(own, say.yours), figure(element("a", { href: `${data.home}${photo}` }, shown), caption || say.theirs)));
}

/** Return which release it is, and what proves it. */
function facts({ log, path, state }, release, version) {
  const link = element("a", { href: isSaved ? release.url : data.home + release.address }, release.title);
  const newest = state === "corrected" ? ` (${say.newest} ${release.version})` : "";
  const rows = [
    [say.release, link],
    [say.id, `${release.id} · ${say.version} ${version}${newest}`],
    path && [say.path, path],
    [say.published, moment(release.published)],
    release.updated && [say.updated, moment(release.updated)],
    [say.sealed, `${moment(release.sealed)} · ${say.entry} ${release.number}`],
    [say.log, String(log.size)],
    log.isWitnessed && [say.witness, log.witness ? moment(log.witness * 1000) : say.none],
  ].filter(Boolean);
  return element("dl", {}, ...rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

function official({ official: lines, kind }) {
  const text = element("details", GENUINE.has(kind) && kind !== "official" ? {} : { open: "" }, element("summary", {}, say.text));
  text.append(...lines.map((line) => element("p", {}, line)));
  return text;
}

// The page --------------------------------------------------------------------------------------------------------

/** Answer what a link asks: its id is behind the number sign, which is never sent to a server. */
function arrive() {
  const id = decoded(location.hash.slice(1));
  if (!id || id === "main") return;
  $("message").value = "";
  answer(async () => examine({ id }, livePortal()));
}

$("form").hidden = false;
$("unscripted").hidden = true;
if (isSaved) $("saved").hidden = false;
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
$("files").addEventListener("change", (event) => take(event.target.files));
addEventListener("hashchange", arrive);
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  take(event.dataTransfer.files);
});
arrive();
