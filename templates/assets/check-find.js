// From a question to a verdict: the head of the log, the releases that may be meant, their verified texts, the comparison.
// What finds a release may be wrong, even on purpose: what is said of it comes from verified texts alone.
// `portal` is { data, get(path), memory }: the settings of the page; a file of the site, null: there is none; what was seen before.

const crcs = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

const crc32 = (bytes) => ~bytes.reduce((crc, byte) => crcs[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

/** Return the fingerprints of a text, the smallest first: of each four runs of five words in a row, the smallest (press/seal/fingerprints.py). */
function fingerprints(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = words.slice(4).map((_, at) => crc32(utf8(words.slice(at, at + 5).join(" "))));
  const last = Math.max(0, runs.length - 4);
  const found = runs.slice(0, last + 1).map((_, at) => runs.slice(at, at + 4).reduce((one, other) => Math.min(one, other), Infinity));
  return [...new Set(found)].sort((one, other) => one - other);
}

/** Return a part of an address without its percent signs; as it is, if they are no code. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Return a text file of the site; null: there is none. */
async function textAt(path, portal) {
  const data = await portal.get(path);
  return data && new TextDecoder().decode(data);
}

// The log ---------------------------------------------------------------------------------------------------------

/** Return the log as it is now: its keys, its head, what was corrected. All is verified, also against what was seen before. */
async function openLog(portal) {
  const { origin, root, seal, witnesses } = portal.data;
  const file = async (name) => sure(await textAt(seal + name, portal), "missing");
  const keys = await keyList(await file("keys.txt"), root, origin);
  const head = await headOf(await file("checkpoint"), keys);
  const get = (path) => portal.get(seal + path);
  const seen = portal.memory.load();
  if (seen) {
    sure(head.size >= seen.size, "rollback");
    await begins(seen.size, base64(seen.hash), head, get, "fork");
  }
  const corrections = await changed(await file("corrections"), head);
  const times = await Promise.all(witnesses.map(async (vkey) => signatureTime(head.note, await keyOf(vkey))));
  return { keys, head, corrections, get, witness: Math.max(0, ...times), isWitnessed: witnesses.length > 0 };
}

/** Throw if the log does not begin with a smaller one. */
async function begins(size, hash, head, get, reason) {
  let proof = [];
  try {
    if (size !== head.size) proof = await consistency(size, head.size, get);
  } catch (error) {
    throw error instanceof Distrust ? new Distrust(reason) : error;
  }
  sure(await isConsistent(size, hash, head.size, head.hash, proof), reason);
}

/** Return the newest versions of what was corrected or withdrawn, by id; the list must be the one whose digest the signed head names. */
async function changed(text, head) {
  sure(head.note.text.split("\n").includes(`corrections ${hex(await digest(utf8(text)))}`), "stale");
  const [, , ...rows] = text.trimEnd().split("\n");
  return new Map(rows.map((row) => [row.split(" ").slice(2).join(" "), Number(row.split(" ")[1])]));
}

/** Return the verified texts of the release at an address, the newest first; null: it is not there, or not sealed yet. */
async function sealedAt(address, log, portal) {
  const { home, seal } = portal.data;
  const path = `${home}${address}canonical.txt`;
  const [text, proof] = await Promise.all([textAt(path, portal), textAt(`${path}.tlog-proof`, portal)]);
  if (!text || !proof) return null;
  const entry = await proven(text, proof, log.keys);
  sure(entry.head.size <= log.head.size, "stale");
  await begins(entry.head.size, entry.head.hash, log.head, log.get, "fork");
  sure(entry.version === (log.corrections.get(entry.id) ?? 1), "hidden");
  return { entry, address, texts: [text], former: () => formerTexts(text, seal, portal) };
}

/** Return the former texts of a release: each names the digest of the one before. */
async function formerTexts(text, seal, portal) {
  const found = [];
  for (let before = canonical(text).header.previous; before && found.length < 20; ) {
    const former = await textAt(`${seal}texts/${before.slice(0, 2)}/${before}.txt`, portal);
    if (!former) break;
    sure(hex(await digest(utf8(former))) === before, "text");
    found.push(former);
    before = canonical(former).header.previous;
  }
  return found;
}

// The index -------------------------------------------------------------------------------------------------------

/** Return a file of ids: each with the address of its release, its sign-off code, and its photos by how they look. */
const placesIn = async (shard, portal) => JSON.parse((await textAt(`${portal.data.index}id/${shard}.json`, portal)) ?? "{}");

/** Return the address of a release by its id; undefined: the portal has none. */
async function addressOf(id, portal) {
  const found = await placesIn(keyOfId(id).slice(0, 2), portal);
  return Object.hasOwn(found, id) ? String(found[id][0]) : undefined;
}

/** Return the key of a release in the index: six hexadecimal digits. */
const keyOfId = (id) => crc32(utf8(id)).toString(16).padStart(8, "0").slice(2);

/** Return the places of releases by their key; mostly there is one. */
async function placesOf(key, portal) {
  return Object.entries(await placesIn(key.slice(0, 2), portal)).filter(([id]) => keyOfId(id) === key).map(([, place]) => place);
}

/** A fingerprint of so many releases finds nothing; fingerprints that are looked for in each round; releases that are compared then. */
const FREQUENT = 65, ROUNDS = [[0, 2], [2, 8], [8, 20]], COMPARED = 4;

/** Yield the places of releases that have some of the fingerprints, the likeliest first; one list for each round: at first of the newest texts, whose file has all of a small log. */
async function* candidates(prints, log, portal) {
  const newest = newestTexts(await portal.get(`${portal.data.index}newest.bin`));
  for (const [from, to] of [[0, Infinity], ...(log.head.size < 256 ? [] : ROUNDS)]) {
    const scores = new Map();
    const asked = prints.slice(0, to);
    if (asked.length <= from) return;
    const keys = await Promise.all(asked.map(async (print) => new Set([...(newest.get(print >>> 8) ?? []), ...(to < Infinity ? await rowsOf(print, portal) : [])])));
    for (const found of keys) {
      // A fingerprint counts the less, the more releases have it.
      for (const key of found.size < FREQUENT ? found : []) scores.set(key, (scores.get(key) ?? 0) + 1 / found.size);
    }
    const likeliest = [...scores].sort(([, one], [, other]) => other - one).slice(0, COMPARED);
    yield (await Promise.all(likeliest.map(([key]) => placesOf(key, portal)))).flat();
  }
}

/** Return the keys of the releases with a fingerprint from its shard: rows of three bytes of it and three of the key, in order. */
async function rowsOf(print, portal) {
  const file = await portal.get(`${portal.data.index}words/${hex([print & 255])}.bin`);
  if (!file) return [];
  const wanted = print >>> 8;
  const at = (row) => (file[6 * row] << 16) | (file[6 * row + 1] << 8) | file[6 * row + 2];
  let low = 0, high = Math.floor(file.length / 6);
  while (low < high) {
    const middle = (low + high) >> 1;
    at(middle) < wanted ? (low = middle + 1) : (high = middle);
  }
  const found = [];
  for (let row = low; 6 * row + 6 <= file.length && at(row) === wanted; row++) found.push(hex(file.subarray(6 * row + 3, 6 * row + 6)));
  return found;
}

/** Return the keys of the newest releases by fingerprint, behind a bit for each file of ids: of each text its key, the number of its fingerprints, and three bytes of each. */
function newestTexts(file) {
  const found = new Map();
  const view = new DataView((file ?? new Uint8Array()).buffer, file?.byteOffset, file?.byteLength);
  for (let at = 32; at + 5 <= view.byteLength; ) {
    const key = hex(file.subarray(at, at + 3)), end = at + 5 + 3 * view.getUint16(at + 3);
    for (at += 5; at < end && at + 3 <= view.byteLength; at += 3) {
      const print = (view.getUint16(at) << 8) | view.getUint8(at + 2);
      found.set(print, [...(found.get(print) ?? []), key]);
    }
  }
  return found;
}

// Verdicts --------------------------------------------------------------------------------------------------------

/** A part of the words by which a message is surely of a release. */
const SURE = 0.6;
const EXACT = new Set(["skipping", "excerpt", "whole"]);
const RANKS = ["unknown", "other", "changed", "cut", "added", "skipping", "excerpt", "whole"];

/** Return the verdict for a question: a `text`, an `id`, or the SHA-256 of a `file`; of a picture, how it looks, too. */
async function examine(question, portal) {
  const log = await openLog(portal);
  const verdict = { log: { size: log.head.size, witness: log.witness, isWitnessed: log.isWitnessed } };
  Object.assign(verdict, question.id ? await byId(question.id, log, portal) : question.file ? await byFile(question, log, portal) : await byText(question.text, log, portal));
  portal.memory.save({ size: log.head.size, hash: btoa(String.fromCharCode(...log.head.hash)) });
  return verdict;
}

async function byId(id, log, portal) {
  const { base } = portal.data;
  const isLink = id.startsWith(base);
  const address = isLink ? addressIn(id.slice(base.length)) : await addressOf(id, portal);
  const found = address === undefined ? await byCode(id, log, portal) : await sealedAt(address, log, portal);
  if (!found) return { kind: address === undefined ? "unknown" : await unproven(address, portal) };
  sure(address === undefined || isLink || found.entry.id === id, "text");
  return { kind: "official", ...shown(found, found.texts[0]) };
}

/** Return what an address is of which there is no verified text: a release, another page of the portal, or nothing. */
async function unproven(address, portal) {
  const { home } = portal.data;
  if (await portal.get(`${home}${address}canonical.txt`)) return "unsealed";
  return (await portal.get(home + address)) ? "page" : "unknown";
}

/** Return the address that a link names, below the root of the portal; undefined: it can be none. */
function addressIn(link) {
  try {
    const address = decodeURI(link.split(/[?#]/)[0]);
    return address.startsWith("/") ? undefined : address;
  } catch {
    return undefined;
  }
}

/** Return the release with a sign-off code, which only the index knows. */
async function byCode(code, log, portal) {
  const wanted = code.toLowerCase();
  for await (const places of candidates([crc32(utf8(`code:${wanted}`))], log, portal)) {
    const place = places.find(([, own]) => String(own).toLowerCase() === wanted);
    if (place) return sealedAt(place[0], log, portal);
  }
  return null;
}

async function byFile({ file: sha, look }, log, portal) {
  for await (const places of candidates([parseInt(sha.slice(0, 8), 16)], log, portal)) {
    for (const [address] of places) {
      const found = await sealedAt(address, log, portal);
      for (const text of found ? [found.texts[0], ...(await found.former())] : []) {
        const row = canonical(text).pairs.find(([key, value]) => ["photo", "file"].includes(key) && value.startsWith(`${sha} `));
        if (row) return { kind: "file", path: row[1].slice(65), ...shown(found, text) };
      }
    }
  }
  return look === undefined ? { kind: "strange" } : similar(look, log, portal);
}

/** Most bits of two hashes that differ between sizes of one photo; most releases of a file of ids that have photos; most photos that are shown. */
const ALIKE = 7, WITH_PHOTOS = 40, SHOWN = 3;

/** Return how a picture looks, from its pixels at 288 × 256: 64 bits (press/media/dhash.py); null: a plain surface looks like any other one. */
function dhash(pixels) {
  const means = Array.from({ length: 72 }, (_, at) => {
    let sum = 0;
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const pixel = 4 * (288 * (32 * Math.floor(at / 9) + y) + 32 * (at % 9) + x);
        sum += 0.299 * pixels[pixel] + 0.587 * pixels[pixel + 1] + 0.114 * pixels[pixel + 2];
      }
    }
    return Math.round(sum / 1024);
  });
  if (Math.max(...means) - Math.min(...means) < 8) return null;
  return means.reduce((hash, mean, at) => (at % 9 < 8 ? 2n * hash + BigInt(mean < means[at + 1]) : hash), 0n);
}

const distance = (one, other) => (one ^ other).toString(2).replaceAll("0", "").length;

/** Return the official photos that look like a picture, the most alike first, and how many were compared, those of the newest releases first. */
async function similar(look, log, portal) {
  const there = await portal.get(`${portal.data.index}newest.bin`);
  const shards = Array.from({ length: there && look !== null ? 256 : 0 }, (_, byte) => byte).filter((byte) => there[byte >> 3] & (1 << (byte & 7))).map((byte) => hex([byte]));
  const found = [], photos = [];
  for (let at = 0; at < shards.length; at += 16) found.push(...(await Promise.all(shards.slice(at, at + 16).map((shard) => photosIn(shard, portal)))));
  for (const releases of found) photos.push(...releases.flat());
  const near = photos.map((one) => ({ ...one, bits: distance(BigInt(`0x${one.hash}`), look) })).filter(({ bits }) => bits <= ALIKE);
  const alike = [];
  for (const one of near.sort((one, other) => one.bits - other.bits)) {
    const release = alike.length < SHOWN && (await sealedAt(one.address, log, portal));
    const said = release && canonical(release.texts[0]);
    if (!said || !said.all("photo").some((row) => row.slice(65) === `/${one.photo}`)) continue;
    const caption = said.all("image").find((row) => row.endsWith(`⟨/${one.photo}⟩`)) ?? "";
    alike.push({ photo: one.photo, small: one.small, caption: caption.replace(/( · )?⟨[^⟩]*⟩$/, ""), ...shown(release, release.texts[0]) });
  }
  const isCut = found.some((releases) => releases.length >= WITH_PHOTOS);
  return { kind: alike.length ? "similar" : "strange", similar: alike, compared: photos.length, isCut };
}

/** Return the photos of a file of ids, by release. */
async function photosIn(shard, portal) {
  const places = Object.values(await placesIn(shard, portal)).filter(([, , photos]) => photos.length);
  return places.map(([address, , photos]) => photos.map(([hash, photo, small]) => ({ address, hash, photo, small })));
}

/** Return the release to which a link in a message leads; null: it leads to none. */
async function linkedBy(link, log, portal) {
  const rest = bare(link).slice(bare(portal.data.base).length);
  const [, id] = /^[^/]*\/#(.+)$/.exec(rest) ?? [];
  const address = id ? await addressOf(decoded(id), portal) : addressIn(rest);
  return address ? sealedAt(address, log, portal) : null;
}

async function byText(text, log, portal) {
  const said = message(text, portal.data);
  const linked = (await Promise.all([...new Set(said.links)].slice(0, COMPARED).map((link) => linkedBy(link, log, portal)))).filter(Boolean);
  let best = said.tokens.length ? await compare(said, linked, portal.data, 1) : { kind: "unknown", share: 0 };
  if (EXACT.has(best.kind)) return { ...best, ignored: said.ignored };
  if (said.tokens.length < FEWEST) return { kind: "short", ignored: said.ignored };
  let isLater = log.head.size < 256;
  for await (const places of candidates(fingerprints(said.text), log, portal)) {
    const releases = (await Promise.all(places.map(([address]) => sealedAt(address, log, portal)))).filter(Boolean);
    best = better(best, await compare(said, releases, portal.data));
    if (EXACT.has(best.kind) || (isLater && best.share > SURE)) break;
    isLater = true;
  }
  return { ...best, ignored: said.ignored };
}

const better = (one, other) => (RANKS.indexOf(other.kind) + other.share > RANKS.indexOf(one.kind) + one.share ? other : one);

/** Compare a message with releases: first for whole sentences of any version; if there are none, for what differs from the likeliest two. */
async function compare(said, releases, { captions }, fewest) {
  let best = { kind: "unknown", share: 0 };
  for (const found of releases) {
    for (const text of [found.texts[0], ...(await found.former())]) {
      const verdict = exact(said, text, captions, fewest);
      if (verdict) best = better(best, { ...verdict, ...shown(found, text) });
    }
  }
  if (best.share) return best;
  for (const found of releases.slice(0, 2)) best = better(best, { ...inexact(said, found.texts[0], captions), ...shown(found, found.texts[0]) });
  return best.kind === "other" ? { kind: "unknown", share: 0 } : best;
}

/** Return what is said of a release: of the text that was compared, and of the newest one. */
function shown({ entry, address, texts }, text) {
  const { header, all } = canonical(texts[0]);
  const { header: compared, lines } = canonical(text);
  return {
    release: {
      id: entry.id, title: header.title, version: entry.version, published: header.published, updated: header.updated,
      url: header.url, address, publisher: header.publisher, sealed: entry.time, number: entry.index + 1,
    },
    version: Number(compared.version),
    state: stateOf(header, compared),
    withdrawn: header.withdrawn, corrections: all("correction"),
    official: [...["title", "summary", "claim", "fact"].map((key) => compared[key]).filter(Boolean), ...lines.map((line) => visible(line).replaceAll(STRUCK, "~").replace(/ ?⟨[^⟩]*⟩/g, ""))],
  };
}

/** Return what a reader must know of the release first; `compared` is the header of the version that was compared. */
function stateOf(header, compared) {
  if (header.withdrawn) return "withdrawn";
  if (compared.version !== header.version) return "corrected";
  if (new Date(header.expires) < Date.now()) return "expired";
  if (/^(?:cancelled|postponed)$/.test(header["event-status"])) return header["event-status"];
  return header["alert-status"] === "exercise" ? "exercise" : "current";
}

/** Return the verdict without the network: of a canonical text with its proof that were dropped, and a message if there is one. */
async function examineFiles({ text, proof, said }, { data }) {
  const keys = await keyList(data.keys, data.root, data.origin);
  const entry = await proven(text, proof, keys);
  const found = { entry, address: "", texts: [text], former: async () => [] };
  const words = message(said ?? "", data);
  const isAsked = words.tokens.length >= FEWEST;
  const verdict = isAsked ? await compare(words, [found], data) : { kind: "official", ...shown(found, text) };
  return { ...verdict, ignored: words.ignored, offline: true, log: { size: entry.head.size } };
}
