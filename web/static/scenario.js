// The form of a call, which is shown anew while it is filled in.
"use strict";

(() => {
  const form = () => document.getElementById("scenario-form");

  // A key leads to the first question that is not answered yet.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-first-question]")) return;
    const question = form().querySelector("[data-open-question]") || form().querySelector(".question");
    question?.querySelector("input:not([type=hidden]), select, button")?.focus();
  });

  // What was answered since something was asked is on its way, too: the answer to what was said before would take it
  // back, and is not shown.
  let said = "";
  const isOurs = (event) => event.detail.target?.id === "scenario";
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (isOurs(event)) said = form() ? saidBy(form()) : "";
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (isOurs(event) && form() && said !== saidBy(form())) event.detail.shouldSwap = false;
  });

  // What is saved is not being typed any more (data-keep): it may change again from elsewhere. What was just saved is
  // shown as it is kept.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "scenario" || !form()) return;
    const sent = event.detail.requestConfig?.elt;
    for (const field of form().querySelectorAll("[data-saved]")) {
      const saved = field.dataset.saved;
      if (field.id === sent?.id && field !== document.activeElement && !field.hasAttribute("aria-invalid")) field.value = saved;
      if (field.value === saved) field.defaultValue = saved;
    }
  });
})();
