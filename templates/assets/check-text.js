// Texts as words that can be compared: what a message says, what the official text says, and where they differ.
// Pure functions. What is left out, and why a number or a struck word never is: docs/seal.md.

/** What nobody sees: joiners, soft hyphens, marks of direction from left to right, variation selectors, hidden tags. */
const UNSEEN = /[\u00ad\u034f\u180e\u200b-\u200e\u2060-\u2064\ufeff\ufe00-\ufe0f\u{e0000}-\u{e01ef}]/gu;
/** Letters that are only drawn otherwise: bold ones of mathematics, ligatures. */
const DRAWN = /[\u{1d400}-\u{1d7ff}\ufb00-\ufb06]/gu;
const EMOJI = /[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u20e3\u2022\u25a0-\u25ff]/gu;
const PRIVATE = /[\ue000-\uf8ff]/g;
/** Stands before and behind struck words; no canonical text has it, and messages lose it. */
const STRUCK = "\ue000";
const LETTER = "[\\p{L}\\p{M}\\p{N}]";
/** A web address; a word or number with what is within it; a sign that says something; a control that hides the order of letters. */
const TOKEN = new RegExp(
  `${STRUCK}|https?://[^\\s⟨⟩<>"“”${STRUCK}]*[^\\s⟨⟩<>"“”.,;:!?)*_~'${STRUCK}\\]]` +
    `|(?<!${LETTER})[-+]?${LETTER}+(?:[.,:/'@-]${LETTER}+)*|\\?+|[%‰°^§&=<>~]|(?![|\\u2190-\\u21ff])[\\p{Sc}\\p{Sm}]|[\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]`,
  "giu",
);

/** Return a text without what nobody sees, and with one sort of dash, apostrophe and space. */
function plain(text) {
  return text
    .replace(UNSEEN, "")
    .replace(DRAWN, (letter) => letter.normalize("NFKC"))
    .normalize("NFC")
    .replace(/[‘’ʼ´`′]/g, "'")
    .replace(/[‐‑‒–—―−]/g, "-")
    .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+/g, (digits, at, all) => raised(digits.normalize("NFKC"), "^", all[at - 1]))
    .replace(/[^\S\n]+/g, " ");
}

/** Return raised or lowered letters in a line: behind a digit with a mark, since 10² is not 102. */
const raised = (letters, mark, before) => (/\d/.test(before ?? "") ? mark : "") + letters;

/** Return the tokens of a plain text: the key that is compared, and where they are. */
function tokens(text) {
  const found = [];
  let struck = false;
  for (const { 0: word, index } of text.matchAll(TOKEN)) {
    if (word === STRUCK) struck = !struck;
    else {
      const key = word[0] === "?" ? "?" : /^https?:/i.test(word) ? word.replace(/\/$/, "") : word.toLowerCase();
      found.push({ key: struck ? `~${key}` : key, start: index, end: index + word.length });
    }
  }
  return found;
}

// The message ---------------------------------------------------------------------------------------------------

const CLOCK = "\\d{1,2}[.:]\\d\\d(?:[.:]\\d\\d)?(?:\\s?[AP]M)?";
const DAY = "\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}";
/** What WhatsApp writes before a copied message: time, day and the name of who sent it. */
const SENDER = new RegExp(`^\\s*(?:\\[(?:${CLOCK},\\s*${DAY}|${DAY},?\\s+${CLOCK})\\]|${DAY},?\\s+${CLOCK}\\s+-)\\s*[^:\\n]{1,40}:\\s?`, "iu");
const FORWARDED = /^(?:diteruskan|forwarded)(?: berkali-kali| many times)?$/i;
const STRIKE = new RegExp(`(?<![\\p{L}\\p{N}~])~(?=\\S)([^~\\n]*[^~\\s])~(?![\\p{L}\\p{N}~])`, "gu");

/** Return what a message says, and the parts that are not compared: who sent it when, hashtags, and the way to this page. */
function message(text, { base, labels, marks }) {
  const ignored = [], tags = [];
  const lines = plain(text.replace(PRIVATE, " ")).split("\n").map((line) => {
    const quoted = line.replace(/^\s*>+\s?/, "").replace(SENDER, (sender) => (ignored.push(sender.trim()), ""));
    const said = HASHTAGS.test(quoted) ? quoted.replace(HASHTAG, (tag) => (ignored.push(tag), tags.push(...marks.map((some) => some.filter((mark) => bearing(tag, mark)))), "")) : quoted;
    const words = said.replace(EMOJI, " ").replace(/[*_]/g, " ").trim();
    if (FORWARDED.test(words) || leads(words, base, labels)) ignored.push(words);
    else if (/[\p{L}\p{N}]/u.test(words)) return said;
    return "";
  });
  const clean = lines.filter(Boolean).join("\n").replace(STRIKE, STRUCK + "$1" + STRUCK).replace(EMOJI, " ");
  const links = text.split(/\s+/).filter((word) => /\w/.test(word) && within(word, base));
  return { text: clean, tokens: tokens(clean), ignored, tags, links };
}

const HASHTAG = /#[\p{L}\p{M}\p{N}_]+/gu;
const HASHTAGS = /^\s*(?:#[\p{L}\p{M}\p{N}_]+\s*){1,5}$/u;

/** Tell whether a hashtag says something of a state, such as “#DICABUT” or “#batal”: then the release must be in that state. */
function bearing(tag, mark) {
  const word = tag.slice(1).toLowerCase().replace(/_/g, "");
  return word.includes(mark) || (word.length > 3 && mark.includes(word));
}

const bare = (address) => address.replace(/^https?:\/\//i, "");
/** Tell whether a word is an address of the portal, also without its scheme. */
const within = (word, base) => bare(`${word}/`).startsWith(bare(base));

/** Tell whether a line has nothing but a link to this portal, or a known label before one. */
function leads(line, base, labels) {
  const rest = line.split(/\s+/).filter((word) => !within(word, base)).join(" ");
  return rest !== line && (!rest || labels.includes(rest.replace(/[\s:]+$/, "").toLowerCase()));
}

// The official text -----------------------------------------------------------------------------------------------

/** Keys of the header whose values people copy with the text. */
const SAID = /^(?:(?:short-)?title|summary|point|claim|fact|quote|alert-(?:area|impact|affected|avoid|evacuation|help|measures|announcer|channels))$/;
const ESCAPED = "\\~^[⟨⟩|";
const HIDDEN = 0xe100;
const SENTENCE = /[.!?…]+["”')]*\s+(?=["“'(]*[\p{Lu}\p{N}])/gu;
const SHORT = new Set(
  "prof drs dra drg jln tgl kab kec kel sdr bpk yth dll dsb dst tbk hlm mrs inc ltd jan feb apr agt sep okt nov des".split(" "),
);

/** Return the header of a canonical text as pairs, and its lines; throw if it is none. */
function canonical(text) {
  const [head, ...rest] = text.split("\n\n");
  const [first, ...rows] = head.split("\n");
  if (first !== "press/canonical-text-v1") throw new Error("text");
  const pairs = rows.map((row) => [row.slice(0, row.indexOf(": ")), row.slice(row.indexOf(": ") + 2)]);
  const header = Object.fromEntries(pairs.toReversed());
  const all = (key) => pairs.filter(([name]) => name === key).map(([, value]) => value);
  return { header, all, pairs, lines: rest.join("\n\n").split("\n").filter(Boolean) };
}

/** Return the sentences of an official text, in order. Those of its header, and what the portal writes before them, can be anywhere in a message: their place is -1. */
function sentences(text, captions = {}) {
  const { header, pairs, lines } = canonical(text);
  const found = [];
  for (const [key, value] of pairs) {
    for (const caption of captions[`${key} ${value}`] ?? captions[key] ?? []) found.push(...split(caption, -1).map((one) => ({ ...one, mark: key })));
    if (SAID.test(key)) found.push(...split(hidden(value), -1));
    if (key === "claim") found.push(...[160, 90, 40].map((most) => unit(cut(value, most))));
  }
  for (const form of captions.forms ?? []) found.push(...stated(header, pairs, form));
  const body = header.removed ? [] : lines.flatMap((line) => split(visible(line), 0));
  return [...found, ...body.map((one, place) => ({ ...one, place }))];
}

/** Return a text as one sentence, which can be anywhere in a message, but only as a whole. `mark` is the state that it says. */
function unit(text, mark) {
  const line = hidden(text);
  return { tokens: tokens(line), place: -1, line, shown: line, text: line, mark };
}

/** Return a text as the portal shortens it: at a word, with room for an ellipsis. */
function cut(text, most) {
  const words = text.split(/\s+/);
  if (words.join(" ").length <= most) return text;
  while (words.length > 1 && words.join(" ").length > most - 2) words.pop();
  return words.join(" ");
}

/** Return what the portal says of the state of a release, in the words of a language: each only in that state. */
function stated(header, pairs, form) {
  const all = (key) => pairs.filter(([name]) => name === key).map(([, value]) => value);
  const found = all("correction").flatMap((row) => corrected(row, form));
  const has = stateOf(header, header);
  if (form.states[has]) found.push(unit(form.states[has], has));
  if (header.expires) found.push(...datedParts(header.expires, form).flatMap((part) => split(part, -1)));
  if (has === "expired") found.push(...form.until.map((part) => unit(part)));
  if (header.withdrawn) {
    const [time, ...reason] = header.withdrawn.split(" ");
    found.push(unit(form.withdrawn.replace("{date}", plainDate(time, form))), unit(form.delete), ...split(hidden(reason.join(" ")), -1));
  }
  if (header.replacement) found.push(unit(form.replacement));
  for (const image of all("image")) found.push(unit(form.photo), ...image.split(" · ").filter((part) => part[0] !== "⟨").map((part) => unit(part)));
  return found.filter((one) => one.tokens.length);
}

/** Return what the portal says of a correction: when and what, what it said, and what it should say; long parts are shortened. */
function corrected(row, form) {
  const [, time, note, was, now] = /^(\S+) (.*?)(?: ⟨(.*?) → (.*)⟩)?$/.exec(row);
  const label = form.correction.replace("{date}", plainDate(time, form));
  const parts = [[form.was, was], [form.now, now]].filter(([, value]) => value);
  const quoted = (most) => parts.map(([name, value]) => `${name} ${cut(value, most)}`).join(" ");
  return [Infinity, 160, 130].flatMap((most) => [unit(`${label} ${cut(note, most)}`), unit(cut(note, most)), unit(now ? quoted(most) : "")]).concat(unit(form.of, "corrected"));
}

/** Return a day as the portal writes it, “20 Maret 2026”, from the beginning of a time. */
function plainDate(time, form) {
  const [year, month, day] = time.slice(0, 10).split("-").map(Number);
  return `${day} ${form.months[month - 1]} ${year}`;
}

/** Return the day and the hour of an end as the portal writes them: midnight is the end of the day before. */
function datedParts(time, form) {
  const hour = time.slice(11, 16), day = new Date(`${time.slice(0, 10)}T00:00Z`);
  if (hour === "00:00") day.setUTCDate(day.getUTCDate() - 1);
  return [`${form.days[day.getUTCDay()]}, ${plainDate(day.toISOString(), form)}`, hour, hour.replace(":", ".")];
}

/** Return a line of a canonical text as people see it; targets of links stay in brackets, struck words between marks. */
function visible(line) {
  return hidden(line.replace(/\\(.)/g, (_, sign) => String.fromCharCode(HIDDEN + ESCAPED.indexOf(sign)))
    .replace(/\[gambar: .*?(?:⟨[^⟩]*⟩)?\]/g, " ")
    .replace(/\^(_?)\(([^()]*)\)/g, (_, low, letters, at, all) => raised(letters, low ? "^_" : "^", all[at - 1]))
    .replaceAll("~~", STRUCK));
}

const hidden = (text) =>
  plain(text).replace(EMOJI, " ").replace(/[\ue100-\ue106]/g, (sign) => ESCAPED[sign.charCodeAt(0) - HIDDEN]);

/** Split a line into sentences; a link's target and the number of an item may be missing in a message. */
function split(line, place) {
  const shown = line.replace(/ ?⟨[^⟩]*⟩/g, "");
  const all = line.includes("⟨") ? linked(line) : tokens(line);
  if (/^\d+\. /.test(line)) all[0].optional = true;
  const ends = [...line.matchAll(SENTENCE)].filter((end) => ends_here(line, end.index)).map((end) => end.index + end[0].length);
  const parts = [...ends, Infinity].map((end, at) => all.filter((one) => one.start < end && one.start >= (ends[at - 1] ?? 0)));
  return parts.filter((part) => part.some((one) => !one.optional)).map((part) => ({
    tokens: part, place, line, shown, text: line.slice(part[0].start, part.at(-1).end),
  }));
}

/** Return the tokens of a line in which targets of links may be missing. */
function linked(line) {
  const targets = [...line.matchAll(/⟨([^⟩]*)⟩/g)].map((one) => [one.index, one.index + one[0].length]);
  const within = (one) => targets.some(([start, end]) => one.start >= start && one.end <= end);
  return tokens(line.replace(/[⟨⟩]/g, " ")).map((one) => (within(one) ? { ...one, optional: true } : one));
}

/** Tell whether a stop ends a sentence, not a short form such as “Jl.” */
function ends_here(line, at) {
  const before = line.slice(0, at).replace(/(?: ?⟨[^⟩]*⟩|["”'%)\]])+$/, "");
  const word = /[\p{L}\p{N}.]*$/u.exec(before)[0].toLowerCase();
  return !SHORT.has(word) && (/\d$/.test(word) ? /\D/.test(before) : word.length > 2 && !word.includes("."));
}

// Comparison ------------------------------------------------------------------------------------------------------

/** Return the whole sentences, in their order, of which a message is made; null: it has other words, or parts of one. */
function parsed(words, all) {
  const reached = [{ place: -1 }];
  for (let at = 0; at < words.length; at++) {
    if (!reached[at]) continue;
    for (const one of all) {
      if (one.place >= 0 && one.place <= reached[at].place) continue;
      const end = matched(words, at, one.tokens);
      const place = one.place < 0 ? reached[at].place : one.place;
      if (end > at && !(reached[end]?.place <= place)) reached[end] = { place, one, from: at };
    }
  }
  if (!words.length || !reached[words.length]) return null;
  const found = [];
  for (let at = words.length; at > 0; at = reached[at].from) found.unshift(reached[at].one);
  return found;
}

/** Return where a sentence that begins at a word ends; -1: it does not stand there as a whole. */
function matched(words, at, sentence) {
  for (const one of sentence) {
    if (words[at]?.key === one.key) at++;
    else if (!one.optional) return -1;
  }
  return at;
}

/** Return the alignment of words with official ones: pairs of positions, as many as possible, and those in a row rather. */
function aligned(words, official) {
  const n = words.length, m = official.length, width = m + 1;
  const way = new Uint8Array((n + 1) * width); // 1: up, 2: left, 4: a match is best, 8: it continues another
  let best = new Int32Array(width), match = new Int32Array(width);
  for (let i = 1; i <= n; i++) {
    const [above, matches] = [best, match];
    best = new Int32Array(width);
    match = new Int32Array(width);
    for (let j = 1; j <= m; j++) {
      const at = i * width + j;
      best[j] = Math.max(above[j], best[j - 1]);
      way[at] = above[j] >= best[j - 1] ? 1 : 2;
      if (words[i - 1].key !== official[j - 1].key) continue;
      const joins = matches[j - 1] > 0 && matches[j - 1] + 3 >= above[j - 1] + 2;
      match[j] = joins ? matches[j - 1] + 3 : above[j - 1] + 2;
      way[at] |= joins ? 8 : 0;
      if (match[j] >= best[j]) [best[j], way[at]] = [match[j], way[at] | 4];
    }
  }
  const pairs = [];
  for (let i = n, j = m, joined = false; i > 0 && j > 0; ) {
    const step = way[i * width + j];
    if (joined || step & 4) [joined] = [Boolean(step & 8), pairs.unshift([--i, --j])];
    else step & 1 ? i-- : j--;
  }
  return pairs;
}

/** Cells of the comparison; of a longer official text, the beginning is compared. */
const MOST = 4e7;

/** Return how a message differs from an official text: parts that are the same, added, missing, or passed over. */
function difference(said, all) {
  const official = all.flatMap((one, sentence) => one.tokens.map((token) => ({ ...token, sentence }))).slice(0, MOST / said.tokens.length);
  const pairs = aligned(said.tokens, official);
  const touched = new Set(pairs.map(([, at]) => official[at].sentence));
  const state = { added: 0, inside: 0, missing: 0, cut: 0, same: pairs.length };
  const parts = [];
  const put = (kind, text) => (parts.at(-1)?.kind === kind ? (parts.at(-1).text += (kind === "same" ? "" : " ") + text) : parts.push({ kind, text }));
  let word = 0, place = 0, written = 0;
  for (const [i, j] of [...pairs, [said.tokens.length, official.length]]) {
    const before = official[place - 1]?.sentence, after = official[j]?.sentence;
    const gone = official.slice(place, j).filter((one) => touched.has(one.sentence) && !one.optional);
    const words = said.tokens.slice(word, i);
    if (words.length) {
      put("same", said.text.slice(written, words[0].start));
      put("added", said.text.slice(words[0].start, words.at(-1).end));
      written = words.at(-1).end;
      state.added += words.length;
      if (before === after) state.inside += words.length;
    } else if (i < said.tokens.length) {
      put("same", said.text.slice(written, said.tokens[i].start));
      written = said.tokens[i].start;
    }
    if (gone.length) {
      for (const sentence of new Set(gone.map((one) => one.sentence))) put("missing", stretch(gone.filter((one) => one.sentence === sentence), all[sentence].line));
      state.missing += gone.length;
      if (before !== after) state.cut += gone.length;
    } else if (before !== undefined && after > before + 1) put("passed", "…");
    if (i < said.tokens.length) {
      put("same", said.text.slice(written, said.tokens[i].end));
      written = said.tokens[i].end;
    }
    [word, place] = [i + 1, j + 1];
  }
  put("same", said.text.slice(written));
  return { parts: parts.map(({ kind, text }) => ({ kind, text: text.replaceAll(STRUCK, "~") })).filter((part) => part.text), ...state };
}

/** Return the part of a line in which tokens are, without targets of links. */
const stretch = (tokens, line) => line.slice(tokens[0].start, tokens.at(-1).end).replace(/ ?⟨[^⟩]*⟩/g, "");

/** Fewest words of which anything is said. */
const FEWEST = 5;

/** Compare a message with an official text: `kind` is whole, excerpt or skipping; null: it is not made of whole sentences of it. */
function exact(said, text, captions, fewest = FEWEST) {
  const all = sentences(text, captions);
  const found = said.tokens.length >= fewest && parsed(said.tokens, all);
  if (!found || untrue(said, all).length) return null;
  const places = found.map((one) => one.place).filter((place) => place >= 0);
  const skips = places.some((place, at) => at && place !== places[at - 1] + 1);
  const isWhole = places.length > 0 && places.length === all.filter((one) => one.place >= 0).length;
  const marks = found.map((one) => one.mark).filter(Boolean);
  return { kind: skips ? "skipping" : isWhole ? "whole" : "excerpt", share: 1, marks, parts: skips ? difference(said, all).parts : [] };
}

/** Return the marks in hashtags that are not those of the release; one that refutes a claim may say what is said of claims. */
function untrue({ tags }, all) {
  const marked = all.filter((one) => one.mark);
  const own = marked.map((one) => one.tokens.map((token) => token.key).join("")).join(" ");
  const refutes = marked.some((one) => /^verdict (?!true)/.test(one.mark));
  return tags.flatMap((found, at) => (at % 2 && refutes ? [] : found)).filter((mark) => !own.includes(mark));
}

/** Compare a message that is not made of whole sentences: `kind` is added, cut, changed or, if few words are the same, other. */
function inexact(said, text, captions) {
  const all = sentences(text, captions), marks = untrue(said, all);
  const { parts, added: more, inside, missing, cut, same } = difference(said, all);
  const share = same / said.tokens.length, added = more + marks.length;
  parts.push(...marks.map((mark) => ({ kind: "added", text: `#${mark}` })));
  if (same < FEWEST || share < 0.3) return { kind: "other", share };
  const kind = !missing && !inside && added ? "added" : !added && missing && missing === cut ? "cut" : "changed";
  return { kind, share, parts };
}
