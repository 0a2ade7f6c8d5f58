// A page that asks by itself: for a save, for who else is there. What comes back is put in place; the focus stays.
"use strict";

function ask(address, body) {
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const headers = { Accept: "application/json" };
  return fetch(address, { method: "POST", body, headers, redirect: "error", credentials: "same-origin" });
}

function putInPlace(parts) {
  for (const [name, inside] of Object.entries(parts || {})) {
    for (const part of all(`[data-part="${name}"]`)) {
      if (part.innerHTML !== inside && !part.contains(document.activeElement)) part.innerHTML = inside;
    }
  }
}

for (const bar of all("[data-presence]")) {
  const tell = async () => {
    if (document.hidden) return;
    try {
      const answer = await ask(bar.dataset.presence, new URLSearchParams({ step: bar.dataset.step }));
      if (answer.ok) putInPlace((await answer.json()).renewed);
    } catch {
      // Without a connection nobody is told; the next time will do.
    }
  };
  tell();
  window.setInterval(tell, 30000);
  document.addEventListener("visibilitychange", tell);
}
