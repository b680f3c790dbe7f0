// Rows of a formset (authors): add, remove, and the running sum of one field against what it must be.
import { each, number, say, typed } from "./page.js";

const begin = (box) => {
  const prefix = box.dataset.rowsPrefix;
  const list = box.querySelector("[data-rows-list]");
  const total = box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const output = box.querySelector("[data-rows-sum]");

  const sum = () => {
    if (!output) return;
    const fields = [...list.querySelectorAll(`[data-row]:not([data-removed]) [name$="-${output.dataset.rowsSum}"]`)];
    const target = Number(output.dataset.rowsTarget);
    const reached = Math.round(fields.reduce((all, field) => all + (typed(field.value) || 0), 0) * 100) / 100;
    const right = reached === target;
    output.dataset.tone = right ? "good" : "bad";
    output.textContent = `${number(reached)}% – ${say(right ? "sum_right" : "sum_wrong", { target: number(target) })}`;
  };

  box.querySelector("[data-rows-add]").addEventListener("click", () => {
    const blank = box.querySelector("[data-rows-blank]").innerHTML.replaceAll("__prefix__", total.value);
    list.insertAdjacentHTML("beforeend", blank);
    total.value = Number(total.value) + 1;
    const row = list.lastElementChild;
    window.htmx?.process(row);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    sum();
  });
  box.addEventListener("change", (event) => {
    if (!event.target.matches('[name$="-DELETE"]')) return;
    event.target.closest("[data-row]").toggleAttribute("data-removed", event.target.checked);
    sum();
    box.querySelector("[data-rows-add]").focus();
  });
  box.addEventListener("input", sum);
  sum();
};

export const start = (root) => each(root, "[data-rows]", begin);
