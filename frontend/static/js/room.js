// The part of a page that follows a meeting: asked for again and again, and swapped in when it has changed.
//   data-live="address"  data-tag="the ETag of what is shown"  data-every="seconds"  data-state="reload if this changes"
// A lost connection is said in [data-live-state] and tried again with growing pauses until it is back.
import { clock, each, say } from "./page.js";

const FIRST = 1000;
const LONGEST = 15000;
const PATIENCE = 10000;
const SHOWN = 4000;
const HIDDEN = 5; // a page that nobody looks at asks so many times less often

// What was filled in before this script ran, as on a slow line, told nobody.
const changed = (field) =>
  field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.value !== field.defaultValue;

class Live {
  constructor(part) {
    this.part = part;
    this.tag = part.dataset.tag;
    this.at = new Date();
    this.failures = 0;
    this.state = document.querySelector("[data-live-state]");
    window.addEventListener("online", () => this.soon(0));
    window.addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => document.hidden || this.soon(0));
    part.addEventListener("input", (event) => event.target.closest("[data-keep]")?.setAttribute("data-dirty", ""));
    for (const form of part.querySelectorAll("[data-keep]"))
      if ([...form.elements].some(changed)) form.setAttribute("data-dirty", "");
    this.soon(this.every);
  }

  get every() {
    return Number(this.part.dataset.every) * 1000 * (document.hidden ? HIDDEN : 1);
  }

  soon(pause) {
    clearTimeout(this.timer);
    if (!this.over) this.timer = setTimeout(() => this.ask(), pause);
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    try {
      await this.took(await this.fetch());
    } catch {
      this.lost();
    } finally {
      this.asking = false;
    }
  }

  fetch() {
    const headers = { Live: "1", "If-None-Match": this.tag };
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(this.part.dataset.live, { headers, signal, cache: "no-store", redirect: "manual" });
  }

  async took(response) {
    if (response.status >= 500 || response.status === 429) throw new Error(response.status);
    if (response.type === "opaqueredirect" || response.status >= 400) return this.ends();
    if (response.status !== 304) {
      const words = await response.text();
      this.tag = response.headers.get("ETag");
      this.swap(words);
    }
    this.works();
  }

  works() {
    this.at = new Date();
    if (this.failures) {
      this.say(say("live_back", { time: clock(this.at) }), "good");
      this.quiet = setTimeout(() => this.say(""), SHOWN);
    }
    this.failures = 0;
    this.soon(this.every);
  }

  lost() {
    this.failures += 1;
    clearTimeout(this.quiet);
    this.say(say("live_lost", { time: clock(this.at) }), "warning");
    const pause = Math.min(LONGEST, FIRST * 2 ** (this.failures - 1));
    this.soon(pause * (0.75 + Math.random() / 2)); // or a whole room would come back in the same instant
  }

  ends() {
    this.over = true;
    this.say(say("live_out"), "bad");
  }

  say(words, tone = "") {
    this.state.dataset.tone = tone;
    this.state.querySelector("span").textContent = words;
  }

  // Forms that somebody is filling in stay as they are, and the focus where it is.
  swap(words) {
    const fresh = new DOMParser().parseFromString(words, "text/html");
    const told = fresh.querySelector("[data-session-state]")?.dataset.sessionState;
    if (this.part.dataset.state && told && told !== this.part.dataset.state) return location.reload();
    const focus = this.part.contains(document.activeElement) ? document.activeElement.id : "";
    const kept = [...this.part.querySelectorAll("[data-keep][data-dirty]")];
    const nodes = [...fresh.body.childNodes].map((node) => document.importNode(node, true));
    this.part.replaceChildren(...nodes);
    for (const form of kept) this.part.querySelector(`#${CSS.escape(form.id)}`)?.replaceWith(form);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    return undefined;
  }
}

export const start = (root) => each(root, "[data-live]", (part) => new Live(part));
