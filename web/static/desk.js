// The agent's page, beyond what every page does: offers that are heard and seen, fields that find people, dialogs for
// what is typed in the middle of a call, and times in the customer's zone.
"use strict";

(() => {
  const pageTitle = document.title;
  const desk = () => document.getElementById("desk");
  const text = () => JSON.parse(desk().dataset.words);

  // Offers: a sound, a notification, and the title, until they are answered.

  const RING = 4000;
  let sound = null;
  let offered = null; // the call that is being offered
  let ringing = 0;
  let notice = null;

  function beep() {
    sound = sound || new AudioContext();
    for (const [at, pitch] of [[0, 660], [0.18, 880]]) {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, sound.currentTime + at);
      volume.gain.linearRampToValueAtTime(0.15, sound.currentTime + at + 0.02);
      volume.gain.linearRampToValueAtTime(0, sound.currentTime + at + 0.16);
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + at);
      tone.stop(sound.currentTime + at + 0.17);
    }
  }
  // Browsers play nothing before somebody has used the page.
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => {
      sound = sound || new AudioContext();
      if (sound.state === "suspended") sound.resume();
    }, { once: true });
  }

  function offer(data) {
    const call = data.offer === undefined ? null : data.call;
    document.title = call ? `☎ ${data.offer} – ${pageTitle}` : pageTitle;
    if (call === offered) return;
    offered = call;
    clearInterval(ringing);
    if (notice) notice.close();
    notice = null;
    if (!call) return;
    beep();
    ringing = setInterval(beep, RING);
    if (window.Notification && Notification.permission === "granted") {
      // One tag for all tabs: they show one notification together.
      notice = new Notification(`${text().offer}: ${data.offer}`, { body: data.why, tag: `pgdialer-${call}` });
      notice.addEventListener("click", () => { window.focus(); });
    }
  }

  // A call that was dialled ahead is there without having been offered: a tone, once, and the card.
  let arrived = null;
  function arrive(data) {
    if (!data.arrived || data.call === arrived) return;
    arrived = data.call;
    if (now() - 1000 * data.arrived < 5000) beep();
  }

  function offerNotifications() {
    const button = document.getElementById("notify");
    if (button) button.hidden = !window.Notification || Notification.permission !== "default";
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("#notify")) Notification.requestPermission().then(offerNotifications);
  });

  // The status: Alt+S goes there, arrows go on, Enter chooses.

  document.addEventListener("click", (event) => {
    if (event.target.id === "picker") {
      (event.target.querySelector('[aria-pressed="true"]') || event.target.querySelector("button")).focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement.closest("#picker button");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!here || !step) return;
    event.preventDefault();
    const all = [...here.parentElement.querySelectorAll("button")];
    all[(all.indexOf(here) + step + all.length) % all.length].focus();
  });

  // What is shown anew

  function settle() {
    const data = desk().dataset;
    offer(data);
    arrive(data);
    offerNotifications();
    for (const time of document.querySelectorAll("[data-zone-time]")) {
      time.textContent = new Intl.DateTimeFormat(lang, { weekday: "short", hour: "2-digit", minute: "2-digit",
        timeZone: time.dataset.zoneTime }).format(now());
    }
    for (const dialog of document.querySelectorAll("#consult[open], #keypad[open]")) {
      if (data.phase !== "AgentTalk" || dialog.dataset.call !== data.call) dialog.close();
    }
  }
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "now") settle();
  });
  setInterval(settle, 15000);

  // What was refused is said beside what was typed; and what is shown may have been old.
  document.body.addEventListener("htmx:responseError", () => htmx.trigger(document.body, "live:agent"));
  for (const form of document.querySelectorAll("form[data-beside]")) listen(form);
  document.body.addEventListener("htmx:load", (event) => {
    for (const form of event.detail.elt.querySelectorAll("form[data-beside]")) listen(form);
  });

  function listen(form) {
    if (form.dataset.heard) return;
    form.dataset.heard = "1";
    form.addEventListener("htmx:responseError", (event) => {
      if (event.target !== form || event.detail.xhr.status === 401) return;
      let problem;
      try {
        problem = JSON.parse(event.detail.xhr.responseText);
      } catch {
        return;
      }
      event.stopPropagation();
      wrong(form, [problem.detail, problem.hint].filter(Boolean).join(" "));
      htmx.trigger(document.body, "live:agent");
    });
    form.addEventListener("htmx:configRequest", (event) => {
      if (event.target !== form) return;
      wrong(form, "");
      if (form.id === "dial") event.detail.parameters.set("RequestKey", uuid());
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.target !== form || !event.detail.successful) return;
      if ("closes" in form.dataset) form.closest("dialog").close();
      form.reset();
      for (const field of form.querySelectorAll("[data-draft]")) keepDraft(field);
    });
  }

  function wrong(form, said) {
    const place = form.querySelector(".wrong");
    place.textContent = said;
    place.hidden = !said;
    for (const field of form.querySelectorAll(`[aria-describedby~="${place.id}"]`)) {
      field.setAttribute("aria-invalid", String(Boolean(said)));
      if (!said) field.removeAttribute("aria-invalid");
    }
  }

  // A key with which a request that is repeated does nothing twice; crypto.randomUUID is not there without https.
  function uuid() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
  }

  // What is being typed outlives a reload.

  function keepDraft(field) {
    sessionStorage.setItem(`draft-${field.id}`, field.value);
  }
  for (const field of document.querySelectorAll("[data-draft]")) {
    field.value = field.value || sessionStorage.getItem(`draft-${field.id}`) || "";
    field.addEventListener("input", () => keepDraft(field));
  }

  // Fields that find people: arrows choose, Enter takes, Escape leaves.

  for (const field of document.querySelectorAll('[role="combobox"]')) {
    const list = document.getElementById(field.getAttribute("aria-controls"));
    const contact = field.form.elements.ContactId;
    const options = () => [...list.children];
    const chosen = () => list.querySelector('[aria-selected="true"]');

    const show = (open) => {
      list.hidden = !open || !list.children.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      if (list.hidden) field.removeAttribute("aria-activedescendant");
    };
    const choose = (option) => {
      for (const one of options()) one.setAttribute("aria-selected", String(one === option));
      if (!option) return;
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };
    const take = (option) => {
      field.value = option.dataset.value;
      if (contact) contact.value = option.dataset.contact;
      if ("draft" in field.dataset) keepDraft(field);
      list.replaceChildren();
      show(false);
      field.focus();
    };

    // Who is quick has chosen from the answer before.
    let held;
    list.addEventListener("htmx:beforeSwap", () => { held = chosen()?.dataset.value; });
    list.addEventListener("htmx:afterSwap", () => {
      show(document.activeElement === field);
      if (held) choose(options().find((one) => one.dataset.value === held));
    });
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) take(option);
    });
    field.addEventListener("input", () => { if (contact) contact.value = ""; });
    field.addEventListener("focus", () => show(true));
    field.addEventListener("blur", () => show(false));
    field.addEventListener("keydown", (event) => {
      const at = options().indexOf(chosen());
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!list.children.length) return;
        event.preventDefault();
        show(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(options()[(at + step + list.children.length + (at < 0 && step < 0 ? 1 : 0)) % list.children.length]);
      } else if (event.key === "Enter" && chosen() && !list.hidden) {
        event.preventDefault();
        take(chosen());
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        show(false);
      }
    });
  }

  // Dialogs are about the call that was there when they were opened.

  document.addEventListener("click", (event) => {
    const opener = event.target.closest('[data-open="consult"], [data-open="later"]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset.open);
      const form = dialog.querySelector("form");
      form.reset();
      wrong(form, "");
      dialog.dataset.call = desk().dataset.call;
      form.elements.OutboundCallId.value = desk().dataset.call;
      if (dialog.id === "later") openLater(desk().dataset.zone);
    }
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
  });

  // A later time: typed in the customer's zone, shown in one's own.

  const later = document.getElementById("later");
  const local = document.getElementById("local");
  const mine = document.getElementById("mine");
  let zone = "UTC";

  function openLater(customers) {
    zone = customers;
    later.querySelector("[data-zone]").textContent = `(${zone})`;
    local.min = wall(now(), zone);
    mine.textContent = "";
  }

  // What clocks in a zone show at a moment, as a field for a date and time wants it.
  function wall(moment, where) {
    const part = {};
    for (const { type, value } of new Intl.DateTimeFormat("en-GB", { timeZone: where, hourCycle: "h23", year: "numeric",
      month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).formatToParts(moment)) part[type] = value;
    return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
  }

  // The moment at which clocks in a zone show this; where they never do (an hour is skipped), the one after it.
  function momentOf(shown, where) {
    const wanted = Date.parse(`${shown}Z`);
    let moment = wanted;
    for (let i = 0; i < 3; i += 1) moment += wanted - Date.parse(`${wall(moment, where)}Z`);
    return moment;
  }

  function showMine() {
    const moment = local.value ? momentOf(local.value, zone) : NaN;
    mine.textContent = Number.isNaN(moment) ? "" : mine.dataset.words + formats.moment.format(moment);
    later.querySelector('[name="ScheduleTime"]').value = Number.isNaN(moment) ? "" : new Date(moment).toISOString();
  }
  local.addEventListener("input", showMine);
  later.addEventListener("click", (event) => {
    const button = event.target.closest("[data-in], [data-at]");
    if (!button) return;
    if (button.dataset.in) {
      local.value = wall(now() + button.dataset.in * 60000, zone);
    } else {
      const [days, time] = button.dataset.at.split(" ");
      local.value = `${wall(now() + days * 86400000, zone).slice(0, 10)}T${time}`;
    }
    showMine();
    local.focus();
  });

  settle();
})();
