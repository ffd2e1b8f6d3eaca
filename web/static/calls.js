// Dialling from links, in grids here and in pages of other systems:
//   <script src="https://server/ReactClient/calls.js"></script>
//   Call("+420724123456")                      dials; Call(number, { OutboundListId: "…" }) for a list
//   CallorConsult("+420724123456")             consults the number if the agent talks to somebody, else dials it
//   SingleCheck("PrivateCall", "+420724…&OutboundListId=…")   runs one command of the call bar
// Where no script may stand in the page: <a href="#" data-call="+420724123456" data-call-then="SingleCheck('…','{0}&…')">.
// Each returns a promise of the service's answer; of null, when it was refused, which has been said by then.
"use strict";

(() => {
  const script = document.currentScript;
  const service = new URL(script.src).origin;
  const running = new Map();

  function requestKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  }

  async function run(parameters) {
    const body = new URLSearchParams(parameters);
    // What is clicked twice while it runs is done once; so is what a browser sends twice.
    const name = body.toString();
    if (!running.has(name)) {
      if (!body.has("RequestKey")) body.set("RequestKey", requestKey());
      running.set(name, send(body).finally(() => running.delete(name)));
    }
    return running.get(name);
  }

  async function send(body) {
    let response;
    try {
      response = await fetch(`${service}/ReactClient/api/bar/web`, { method: "POST", credentials: "include", body });
    } catch {
      return refused({ status: 0, detail: `${service} did not answer.`, hint: "Try again." });
    }
    const answer = await response.json().catch(() => ({ status: response.status, detail: response.statusText }));
    return response.ok ? answer : refused(answer);
  }

  // Pages that want to say it themselves listen to pgdialer-problem and prevent its default.
  function refused(problem) {
    const told = new CustomEvent("pgdialer-problem", { detail: problem, cancelable: true });
    if (!document.dispatchEvent(told)) return null;
    if (problem.status === 401) {
      window.open(`${service}/login`, "_blank");
    } else if (typeof window.say === "function") {
      window.say(problem.detail, "bad", problem.hint || "");
    } else {
      window.alert([problem.detail, problem.hint].filter(Boolean).join("\n"));
    }
    return null;
  }

  function Call(number, parameters = {}) {
    return run({ Cmd: "PrivateCall", Par: String(number), ...parameters });
  }

  // par is what stands behind Par= in the URL: the value, and further parameters behind an &. {0} is the number.
  function SingleCheck(cmd, par = "", number = "") {
    const [value, ...others] = String(par).split("&");
    const parameters = Object.fromEntries(new URLSearchParams(others.join("&").replaceAll("{0}", encodeURIComponent(number))));
    const main = value.replaceAll("{0}", number);
    return run({ Cmd: cmd, ...(main ? { Par: main } : {}), ...parameters });
  }

  // then: what to do when nobody is talked to: a function of the number, or the text SingleCheck('Cmd','{0}&…').
  async function CallorConsult(number, then) {
    const state = await run({ Cmd: "GetState" });
    if (!state) return null;
    if (state.CallPhase === "AgentTalk" && state.CallType !== "Visitor") {
      return run({ Cmd: "Consult", OutboundCallId: state.OutboundCallId, Target: String(number) });
    }
    if (typeof then === "function") return then(number);
    const named = /^\s*SingleCheck\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)\s*;?\s*$/.exec(then || "");
    return named ? SingleCheck(named[1], named[2], number) : Call(number);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-call]");
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    CallorConsult(link.dataset.call, link.dataset.callThen);
  });

  Object.assign(window, { Call, CallorConsult, SingleCheck });
})();
