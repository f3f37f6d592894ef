// Videos of other sites: the frame is made, and anything is requested from the other site, only after a click.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-frame]")) {
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.title = button.dataset.title;
      frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      frame.sandbox = "allow-scripts allow-same-origin";
      // YouTube plays nothing (error 153) for a page that does not say which site it is on.
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.src = button.dataset.frame;
      button.replaceWith(frame);
      frame.focus();
    });
    button.hidden = false;
  }
})();
