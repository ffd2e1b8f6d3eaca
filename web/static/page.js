// What every page does: times that go on, keys, questions before something is done, and messages.
"use strict";

const words = JSON.parse(document.body.dataset.words);
const lang = document.documentElement.lang;

// Times, in the reader's zone and language

const serverAhead = (() => {
  const now = document.querySelector('meta[name="now"]');
  return now ? Date.parse(now.content) - Date.now() : 0;
})();
const formats = {
  moment: new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }),
  second: new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "medium" }),
  day: new Intl.DateTimeFormat(lang, { dateStyle: "medium" }),
  time: new Intl.DateTimeFormat(lang, { timeStyle: "short" }),
};

function now() {
  return Date.now() + serverAhead;
}

function clockText(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s < 3600 ? rest : `${Math.floor(s / 3600)}:${rest}`;
}

function showTime(element) {
  const moment = Date.parse(element.dateTime);
  const how = element.dataset.show;
  let text;
  if (how === "since") text = clockText((now() - moment) / 1000);
  else if (how === "until") text = clockText((moment - now()) / 1000 + 0.999);
  else text = formats[how].format(moment);
  if (element.textContent !== text) element.textContent = text;
  if (formats[how]) element.title = formats.second.format(moment);
}

function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-show]")) showTime(element);
  for (const bar of root.querySelectorAll("progress[data-until]")) {
    bar.value = Math.max(0, (Date.parse(bar.dataset.until) - now()) / 1000);
  }
}

showTimes();
setInterval(() => {
  for (const element of document.querySelectorAll('time[data-show="since"], time[data-show="until"]')) {
    showTime(element);
  }
  for (const bar of document.querySelectorAll("progress[data-until]")) {
    bar.value = Math.max(0, (Date.parse(bar.dataset.until) - now()) / 1000);
  }
}, 500);
document.body.addEventListener("htmx:afterSettle", () => showTimes());
document.body.addEventListener("htmx:oobAfterSwap", () => showTimes());

// On a narrow screen the navigation is longer than the screen: begin with where one is.

document.querySelector("header.top a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A search that is long on a narrow screen is closed there and says what is set.

const isWide = matchMedia("(min-width: 40.01rem)");

function openWide() {
  for (const one of document.querySelectorAll("details[data-open-wide]")) one.open = isWide.matches;
}

openWide();
isWide.addEventListener("change", openWide);

// Messages

function say(text, tone = "none", remedy = "") {
  const toast = document.createElement("div");
  toast.className = `toast ${tone}`;
  const said = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = text;
  said.append(strong);
  if (remedy) said.append(" ", remedy);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain";
  close.textContent = "×";
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", () => toast.remove());
  toast.append(said, close);
  const toasts = document.getElementById("toasts");
  for (const other of toasts.children) {
    if (other.textContent === toast.textContent) other.remove();
  }
  toasts.append(toast);
  if (tone !== "bad") setTimeout(() => toast.remove(), 6000);
}

document.body.addEventListener("say", (event) => say(event.detail.value, "good"));
document.body.addEventListener("htmx:sendError", (event) => {
  if (event.detail.requestConfig.verb !== "get") say(words.failed, "bad");
});
document.body.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 401) {
    location.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    return;
  }
  let problem = {};
  try {
    problem = JSON.parse(xhr.responseText);
  } catch {
    problem = { detail: `${xhr.status} ${xhr.statusText}` };
  }
  // What a page fetches by itself says so by its connection, and not by a message each second.
  if (requestConfig.verb === "get" && xhr.status >= 500) return;
  say(problem.detail || problem.title, "bad", problem.hint || "");
});

// Questions before something is done: data-confirm holds the question.

document.body.addEventListener("htmx:confirm", (event) => {
  // A button that was morphed into one that asks for nothing still listens as it did.
  if (event.detail.triggeringEvent && !event.detail.elt.hasAttribute(`hx-${event.detail.verb}`)) {
    event.preventDefault();
    return;
  }
  const question = event.detail.elt.dataset.confirm;
  if (!question) return;
  event.preventDefault();
  ask(question, event.detail.elt.textContent.trim()).then((yes) => {
    if (yes) event.detail.issueRequest(true);
  });
});
document.body.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (!question || event.target.dataset.confirmed) return;
  event.preventDefault();
  const button = event.submitter;
  ask(question, button ? button.textContent.trim() : "").then((yes) => {
    if (!yes) return;
    event.target.dataset.confirmed = "1";
    event.target.requestSubmit(button);
  });
}, true);

function ask(question, action) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    const box = document.createElement("article");
    const text = document.createElement("p");
    text.textContent = question;
    text.id = "question";
    dialog.setAttribute("aria-labelledby", "question");
    const form = document.createElement("form");
    form.method = "dialog";
    form.className = "buttons";
    const yes = document.createElement("button");
    yes.value = "yes";
    yes.textContent = action || "OK";
    const no = document.createElement("button");
    no.className = "second";
    no.value = "no";
    no.textContent = words.close;
    form.append(yes, no);
    box.append(text, form);
    dialog.append(box);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

document.body.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog.id === "keys") listKeys(dialog);
    dialog.showModal();
  }
  for (const menu of document.querySelectorAll("details.who[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form that shows itself anew as it is filled in (data-asks): an answer to what it said before is not shown, as there
// is another one to come.

const askedBy = new WeakMap();

function saidBy(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("form[data-asks]")) askedBy.set(event.target, saidBy(event.target));
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt;
  if (askedBy.has(form) && askedBy.get(form) !== saidBy(form)) event.detail.shouldSwap = false;
});

// Keys: data-key="Alt+A" on what is pressed (a button, a link) or focused (a field).

function isKey(event, name) {
  const parts = name.split("+");
  const key = parts.pop();
  if (event.altKey !== parts.includes("Alt") || event.ctrlKey !== parts.includes("Ctrl")) return false;
  if (event.metaKey) return false;
  if (/^[A-Z]$/.test(key)) return event.code === `Key${key}`;
  if (/^[0-9]$/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`;
  return event.key === key;
}

function isTyping(element) {
  return element.matches('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]');
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  // An open dialog has the keys that are shown in it, and no others.
  const open = document.querySelector("dialog[open]");
  const plain = !event.altKey && !event.ctrlKey && !/^F\d+$/.test(event.key);
  if (plain && event.target instanceof Element && isTyping(event.target)) return;
  if (event.key === "?" && plain && !open) {
    const dialog = document.getElementById("keys");
    listKeys(dialog);
    dialog.showModal();
    return;
  }
  for (const element of (open || document).querySelectorAll("[data-key]")) {
    if (!isKey(event, element.dataset.key) || element.disabled || !element.checkVisibility()) continue;
    event.preventDefault();
    if (isTyping(element)) element.focus();
    else element.click();
    return;
  }
});

function listKeys(dialog) {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!element.checkVisibility()) continue;
    const row = document.createElement("div");
    const key = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.textContent = element.dataset.key;
    key.append(kbd);
    const what = document.createElement("dd");
    const copy = element.cloneNode(true);
    for (const inner of copy.querySelectorAll("kbd")) inner.remove();
    const label = element.labels && element.labels[0];
    what.textContent = element.getAttribute("aria-label") || copy.textContent.trim() ||
      (label ? label.textContent.trim() : "") || element.title;
    row.append(key, what);
    list.append(row);
  }
}

// What somebody has typed into a field with data-keep stays when what is around it is shown anew.

if (window.Idiomorph) {
  const untouched = new WeakSet();
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => {
    if (name !== "value" || !("keep" in element.dataset)) return true;
    // It is asked twice: for the attribute, and for what is shown, when the attribute is another one already.
    if (untouched.delete(element)) return true;
    if (element.value !== element.defaultValue) return false;
    untouched.add(element);
    queueMicrotask(() => untouched.delete(element));
    return true;
  };
}
