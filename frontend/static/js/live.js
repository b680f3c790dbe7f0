// A score sheet: number and slider agree, and the total runs along against the pass mark.
import { each, number, say, typed } from "./page.js";

const begin = (sheet) => {
  const fields = [...sheet.querySelectorAll("[data-score]")];
  const box = sheet.querySelector("[data-score-total]");

  const show = () => {
    const values = fields.map((field) => typed(field.value) * Number(field.dataset.weight));
    const open = values.filter(Number.isNaN).length;
    const sum = Math.round(values.reduce((all, value) => all + (value || 0), 0) * 100) / 100;
    const mark = Number(box.dataset.mark);
    box.querySelector("[data-score-sum]").textContent = number(sum);
    const words = open ? say("total_open", { count: open }) : say(sum >= mark ? "total_pass" : "total_fail", { mark: number(mark) });
    box.querySelector("[data-score-words]").textContent = words;
    box.dataset.tone = open ? "" : sum >= mark ? "good" : "bad";
  };

  for (const field of fields) {
    const slider = sheet.querySelector(`[data-score-slider="${CSS.escape(field.name)}"]`);
    slider?.addEventListener("input", () => {
      field.value = slider.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => {
      if (slider && !Number.isNaN(typed(field.value))) slider.value = typed(field.value);
      show();
    });
  }
  if (box) show();
};

export const start = (root) => each(root, "[data-score-sheet]", begin);
