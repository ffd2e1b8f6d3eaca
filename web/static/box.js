// Dialogs whose content is fetched: <dialog class="box"> opens when something was put into it, and closes when what one
// chose in it was done.
"use strict";

document.body.addEventListener("htmx:afterSwap", (event) => {
  const box = event.detail.target.closest("dialog.box");
  if (box && !box.open) box.showModal();
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, requestConfig } = event.detail;
  const box = elt.closest("dialog.box");
  if (box && box.open && successful && requestConfig.verb !== "get") box.close();
});
