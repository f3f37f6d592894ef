// The press kit of a release, loaded when its block is opened. Text, ninjs and ZIP are made here, from the page itself.
const kit = document.querySelector(".kit");
const language = document.documentElement.lang;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const article = JSON.parse(one('script[type="application/ld+json"]').textContent)["@graph"][0];
const publisher = article.publisher.name;
const name = new URL(article.url).pathname.split("/").filter(Boolean).pop();
// Links are those of the public address, wherever this copy of the page is.
const resolved = (href) => new URL(href, article.url).href;

const photos = all(".kit-photos li").map((item) => {
  const link = one("a", item), image = one("img", item);
  const words = (part) => one(`.kit-${part}`, item)?.textContent ?? "";
  return {
    name: link.textContent, fetched: link.href, href: resolved(link.getAttribute("href")), type: link.type, size: +link.dataset.size,
    width: +image.getAttribute("width"), height: +image.getAttribute("height"),
    caption: words("caption"), credit: words("credit"), terms: words("terms"),
  };
});

// Text ---------------------------------------------------------------------------------------------------------------

const BLOCK = /^(P|H[1-6]|UL|OL|DL|BLOCKQUOTE|PRE|FIGURE|FIGCAPTION|TABLE|CAPTION|SECTION|DIV|DETAILS|SUMMARY|HR)$/;
const LEFT_OUT = /^(IMG|PICTURE|VIDEO|AUDIO|BUTTON|NOSCRIPT)$/;
// After the dateline, the first paragraph goes on in the same line. Lists in lists are indented.
const JOIN = "\u0001", INDENT = "\u0002";

/** The text of an element: blocks are apart, and links are followed by their addresses. */
function raw(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.parentNode.closest("pre") ? node.data : node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.test(node.tagName) || node.className === "kit-note") return "";
  const tag = node.tagName, inner = [...node.childNodes].map(raw).join(""), line = inner.trim();
  if (tag === "A") return linked(node, inner);
  if (tag === "BR") return "\n";
  if (tag === "TR") return `\n${[...node.cells].map((cell) => plain(cell).replace(/\s+/g, " ")).join("\t")}`;
  if (tag === "LI") return `\n${mark(node)} ${line.replace(/\s*\n\s*/g, `\n${INDENT}`)}`;
  if (tag === "DT") return `\n${line}: `;
  if (tag === "DD") return line;
  if (tag === "FIGCAPTION" && kit.contains(node)) return `\n– ${line}`;
  if (node.className === "dateline") return `\n\n${line} ${JOIN}`;
  return BLOCK.test(tag) ? `\n\n${inner}\n\n` : inner;
}

function linked(link, text) {
  const href = link.getAttribute("href") ?? "";
  if (href.startsWith("#")) return link.closest(".notice") ? "" : text;
  const target = resolved(href);
  return /^https?:/.test(target) && target !== text && !link.closest(".contact") ? `${text} (${target})` : text;
}

function mark(item) {
  const list = item.parentNode;
  return list.tagName === "OL" ? `${[...list.children].indexOf(item) + list.start}.` : "-";
}

function plain(node) {
  return raw(node).replace(/ *\n */g, "\n").replace(new RegExp(`${JOIN}\\s*`, "g"), "").replace(/\n{3,}/g, "\n\n")
    .replaceAll(INDENT, "  ").replace(/\n\n(?=– )/g, "\n").trim();
}

/** The whole release, in the order of the page; its contact comes last. */
function text() {
  const parts = all(".sheet .kind, .sheet h1, .standfirst, .notice, .text > .claim, .text > .points, .text > .prose, .corrections, .kit [data-text], #contact, .contact");
  return `${parts.map((part) => (part.matches(".kind") ? part.textContent : plain(part))).join("\n\n")}\n`;
}

function captions() {
  return `${photos.map(({ name, caption, credit, terms }) => [name, caption, credit, terms].filter(Boolean).join("\n")).join("\n\n")}\n`;
}

// ninjs 3.0 (https://iptc.org/std/ninjs/) ----------------------------------------------------------------------------

/** An object without what is empty. */
const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value && value.length !== 0));
const named = (things = []) => things.map(({ name, url }) => filled({ name, uri: url }));
const written = (role, value, contentType = "text/plain") => (value ? [{ role, contentType, value }] : []);

function html(prose) {
  const copy = document.implementation.createHTMLDocument().importNode(prose, true); // images do not load there
  for (const element of all("button, source", copy)) element.remove();
  for (const element of all("img", copy)) element.removeAttribute("srcset");
  for (const field of ["href", "src"]) {
    for (const element of all(`[${field}]`, copy)) element.setAttribute(field, resolved(element.getAttribute(field)));
  }
  return copy.innerHTML.trim();
}

function ninjs() {
  const prose = one(".text > .prose");
  const [people, offices] = [true, false].map((is) => article.author.filter((author) => (author["@type"] === "Person") === is));
  return filled({
    uri: one("link[rel=canonical]").href,
    standard: { name: "ninjs", version: "3.0", schema: "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json" },
    type: photos.length ? "composite" : "text",
    language: article.inLanguage,
    firstCreated: article.datePublished,
    versionCreated: article.dateModified,
    expires: article.expires,
    pubStatus: "usable",
    copyrightHolder: publisher,
    usageTerms: one("[data-terms]")?.textContent,
    edNote: all(".notice, .corrections").map(plain).join("\n\n"),
    headlines: [{ role: "main", value: one(".sheet h1").textContent }],
    descriptions: written("summary", one(".standfirst")?.textContent ?? article.description),
    bodies: prose ? [...written("main", plain(prose)), ...written("main", html(prose), "text/html")] : [],
    by: named(people).map((author) => author.name).join(", "),
    located: article.dateline,
    genres: named([{ name: article.genre }]),
    subjects: named(article.keywords?.map((name) => ({ name }))),
    places: named(article.contentLocation),
    organisations: named(offices),
    infoSources: named([article.publisher]),
    associations: photos.map(picture),
  });
}

function picture({ name, href, type, size, width, height, caption, credit, terms }) {
  return filled({
    name, uri: href, type: "picture", by: credit, copyrightHolder: publisher, usageTerms: terms,
    descriptions: written("caption", caption),
    renditions: [filled({ name: "main", href, contentType: type, width, height, sizeInBytes: size })],
  });
}

const json = () => `${JSON.stringify(ninjs(), null, 1)}\n`;

// ZIP, without compression: photos are compressed already -------------------------------------------------------------

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), -1);
/** Numbers of 2 (`short`) and 4 bytes (`long`), little-endian. */
const short = (...values) => new Uint8Array(values.flatMap((value) => [value, value >>> 8]));
const long = (...values) => short(...values.flatMap((value) => [value & 0xffff, value >>> 16]));

/** A ZIP of [name, bytes]; all files have the time of the release. */
function zip(files) {
  const [year, month, day, hour, minute, second] = article.dateModified.match(/\d+/g).map(Number);
  const time = short((hour << 11) | (minute << 5) | (second >> 1), ((year - 1980) << 9) | (month << 5) | day);
  const parts = [], index = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const label = new TextEncoder().encode(`${name}/${path}`);
    // Version 2.0, names in UTF-8, stored.
    const head = new Blob([short(20, 0x800, 0), time, long(crc(bytes), bytes.length, bytes.length), short(label.length, 0)]);
    parts.push(long(0x04034b50), head, label, bytes);
    index.push(long(0x02014b50), short(20), head, short(0, 0, 0), long(0, at), label);
    at += 30 + label.length + bytes.length;
  }
  const directory = new Blob(index);
  const end = [long(0x06054b50), short(0, 0, files.length, files.length), long(directory.size, at), short(0)];
  return new Blob([...parts, directory, ...end], { type: "application/zip" });
}

const texts = () => [["text.txt", text()], ["captions.txt", captions()], ["ninjs.json", json()]]
  .map(([path, words]) => [path, new TextEncoder().encode(words)]);

async function everything(status) {
  const files = texts();
  for (const [number, photo] of photos.entries()) {
    status.textContent = status.dataset.busy.replace("{number}", number + 1).replace("{count}", photos.length);
    const answer = await fetch(photo.fetched);
    if (!answer.ok) throw new Error(`${photo.name}: ${answer.status}`);
    files.push([`photos/${photo.name}`, new Uint8Array(await answer.arrayBuffer())]);
  }
  return zip(files);
}

/** The bytes of all files. The host is asked for the size of a photo that the page does not say. */
async function size() {
  const sizes = photos.map(async (photo) => photo.size || +(await fetch(photo.fetched, { method: "HEAD" })).headers.get("content-length"));
  return [...await Promise.all(sizes), ...texts().map(([, bytes]) => bytes.length)].reduce((sum, bytes) => sum + bytes);
}

// Buttons ------------------------------------------------------------------------------------------------------------

function save(content, ending) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content]));
  link.download = `${name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function copy(words, button) {
  await navigator.clipboard.writeText(words);
  button.dataset.label ??= button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = button.dataset.label }, 2500);
}

const ACTIONS = {
  "copy-text": (button) => copy(text(), button),
  copy: (button) => copy(plain(one(".words", button.parentNode)), button),
  "save-text": () => save(text(), "txt"),
  "save-ninjs": () => save(json(), "json"),
  async "save-all"(button) {
    const status = one(".kit-status");
    button.disabled = true;
    try {
      save(await everything(status), "zip");
      status.textContent = "";
    } catch {
      status.textContent = status.dataset.failed;
    }
    button.disabled = false;
  },
};

for (const accessed of all("[data-accessed]")) {
  const today = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: accessed.dataset.zone }).format();
  accessed.textContent = accessed.dataset.accessed.replace("{date}", today);
}

for (const button of all("[data-takes]")) {
  const { takes } = button.dataset;
  button.addEventListener("click", () => ACTIONS[takes](button));
  button.hidden = takes.startsWith("copy") && !navigator.clipboard;
  if (takes === "save-all") {
    const label = button.textContent;
    button.textContent = "ZIP";
    const megabytes = new Intl.NumberFormat(language, { style: "unit", unit: "megabyte" });
    size().then((bytes) => { button.textContent = label.replace("{size}", megabytes.format(Math.ceil(bytes / 1e5) / 10)) }, () => {});
  }
}
