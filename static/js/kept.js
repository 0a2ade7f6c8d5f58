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
      return JSON.parse(window.localStorage.getItem(kept.key()));
    } catch {
      return null;
    }
  },

  // {at: when, fields: {name: text}}; without fields nothing is left.
  write(at, fields) {
    try {
      if (!Object.keys(fields).length) window.localStorage.removeItem(kept.key());
      else if (!kept.closed) window.localStorage.setItem(kept.key(), JSON.stringify({ at, fields }));
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
