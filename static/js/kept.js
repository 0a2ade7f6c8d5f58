// What this machine keeps of what was typed and has not reached the system: one entry an account and page. Office
// computers are shared: all of it goes at sign-out, and whatever is another account's goes when somebody signs in.
"use strict";

const kept = {
  start: "kept:",
  user: document.documentElement.dataset.user || "",
  closed: false, // signed out in another window: nothing more is kept here

  key: () => `${kept.start}${kept.user}:${window.location.pathname}`,

  read() {
    try {
      return JSON.parse(window.localStorage.getItem(kept.key())) || [];
    } catch {
      return [];
    }
  },

  // fields: {name: text} typed since `at`; waiting: [{at, name, text}] of earlier visits, not yet chosen or left.
  write(at, fields, waiting) {
    const told = [...waiting, ...Object.entries(fields).map(([name, text]) => ({ at, name, text }))];
    try {
      if (!told.length) window.localStorage.removeItem(kept.key());
      else if (!kept.closed) window.localStorage.setItem(kept.key(), JSON.stringify(told));
    } catch {
      // A full or forbidden store: the page itself still holds what was typed.
    }
  },

  clear(but = "") {
    const own = `${kept.start}${but}:`;
    try {
      for (const key of Object.keys(window.localStorage))
        if (key.startsWith(kept.start) && !(but && key.startsWith(own))) window.localStorage.removeItem(key);
    } catch {
      // Nothing can have been kept either.
    }
  },
};

if (kept.user) kept.clear(kept.user);
for (const form of all("form[data-sign-out]")) {
  form.addEventListener("submit", () => {
    kept.clear();
    try {
      window.localStorage.setItem("signed-out", String(Date.now()));
      window.localStorage.removeItem("signed-out");
    } catch {
      // The other windows will hear it from the server.
    }
  });
}
window.addEventListener("storage", (event) => {
  if (event.key !== "signed-out" || !event.newValue || !kept.user) return;
  kept.closed = true;
  kept.clear();
  window.location.reload();
});

// What earlier visits left here, word for word beside what the system has; the reader chooses, field by field.
// `waiting` loses what was chosen or left; `changed` is called then.
function offerKept(form, waiting, changed) {
  const offer = document.querySelector("template[data-kept-offer]").content.cloneNode(true).firstElementChild;
  for (const each of waiting.slice()) {
    const part = document.querySelector("template[data-kept-field]").content.cloneNode(true).firstElementChild;
    const field = one(form.elements[each.name]);
    const [mine, theirs] = all(".typed", part);
    part.querySelector("h3").textContent = labelOf(field);
    part.querySelector("[data-at]").textContent = each.at;
    mine.textContent = inWords(field, each.text);
    theirs.textContent = inWords(field, valueOf(form.elements[each.name]));
    const choose = (use) => {
      waiting.splice(waiting.indexOf(each), 1);
      part.remove();
      if (!waiting.length) offer.remove();
      if (use) fill(form.elements[each.name], each.text);
      changed(use ? field : null);
    };
    part.querySelector("[data-use]").addEventListener("click", () => choose(true));
    part.querySelector("[data-drop]").addEventListener("click", () => choose(false));
    offer.querySelector("[data-fields]").append(part);
  }
  form.closest("main").querySelector(".page-head").after(offer);
  document.querySelector("[data-said]").textContent = offer.querySelector("h2").textContent;
}
