// The viewer of a photo gallery, loaded when a photo is chosen. It shows the picture of the page in its largest size.
const dialog = document.createElement("dialog");
dialog.className = "viewer";
const make = (tag, parent, className = "") => {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
};
const figure = make("figure", dialog);
const row = make("p", dialog, "viewer-row");
const back = make("button", row), count = make("span", row), next = make("button", row), close = make("button", row);
count.setAttribute("role", "status");

let links = [], at = 0;

function turn(step) {
  at = (at + step + links.length) % links.length;
  const picture = links[at].querySelector("picture").cloneNode(true);
  for (const part of picture.children) {
    part.removeAttribute("loading");
    if (part.hasAttribute("sizes")) part.sizes = "100vw";
  }
  const words = links[at].parentNode.querySelector("figcaption");
  figure.replaceChildren(picture, ...(words ? [words.cloneNode(true)] : []));
  count.textContent = links[at].closest("[data-viewer]").dataset.count.replace("{number}", at + 1).replace("{count}", links.length);
}

back.addEventListener("click", () => turn(-1));
next.addEventListener("click", () => turn(1));
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close() });
dialog.addEventListener("close", () => links[at].focus()); // where the reader was last, not where the viewer was opened
dialog.addEventListener("keydown", ({ key }) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step && links.length > 1) turn(step);
});

/** Show the photo of a link, among those of its gallery. */
export function show(link) {
  const { dataset } = link.closest("[data-viewer]");
  links = [...link.closest("[data-viewer]").querySelectorAll("figure > a")];
  at = links.indexOf(link);
  for (const [button, label] of [[back, dataset.before], [next, dataset.next], [close, dataset.close]]) button.textContent = label;
  back.hidden = next.hidden = count.hidden = links.length < 2;
  dialog.setAttribute("aria-label", link.closest("section").querySelector("h2").textContent);
  if (!dialog.isConnected) document.body.append(dialog);
  turn(0);
  dialog.showModal();
  (next.hidden ? close : next).focus();
}
