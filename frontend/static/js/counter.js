// How many characters a field holds and may hold.
import { each, number } from "./page.js";

export const start = (root) =>
  each(root, "[data-counter-of]", (counter) => {
    const field = document.getElementById(counter.dataset.counterOf);
    if (!field) return;
    const most = Number(counter.dataset.counterMax);
    const show = () => {
      const length = [...field.value.normalize("NFC")].length;
      counter.textContent = `${number(length)} / ${number(most)}`;
      counter.toggleAttribute("data-over", length > most);
    };
    field.addEventListener("input", show);
    show();
  });
