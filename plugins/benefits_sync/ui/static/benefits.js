// Everything works without this file; it adds Airflow's theme, links out of Airflow's frame, and live progress.
"use strict";

function followTheme() {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

try {
  followTheme();
  window.addEventListener("storage", (event) => { if (event.key === "theme") followTheme(); });
} catch { /* storage is closed to this frame: the system's theme holds */ }

// Airflow frames our pages in a sandbox that may not navigate its parent; a link of the parent's own may.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-airflow]");
  if (!link || window.parent === window || event.ctrlKey || event.metaKey || event.shiftKey) return;
  try {
    const outside = window.parent.document.createElement("a");
    outside.href = link.href;
    window.parent.document.body.append(outside);
    event.preventDefault();
    outside.click();
    outside.remove();
  } catch { /* another origin frames us: the link opens inside the frame */ }
});

// One list on a page may ask for progress: data-progress is the address, data-run names each tile.
const EVERY = 3000;

function showProgress(tile, run) {
  tile.querySelectorAll("[data-show]").forEach((part) => { part.textContent = run[part.dataset.show] ?? ""; });
  const bar = tile.querySelector("progress");
  if (bar) { bar.max = run.steps; bar.value = run.steps_done; }
}

function redraw() {
  const typing = document.activeElement?.closest("form");
  if (!typing) location.reload();
}

async function ask(list) {
  const tiles = new Map([...list.querySelectorAll("[data-run]")].map((tile) => [tile.dataset.run, tile]));
  const query = new URLSearchParams([...tiles.keys()].map((id) => ["run", id]));
  const answer = await fetch(`${list.dataset.progress}?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { runs } = await answer.json();
  const now = new Map(runs.map((run) => [run.id, run]));
  for (const [id, tile] of tiles) {
    if (now.get(id)?.state !== tile.dataset.state) return redraw();
    showProgress(tile, now.get(id));
  }
}

async function follow(list) {
  for (;;) {
    await new Promise((next) => setTimeout(next, EVERY));
    if (!document.hidden) await ask(list).catch(() => { /* the next try may reach the server */ });
  }
}

// With the keyboard each arrow chooses: whoever uses it presses the button instead.
function submitOnceChosen(field) {
  let byKeyboard = false;
  field.addEventListener("keydown", () => { byKeyboard = true; });
  field.addEventListener("pointerdown", () => { byKeyboard = false; });
  field.addEventListener("change", () => { if (!byKeyboard) field.form.requestSubmit(); });
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-progress]").forEach(follow);
  document.querySelectorAll("select[data-submit]").forEach(submitOnceChosen);
});
