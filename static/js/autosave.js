// A form that saves itself: two seconds after the last key and on leaving a field, by the same address and the same
// rules as its button. What does not arrive stays on this machine and is sent when the connection is back.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  const WAIT = 2000;
  const AGAIN = 10000;
  const NOT_TYPED = "[type=hidden], [type=file], button";

  function post(address, body) {
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const headers = { Accept: "application/json" };
    return fetch(address, { method: "POST", body, headers, redirect: "error", credentials: "same-origin" });
  }

  function renew(parts) {
    for (const [name, inside] of Object.entries(parts || {})) {
      for (const part of all(`[data-part="${name}"]`)) {
        if (part.innerHTML !== inside && !part.contains(document.activeElement)) part.innerHTML = inside;
      }
    }
  }

  function tellPresence(bar) {
    const tell = async () => {
      if (document.hidden) return;
      try {
        const answer = await post(bar.dataset.presence, new URLSearchParams({ step: bar.dataset.step }));
        if (answer.ok) renew((await answer.json()).renewed);
      } catch {
        // Without a connection nobody is told; the next time will do.
      }
    };
    tell();
    window.setInterval(tell, 30000);
    document.addEventListener("visibilitychange", tell);
  }

  // A field, or the several of one name, as one text; and back.
  const TICKED = "[type=checkbox], [type=radio]";
  const several = (field) => (field instanceof RadioNodeList ? Array.from(field) : [field]);
  const one = (field) => several(field)[0];

  function valueOf(field) {
    const ticked = several(field).filter((each) => !each.matches(TICKED) || each.checked);
    return ticked.map((each) => each.value).join("\u0000");
  }

  function fill(field, value) {
    for (const each of several(field)) {
      if (each.matches(TICKED)) each.checked = value.split("\u0000").includes(each.value);
      else each.value = value;
    }
  }

  // As the system keeps it: blanks at the ends of lines do not count.
  function same(one, other) {
    const plain = (text) => text.normalize("NFC").replace(/[^\S\n]+$/gm, "").trim();
    return plain(one) === plain(other);
  }

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
    const keep = () => kept.write(schoolTime(), changed());

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
        const answer = await post(window.location.pathname, payload());
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
        markWrong({});
        band(null);
        renew(said.renewed);
        show("done", said.at);
        if (Object.keys(changed()).length) soon(WAIT);
        return;
      }
      keep();
      if (answer.status === 422) {
        show(markWrong(said.errors) ? "wrong" : "unfinished");
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

    // Somebody has typed there, or has left its row with something else in it.
    function spokenTo(field) {
      const row = field.closest("fieldset");
      const left = row && !row.contains(document.activeElement);
      return field.value || state.touched.has(field.name) || (left && all("input, select", row).some((each) => each.value));
    }

    // What is wrong stands at its field, as after pressing the button; only where somebody has typed.
    function markWrong(errors) {
      for (const shown of all(".field-error[data-now]", form)) shown.remove();
      for (const field of all("[data-wrong-now]", form)) {
        field.removeAttribute("aria-invalid");
        delete field.dataset.wrongNow;
      }
      let told = 0;
      for (const [name, sentences] of Object.entries(errors || {})) {
        const field = form.elements[name] && one(form.elements[name]);
        if (!field || field.matches("[type=hidden]") || !spokenTo(field)) continue;
        field.setAttribute("aria-invalid", "true");
        field.dataset.wrongNow = "";
        const line = document.createElement("p");
        line.className = "field-error";
        line.dataset.now = "";
        line.innerHTML = '<i class="bi bi-exclamation-circle-fill" aria-hidden="true"></i><span></span>';
        line.lastChild.textContent = sentences.join(" ");
        (field.closest(".field") || field.parentElement).append(line);
        told += 1;
      }
      return told;
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

    offerKept();

    // Kept here from an earlier visit: word for word beside what the system has, and the reader chooses.
    function offerKept() {
      const found = kept.read();
      const now = values();
      const names = Object.keys(found ? found.fields : {}).filter((name) => name in now && !same(now[name], found.fields[name]));
      if (!names.length || "bound" in form.dataset) {
        keep();
        return;
      }
      const offer = document.querySelector("template[data-kept-offer]").content.cloneNode(true).firstElementChild;
      offer.querySelector("[data-at]").textContent = found.at;
      for (const name of names) {
        const part = document.querySelector("template[data-kept-field]").content.cloneNode(true).firstElementChild;
        const [mine, theirs] = all(".typed", part);
        part.querySelector("h3").textContent = labelOf(one(form.elements[name]));
        mine.textContent = inWords(one(form.elements[name]), found.fields[name]);
        theirs.textContent = inWords(one(form.elements[name]), now[name]);
        offer.querySelector("[data-fields]").append(part);
      }
      state.stopped = true; // until the reader has chosen, nothing here takes its place
      const choose = () => {
        offer.remove();
        state.stopped = false;
      };
      offer.querySelector("[data-use]").addEventListener("click", () => {
        for (const name of names) fill(form.elements[name], found.fields[name]);
        choose();
        for (const name of names) one(form.elements[name]).dispatchEvent(new Event("input", { bubbles: true }));
        one(form.elements[names[0]]).focus();
      });
      offer.querySelector("[data-drop]").addEventListener("click", () => {
        choose();
        keep();
      });
      form.closest("main").querySelector(".page-head").after(offer);
      document.querySelector("[data-said]").textContent = offer.querySelector("h2").textContent;
    }

    function labelOf(field) {
      const own = field.labels && field.labels[0] ? field.labels[0].firstChild.textContent.trim() : "";
      const card = field.closest("section, fieldset");
      const head = card && card.id.startsWith("criterion-") ? card.querySelector("h2").textContent : "";
      return head || own;
    }

    function inWords(field, value) {
      const option = field.options && Array.from(field.options).find((each) => each.value === value);
      return (option ? option.textContent : value) || "–";
    }
  }

  if (form) startSaving();
  for (const bar of all("[data-presence]")) tellPresence(bar);
})();
