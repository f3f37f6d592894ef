// Proofs: signatures, Merkle trees, keys and checkpoints, as press/seal has them in Python (RFC 8032, RFC 9162, C2SP).
// Pure functions, apart from `crypto.subtle`. What is wrong is thrown, as a Distrust with one word for the reason.

class Distrust extends Error {}

/** Return a value; throw if it is not there or false. */
function sure(value, reason) {
  if (!value) throw new Distrust(reason);
  return value;
}

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const same = (one, other) => hex(one) === hex(other);
const digest = async (data, name = "SHA-256") => new Uint8Array(await crypto.subtle.digest(name, data));

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** Return the bytes of base64; throw if it is written otherwise than it must be. */
function base64(text) {
  let data = "";
  try {
    data = atob(text);
  } catch {}
  sure(data && btoa(data) === text, "format");
  return Uint8Array.from(data, (one) => one.charCodeAt(0));
}

// Ed25519 ---------------------------------------------------------------------------------------------------------

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a, m = P) => ((a % m) + m) % m;
const little = (bytes) => BigInt(`0x${hex(bytes.toReversed())}`);

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);
/** Points as (x, y, z, t) with x = x/z, y = y/z, t = xy/z. */
const ZERO = [0n, 1n, 1n, 0n];

function plus([x, y, z, t], [u, v, w, s]) {
  const a = mod((y - x) * (v - u)), b = mod((y + x) * (v + u)), c = mod(2n * D * t * s), d = mod(2n * z * w);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, number) {
  let result = ZERO;
  for (let p = point, n = number; n; n >>= 1n, p = plus(p, p)) if (n & 1n) result = plus(result, p);
  return result;
}

/** Return the point of 32 bytes; undefined if there is none. */
function pointOf(bytes) {
  const number = little(bytes), y = number & (2n ** 255n - 1n), sign = number >> 255n;
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (y >= P || mod(v * x * x) !== u || (!x && sign)) return undefined;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const BASE = pointOf(Uint8Array.from({ length: 32 }, (_, at) => (at ? 0x66 : 0x58)));

/** Verify a signature without help of the browser, as RFC 8032, 5.1.7 says. */
async function verifiedHere(key, signature, data) {
  const point = pointOf(key), s = little(signature.subarray(32));
  if (!point || s >= ORDER) return false;
  const h = mod(little(await digest(joined(signature.subarray(0, 32), key, data), "SHA-512")), ORDER);
  const [x, y, z] = plus(times(BASE, s), times(point, ORDER - h));
  const inverse = power(z, P - 2n);
  const number = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return number === little(signature.subarray(0, 32));
}

/** The same by the browser; undefined where it has no Ed25519. */
async function verifiedByBrowser(key, signature, data) {
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, data);
  } catch {
    return undefined;
  }
}

/** Tell whether a signature is that of some data. A key of small order signs everything: it is refused. */
async function isSigned(key, signature, data) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const point = pointOf(key);
  if (!point || mod(times(point, 8n)[0]) === 0n) return false;
  return (await verifiedByBrowser(key, signature, data)) ?? verifiedHere(key, signature, data);
}

// Merkle trees ----------------------------------------------------------------------------------------------------

const leafHash = (entry) => digest(joined([0], entry));
const nodeHash = (left, right) => digest(joined([1], left, right));
const half = (number) => Math.floor(number / 2);
/** The largest power of two below a number. */
const middle = (count) => 2 ** Math.ceil(Math.log2(count) - 1);

/** Tell whether a leaf is in the tree with a head (RFC 9162, 2.1.3.2). */
async function isIncluded(leaf, index, size, proof, head) {
  if (!(index >= 0 && index < size)) return false;
  let node = index, last = size - 1, found = leaf;
  for (const sibling of proof) {
    if (!last) return false;
    if (node % 2 || node === last) {
      found = await nodeHash(sibling, found);
      while (!(node % 2) && node) [node, last] = [half(node), half(last)];
    } else found = await nodeHash(found, sibling);
    [node, last] = [half(node), half(last)];
  }
  return !last && same(found, head);
}

/** Tell whether the tree with a head begins with a smaller one (RFC 9162, 2.1.4.2). */
async function isConsistent(before, old, size, head, proof) {
  if (before === size) return !proof.length && same(old, head);
  if (!(before > 0 && before < size) || !proof.length) return false;
  const path = Number.isInteger(Math.log2(before)) ? [old, ...proof] : [...proof];
  let node = before - 1, last = size - 1, first = path[0], second = path[0];
  while (node % 2) [node, last] = [half(node), half(last)];
  for (const sibling of path.slice(1)) {
    if (!last) return false;
    if (node % 2 || node === last) {
      [first, second] = [await nodeHash(sibling, first), await nodeHash(sibling, second)];
      while (!(node % 2) && node) [node, last] = [half(node), half(last)];
    } else second = await nodeHash(second, sibling);
    [node, last] = [half(node), half(last)];
  }
  return !last && same(first, old) && same(second, head);
}

/** Return the proof of RFC 6962, 2.1.2, from the tiles of a log; `get` returns a file of the log. */
async function consistency(before, size, get) {
  const proof = async (count, begin, end, whole) => {
    if (count === end) return whole ? [] : [await part(begin, end)];
    const split = begin + middle(end - begin);
    if (count <= split) return [...(await proof(count, begin, split, whole)), await part(split, end)];
    return [...(await proof(count, split, end, false)), await part(begin, split)];
  };
  const part = async (begin, end) => {
    const count = end - begin, level = Math.log2(count);
    if (Number.isInteger(level)) return node(level, begin / count);
    const split = begin + middle(count);
    return nodeHash(await part(begin, split), await part(split, end));
  };
  const node = async (level, index) => {
    const height = Math.floor(level / 8), count = 2 ** (level % 8), first = index * count;
    const data = await tile(height, Math.floor(first / 256), size, get);
    let row = Array.from({ length: count }, (_, at) => data.subarray(32 * ((first % 256) + at)).subarray(0, 32));
    sure(row.every((one) => one.length === 32), "tile");
    while (row.length > 1) row = await Promise.all(row.flatMap((one, at) => (at % 2 ? [] : [nodeHash(one, row[at + 1])])));
    return row[0];
  };
  return proof(before, 0, size, true);
}

async function tile(level, number, size, get) {
  const width = Math.min(256, Math.floor(size / 256 ** level) - 256 * number);
  const parts = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest; rest = Math.floor(rest / 1000)) parts.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  const path = `tile/${level}/${parts.join("/")}`;
  return sure((width < 256 && (await get(`${path}.p/${width}`))) || (await get(path)), "tile");
}

// Notes, keys and checkpoints -------------------------------------------------------------------------------------

/** Return a signed note: its text, and its signatures by name and id of the key. */
function note(text) {
  const at = text.lastIndexOf("\n\n");
  const rows = text.slice(at + 2).split("\n");
  sure(at > 0 && rows.pop() === "" && rows.length && rows.length <= 64, "format");
  const signatures = rows.map((row) => {
    const [, name, data] = sure(/^— (\S+) (\S+)$/.exec(row), "format");
    const bytes = base64(data);
    return { name, id: hex(bytes.subarray(0, 4)), data: bytes.subarray(4) };
  });
  return { text: text.slice(0, at + 1), signatures };
}

/** Return the key of “name+id+base64”. */
async function keyOf(vkey) {
  const [, name, id, data] = sure(/^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey), "format");
  const bytes = base64(data);
  const real = hex((await digest(joined(utf8(`${name}\n`), bytes))).subarray(0, 4));
  sure(real === id, "format");
  return { name, id, type: bytes[0], public: bytes.subarray(1) };
}

/** Return the time of a key's signature below a note (1: it says none), 0 if there is none; throw if it is wrong. */
async function signatureTime({ text, signatures }, key) {
  const found = signatures.find((one) => one.name === key.name && one.id === key.id);
  if (!found) return 0;
  const isWitness = key.type === 4;
  const time = isWitness ? Number(new DataView(found.data.slice(0, 8).buffer).getBigUint64(0)) : 1;
  const said = isWitness ? `cosignature/v1\ntime ${time}\n${text}` : text;
  sure(await isSigned(key.public, found.data.subarray(isWitness ? 8 : 0), utf8(said)), "signature");
  return time;
}

/** Return the list of keys that the root key signed. */
async function keyList(text, root, origin) {
  const list = note(text);
  sure(await signatureTime(list, await keyOf(root)), "keys");
  const [first, second, ...rows] = list.text.trimEnd().split("\n");
  sure(first === "press/seal-keys-v1" && second === `origin ${origin}`, "keys");
  return { origin, keys: await Promise.all(rows.map(listed)) };
}

async function listed(row) {
  const [, vkey, first, last] = sure(/^key (\S+) from (\d{1,15})(?: until (\d{1,15}))?$/.exec(row), "keys");
  return { key: await keyOf(vkey), first: Number(first), last: last ? Number(last) : Infinity };
}

/** Tell whether an Ed25519 key that counts at a size signed a note. */
async function isTrusted(signed, size, { keys }) {
  const own = keys.filter(({ key, first, last }) => key.type === 1 && first <= size && size <= last);
  const times = await Promise.all(own.map(({ key }) => signatureTime(signed, key)));
  return times.some(Boolean);
}

/** Return the head of a checkpoint that the log signed. */
async function headOf(text, keys) {
  const signed = note(text);
  const [origin, size, hash] = signed.text.split("\n");
  sure(origin === keys.origin, "site");
  sure(/^(0|[1-9]\d{0,14})$/.test(size) && base64(hash).length === 32, "format");
  sure(await isTrusted(signed, Number(size), keys), "signature");
  return { size: Number(size), hash: base64(hash), note: signed };
}

const ENTRY = /^press\/seal-entry-v1 (\S+) (publish|correct|withdraw|restate) ([1-9]\d*) ([0-9a-f]{64}) (\S.*)$/;

/** Return what is proven of a canonical text: its entry, and the head of the log that has it. */
async function proven(text, proof, keys) {
  const at = proof.indexOf("\n\n");
  const [format, extra, index, ...hashes] = proof.slice(0, at).split("\n");
  sure(at > 0 && format === "c2sp.org/tlog-proof@v1" && /^extra /.test(extra) && /^index (0|[1-9]\d{0,14})$/.test(index) && hashes.length < 64, "format");
  const data = base64(extra.slice(6));
  const [, time, action, version, sha, id] = sure(ENTRY.exec(new TextDecoder().decode(data)), "format");
  sure(hex(await digest(utf8(text))) === sha, "text");
  const { header } = canonical(text);
  sure(header.id === id && header.version === version, "text");
  const head = await headOf(proof.slice(at + 2), keys);
  sure(await isIncluded(await leafHash(data), Number(index.slice(6)), head.size, hashes.map(base64), head.hash), "proof");
  return { id, version: Number(version), action, time, index: Number(index.slice(6)), head };
}
