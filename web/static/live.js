// One event stream for the page: <body data-live="agent,call:42"> names the topics. When one has changed, the event
// live:TOPIC is sent to the body, and parts of the page ask for themselves anew (hx-trigger="live:agent from:body").
// While there is no stream, it is tried again and the parts are asked for all the same. A page that is not looked at
// rests, unless data-live-always says that it must not: browsers allow six connections to a server.
"use strict";

(() => {
  const topics = document.body.dataset.live;
  if (!topics) return;
  const always = "liveAlways" in document.body.dataset;
  const SILENCE = 12000; // the service says at least every five seconds that it lives
  let source = null;
  let heard = 0;
  let tries = 0;
  let again = 0;
  let state = "";
  let unsure = false;
  const answers = new Map(); // by the address asked

  function show(next) {
    if (state === next) return;
    state = next;
    const bar = document.getElementById("connection");
    bar.textContent = next ? words[next] : "";
    bar.className = next;
    document.body.dataset.connection = next || "live";
  }

  function ask(topic) {
    htmx.trigger(document.body, `live:${topic}`);
  }

  function askAll() {
    for (const topic of topics.split(",")) ask(topic);
  }

  function changed(topic) {
    unsure = true;
    ask(topic);
  }

  function changedAll() {
    for (const topic of topics.split(",")) changed(topic);
  }

  // What was changed and changed back between two looks of the service may have been shown in between: when it has been
  // quiet for a while, the page asks once more, and again as long as it is told something new.
  function beSure() {
    if (unsure) askAll();
    unsure = false;
  }

  function open() {
    clearTimeout(again);
    if (source || (document.hidden && !always)) return;
    heard = Date.now();
    source = new EventSource(`/live?topics=${encodeURIComponent(topics)}`);
    source.addEventListener("open", () => {
      heard = Date.now();
      tries = 0;
      show("");
    });
    source.addEventListener("changed", (event) => {
      heard = Date.now();
      changed(event.data);
    });
    source.addEventListener("beat", () => {
      heard = Date.now();
      beSure();
    });
    source.addEventListener("lost", () => { heard = Date.now(); show("database"); });
    source.addEventListener("back", () => {
      heard = Date.now();
      show("");
      changedAll();
    });
    source.addEventListener("error", () => lost());
  }

  function close() {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  }

  function lost() {
    close();
    tries += 1;
    if (tries > 1) show("lost");
    // All pages of a service that comes back do not come at once.
    again = setTimeout(() => {
      if (tries > 1) changedAll();
      open();
    }, Math.min(5000, 250 * 2 ** tries) * (0.5 + Math.random() / 2));
  }

  document.addEventListener("visibilitychange", () => {
    if (always) return;
    if (document.hidden) close();
    else open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  addEventListener("online", () => { close(); open(); });
  addEventListener("offline", () => { tries = 1; lost(); });
  setInterval(() => {
    if (source && Date.now() - heard > SILENCE) lost();
  }, 1000);
  // What changed while an answer was on its way is asked for after it: htmx has queued that, and would forget it if it
  // took the part for another one, which it does if an attribute has changed, such as the class it has put there itself.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    event.target.classList.remove(htmx.config.settlingClass);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig: { verb, path }, successful, xhr } = event.detail;
    if (!successful) return;
    if (verb !== "get") changedAll(); // what one does oneself is seen at once
    else if (answers.get(path) !== xhr.responseText) {
      answers.set(path, xhr.responseText);
      unsure = true;
    }
  });
  // Not before htmx has read the page: no part would hear what is told.
  document.addEventListener("DOMContentLoaded", open);
})();
