// A form that saves itself: two seconds after the last key and on leaving a field, by the same address and the same
// rules as its button. What does not arrive stays on this machine and is sent when the connection is back.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  const WAIT = 2000;
  const AGAIN = 10000;

  function startSaving() {
    const opened = performance.now();
    const began = new Date(form.dataset.now.replace(" ", "T"));
    const state = { timer: 0, busy: false, again: false, stopped: false, saidAt: -Infinity, touched: new Set() };
    const fields = () => Array.from(form.elements).filter((field) => field.name && !field.matches(NOT_TYPED));
    const values = () => Object.fromEntries(fields().map((field) => [field.name, valueOf(form.elements[field.name])]));
    let stored = "bound" in form.dataset ? {} : values(); // as the system has it
    if ("bound" in form.dataset) Object.assign(stored, JSON.parse(form.elements.base.value));

    const changed = () => {
      const found = {};
      for (const [name, value] of Object.entries(values())) if (value !== stored[name]) found[name] = value;
      return found;
    };
    // Left here by earlier visits, and neither in the form nor elsewhere on this page (both texts of a stale save).
    const onPage = ({ name, text }) => all(`[name="${name}"]`).some((field) => same(field.value, text));
    const waiting = kept.read().filter((each) => form.elements[each.name] && !onPage(each));
    const keep = () => kept.write(schoolTime(), changed(), waiting);

    // The school's own clock, wherever this machine thinks it is.
    function schoolTime() {
      const at = new Date(began.getTime() + performance.now() - opened);
      const two = (number) => String(number).padStart(2, "0");
      return `${two(at.getHours())}:${two(at.getMinutes())} ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
    }

    form.addEventListener("input", (event) => {
      if (event.target.matches(NOT_TYPED)) return;
      state.touched.add(event.target.name);
      keep();
      soon(WAIT);
    });
    form.addEventListener("focusout", () => {
      if (Object.keys(changed()).length) soon(0);
    });
    // The button saves first and goes on then: without a connection or a session the page stays as it is.
    form.addEventListener("submit", async (event) => {
      if (state.leaving) return;
      event.preventDefault();
      window.clearTimeout(state.timer);
      do await new Promise((done) => window.setTimeout(done, 20)); // also lets this event end before the next
      while (state.busy);
      if (!state.stopped) await save();
      if (state.out || state.offline) return;
      state.leaving = state.stopped = true;
      form.requestSubmit(event.submitter);
    });
    window.addEventListener("pagehide", () => {
      if (state.stopped || kept.closed) return;
      keep();
      if (Object.keys(changed()).length && !state.busy) leave();
    });
    window.addEventListener("online", () => soon(0));
    window.addEventListener("offline", () => {
      if (Object.keys(changed()).length) show("offline");
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && Object.keys(changed()).length) soon(0);
      if (!document.hidden && state.out) comeBack();
    });

    function soon(wait) {
      if (state.stopped) return;
      window.clearTimeout(state.timer);
      state.timer = window.setTimeout(save, wait);
    }

    // The window is closing: one last try that outlives it. It stays kept until a later page sees it arrived.
    function leave() {
      const body = payload();
      const headers = { Accept: "application/json" };
      fetch(window.location.pathname, { method: "POST", body, headers, keepalive: true, redirect: "error" }).catch(() => {});
    }

    function payload() {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      return body;
    }

    async function save() {
      if (state.stopped || state.out) return;
      if (state.busy) {
        state.again = true;
        return;
      }
      const sent = values();
      if (!Object.keys(changed()).length) return;
      state.busy = true;
      state.again = false;
      show("saving");
      try {
        const answer = await ask(window.location.pathname, payload());
        await told(answer, sent);
      } catch {
        keep();
        show("offline");
        state.offline = true;
        soon(AGAIN);
      }
      state.busy = false;
      if (state.again) soon(0);
    }

    async function told(answer, sent) {
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const said = json ? await answer.json() : {};
      state.offline = false;
      if (answer.ok) {
        form.elements.version.value = said.version;
        form.elements.base.value = said.base;
        stored = sent;
        keep();
        markWrong(form, {}, state.touched);
        band(null);
        putInPlace(said.renewed);
        show("done", said.at);
        if (Object.keys(changed()).length) soon(WAIT);
        return;
      }
      keep();
      if (answer.status === 422) {
        show(markWrong(form, said.errors, state.touched) ? "wrong" : "unfinished");
      } else if (answer.status === 409 && said.both) {
        state.stopped = true;
        show("stale");
        band("[data-both]", said.said).querySelector("[data-compare]").addEventListener("click", () => form.requestSubmit());
      } else if (answer.status === 401 || answer.status === 403) {
        state.out = true;
        show("out");
        const link = band("[data-out]", said.said || "").querySelector("[data-sign-in]");
        link.href = said.sign_in || `/accounts/login/?next=${encodeURIComponent(window.location.pathname)}`;
      } else if (said.said) {
        show("offline");
        band("[data-refused]", said.said);
      } else {
        show("offline");
        state.offline = true;
        soon(AGAIN);
      }
    }

    // Signed in again in another window, as the same person: this page goes on with the new session's token.
    async function comeBack() {
      try {
        const answer = await fetch(window.location.pathname, { redirect: "error" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (page.documentElement.dataset.user !== kept.user) return;
        const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
        for (const field of all("[name=csrfmiddlewaretoken]")) field.value = token;
        state.out = false;
        band(null);
        soon(0);
      } catch {
        // Still signed out, or no connection.
      }
    }

    function band(template, words) {
      for (const old of all("[data-band]")) old.remove();
      if (!template) return null;
      const shown = document.querySelector(`template${template}`).content.cloneNode(true).firstElementChild;
      shown.dataset.band = "";
      shown.querySelector("[data-words]").textContent = words;
      form.closest("main").querySelector(".page-head").after(shown);
      return shown;
    }

    const ICONS = { saving: "bi-cloud-arrow-up", done: "bi-cloud-check" };

    function show(what, at = "") {
      const place = document.querySelector("[data-saved]");
      const words = place.dataset[what].replace("%(at)s", at);
      place.hidden = false;
      place.className = `saved ${ICONS[what] ? what : "held"}`;
      place.firstElementChild.className = `bi ${ICONS[what] || "bi-hdd"}`;
      place.lastElementChild.textContent = words;
      const quiet = what === "saving" || (what === "done" && performance.now() - state.saidAt < 60000 && !state.trouble);
      if (quiet) return;
      state.saidAt = performance.now();
      state.trouble = what !== "done";
      document.querySelector("[data-said]").textContent = words;
    }

    keep();
    if (waiting.length) {
      offerKept(form, waiting, (field) => {
        keep();
        if (!field) return;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }

  }

  if (form) startSaving();
})();
