// What the modules share: the words of the page, the language, and starting once for each element.

let known;

/** The sentence for a key, with `{name}` filled in. */
export const say = (key, filled = {}) => {
  known ??= JSON.parse(document.getElementById("words").textContent);
  return known[key].replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);
};

export const language = () => document.documentElement.lang || "vi";

/** A number as the language of the page writes it. */
export const number = (value, places = 2) => new Intl.NumberFormat(language(), { maximumFractionDigits: places }).format(value);

/** The time of day, 10:32. */
export const clock = (moment = new Date()) =>
  new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);

/** A number that somebody typed, with a comma or a point; NaN where it is none. */
export const typed = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));

export const ready = (act) =>
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", act) : act();

const begun = new WeakMap();

/** Run `act` once for each element under `root` that has the hook. */
export const each = (root, hook, act) => {
  const found = [...root.querySelectorAll(hook)];
  if (root.matches?.(hook)) found.push(root);
  for (const element of found) {
    const acts = begun.get(element) ?? new Set();
    if (acts.has(hook)) continue;
    begun.set(element, acts.add(hook));
    act(element);
  }
};

/** Escape closes the innermost thing that the hook finds. */
export const closeOnEscape = (hook, close) =>
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = [...document.querySelectorAll(hook)].pop();
    if (open) close(open);
  });

/** An element with classes, attributes and children; text is text, never markup. */
export const element = (name, { css = "", ...attributes } = {}, ...children) => {
  const made = document.createElement(name);
  if (css) made.className = css;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

export const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
