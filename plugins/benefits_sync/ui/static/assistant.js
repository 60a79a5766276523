// Everything works without this file; it checks values while they are typed and chooses all rows of a page.
"use strict";

const PAUSE = 400;

function say(verdict, text, kind) {
  verdict.textContent = text;
  verdict.className = `verdict ${kind}`;
}

async function ask(form, verdict) {
  const sent = Object.fromEntries([...new FormData(form)].filter(([name]) => /^(value|shown|empty)\./.test(name)));
  const answer = await fetch(form.dataset.check, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": form.elements.csrf_token.value },
    body: JSON.stringify(sent),
  });
  if (!answer.ok) return say(verdict, "", "");
  const { broken, left_out } = await answer.json();
  if (broken.length) return say(verdict, `Still refused: ${broken.map((one) => one.message).join("; ")}.`, "bad");
  if (left_out) return say(verdict, `Accepted by the rules; the record would be left out: ${left_out}.`, "good");
  return say(verdict, "Accepted by the rules.", "good");
}

function checkWhileTyped(form) {
  const verdict = form.querySelector(".verdict");
  let waiting = 0;
  let latest = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    const mine = ++latest;
    waiting = setTimeout(() => {
      ask(form, { set textContent(text) { if (mine === latest) verdict.textContent = text; }, set className(kind) { if (mine === latest) verdict.className = kind; } })
        .catch(() => { /* the rules are asked again when it is saved */ });
    }, PAUSE);
  });
  form.querySelectorAll("[data-use]").forEach((button) => {
    button.addEventListener("click", () => {
      const field = form.elements[button.dataset.use];
      field.value = button.dataset.value;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}

function chooseRows(form) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]:not([disabled])")];
  const all = form.querySelector("[data-all]");
  const button = form.querySelector("[data-chosen]");
  if (!all || !button) return;
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    button.disabled = chosen === 0;
    button.textContent = `${button.dataset.chosen} ${chosen || ""} chosen`;
  };
  all.hidden = false;
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); count(); });
  form.addEventListener("change", count);
  count();
}

document.querySelectorAll("form[data-check]").forEach(checkWhileTyped);
document.querySelectorAll("form[data-choose]").forEach(chooseRows);
document.querySelectorAll("[data-reload]").forEach(() => { setTimeout(() => location.reload(), 4000); });
