// What the editor in the browser changes in front matter: when it opens a file, short forms, other spellings and words
// become what its form shows; when it saves, short forms come back. Without this the form would drop them.
// The script of the editor calls `read` and `write` (tools/sveltia); press/form/cms.py says what `shapes` holds.
"use strict";

window.pressForm = (() => {
  const shapes = JSON.parse(document.documentElement.dataset.shapes);
  const KEPT = "contact_in_full"; // a contact written out has no field in the form, and is kept under this name
  const isMapping = (value) => value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  const squeezed = (name) => name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const names = new Map(shapes.names.map((name) => [squeezed(name), name]));

  // Replace the value at a path, which leads through lists to each of their entries.
  const replace = (holder, path, change) => {
    const [name, ...rest] = path;
    if (Array.isArray(holder)) holder.forEach((one) => replace(one, path, change));
    else if (!isMapping(holder) || !(name in holder)) return;
    else if (rest.length) replace(holder[name], rest, change);
    else holder[name] = change(holder[name]);
  };
  const each = (paths, head, change) => paths.forEach((path) => replace(head, path.split("."), change));

  const word = (words) => (value) =>
    Array.isArray(value) ? value.map(word(words)) : words[String(value).trim().toLowerCase()] ?? value;
  const asYesNo = (value) => {
    const known = { ya: true, yes: true, y: true, on: true, 1: true, tidak: false, no: false, n: false, off: false, 0: false };
    return known[String(value).trim().toLowerCase()] ?? value;
  };
  const asList = (value) => (value === null || Array.isArray(value) ? value : [value]);
  const inFull = (part, linkPart) => (value) => {
    if (Array.isArray(value)) return value.map(inFull(part, linkPart));
    if (typeof value !== "string") return value;
    return { [linkPart && /^(https?:)?\/\//i.test(value) ? linkPart : part]: value };
  };

  const read = (written) => {
    const head = {};
    for (const [name, value] of Object.entries(written)) {
      const ours = names.get(squeezed(name)) ?? name;
      head[ours in head || (ours !== name && ours in written) ? name : ours] = value;
    }
    if (isMapping(head.contact)) {
      head[KEPT] = head.contact;
      delete head.contact;
    }
    // What an absent field means; the form has other values only for new releases, which begin as drafts.
    head.draft ??= false;
    head.announce ??= true;
    head.kind ??= "release";
    each(shapes.lists, head, asList);
    for (const [path, [part, linkPart]] of Object.entries(shapes.short)) each([path], head, inFull(part, linkPart));
    for (const [path, words] of Object.entries(shapes.words)) each([path], head, word(words));
    each(shapes.yesNo, head, asYesNo);
    return head;
  };

  const write = (head) => {
    const { [KEPT]: kept, ...found } = head;
    if (isMapping(kept) && !found.contact) found.contact = kept;
    if (found.draft === false) delete found.draft;
    if (found.announce === true) delete found.announce;
    if (found.kind === "release") delete found.kind;
    return found;
  };

  return { read, write };
})();
