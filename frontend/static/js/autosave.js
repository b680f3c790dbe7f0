// Saving as one types. A form with data-autosave is sent after a pause, with the revision it was opened on (If-Match):
//   data-autosave="address"  data-revision="7"  data-method="PATCH" (JSON, as the API takes it) or POST (form, the default)
// The answer carries the new revision as ETag. 412 means that somebody else saved: both versions stay at hand.
// Until a save has succeeded, what was typed is kept on this device as well. A button saves first and goes on once that
// was answered: a page that the line cannot fetch would take along what was typed.
import { clock, each, element, say, token } from "./page.js";

const PAUSE = 800;
const RETRY = 5000;
const MOMENT = 50;

const fieldsOf = (form) => {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File || name === "csrfmiddlewaretoken" || name === "revision") continue;
    fields[name] = name in fields ? [].concat(fields[name], value) : value;
  }
  return fields;
};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Autosave {
  constructor(form) {
    this.form = form;
    this.revision = form.dataset.revision;
    this.key = `unsaved:${document.body.dataset.user}:${form.dataset.autosave}`;
    this.state = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    this.saved = fieldsOf(form);
    this.offerBackup();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submits(event));
    window.addEventListener("online", () => this.dirty && this.save());
    window.addEventListener("beforeunload", (event) => this.dirty && !this.leaving && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save());
  }

  get dirty() {
    return !same(this.saved, fieldsOf(this.form));
  }

  say(words, tone = "") {
    if (!this.state) return;
    this.state.querySelector("span").textContent = words;
    this.state.dataset.tone = tone;
  }

  submits(event) {
    if (!this.saving && !this.conflict && !this.dirty && navigator.onLine) return this.leave();
    event.preventDefault();
    this.goOn(event.submitter);
  }

  async goOn(button) {
    button?.setAttribute("aria-busy", "true");
    while (this.saving) await new Promise((done) => setTimeout(done, MOMENT));
    await this.save();
    button?.removeAttribute("aria-busy");
    if (this.conflict) return this.banner.scrollIntoView({ block: "center" });
    if (this.failed || !navigator.onLine) return this.say(say("offline"), "warning");
    this.form.requestSubmit(button);
  }

  leave() {
    this.leaving = true;
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
  }

  changed() {
    this.backUp();
    if (this.conflict) return;
    this.say(say("unsaved"));
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  backUp() {
    const kept = { at: Date.now(), revision: this.revision, fields: fieldsOf(this.form) };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // a full or forbidden store only takes the second net away
    }
  }

  async save() {
    clearTimeout(this.timer);
    if (this.saving || this.conflict || !this.dirty) return;
    this.saving = true;
    this.say(say("saving"));
    const sent = fieldsOf(this.form);
    try {
      await this.took(await this.send(sent), sent);
      this.failed = false;
    } catch {
      this.failed = true;
      this.say(say("offline"), "warning");
      this.later(RETRY);
    } finally {
      this.saving = false;
    }
  }

  send(fields) {
    const { autosave, method = "POST" } = this.form.dataset;
    const json = method === "PATCH";
    const headers = { "X-CSRFToken": token(), "If-Match": `"${this.revision}"`, Accept: "application/json" };
    if (json) headers["Content-Type"] = "application/json";
    const body = json ? JSON.stringify(fields) : new URLSearchParams(Object.entries(fields).flatMap(([k, v]) => [].concat(v).map((one) => [k, one])));
    return fetch(autosave, { method, headers, body });
  }

  // The revision goes with the next save, and with the form when its button is pressed.
  stands(revision) {
    this.revision = revision.replace(/^W\/|"/g, "");
    this.form.dataset.revision = this.revision;
    const field = this.form.querySelector("[name=revision]");
    if (field) field.value = this.revision;
  }

  async took(response, sent) {
    if (response.redirected) return this.signedOut(response.url);
    if (response.headers.has("ETag")) this.stands(response.headers.get("ETag"));
    if (response.ok) {
      this.saved = sent;
      if (this.dirty) return this.later(PAUSE);
      localStorage.removeItem(this.key);
      return this.say(say("saved", { time: clock() }), "good");
    }
    if (response.status === 412) return this.conflicts(await problem(response));
    if (response.status >= 500 || response.status === 429) throw new Error(response.status);
    this.saved = sent;
    const { title, errors = [] } = await problem(response);
    this.say(say("refused", { reason: errors.map((error) => error.message).join(" ") || title || response.status }), "bad");
  }

  conflicts(found) {
    this.conflict = true;
    this.backUp();
    this.say(say("conflict"), "warning");
    const theirs = () => {
      this.leaving = true;
      location.reload();
    };
    const mine = () => {
      this.stands(String(found.revision ?? found.current ?? this.revision));
      this.conflict = false;
      this.banner.remove();
      this.save();
    };
    this.show(say("conflict"), [[say("conflict_mine"), mine], [say("conflict_theirs"), theirs]]);
  }

  // Whoever is signed out meanwhile is led to a page to sign in, which has taken nothing.
  signedOut(address) {
    this.conflict = true;
    this.backUp();
    this.say(say("signed_out"), "bad");
    const signIn = () => {
      this.leaving = true;
      const entrance = new URL(address);
      entrance.searchParams.set("next", location.pathname + location.search);
      location.assign(entrance);
    };
    this.show(say("signed_out"), [[say("sign_in"), signIn]]);
  }

  offerBackup() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept || same(kept.fields, this.saved)) return localStorage.removeItem(this.key);
    const use = () => {
      this.fill(kept.fields);
      this.banner.remove();
      this.changed();
    };
    const drop = () => {
      localStorage.removeItem(this.key);
      this.banner.remove();
    };
    this.show(say("restore", { time: clock(new Date(kept.at)) }), [[say("restore_use"), use], [say("restore_drop"), drop]]);
  }

  fill(fields) {
    for (const [name, count] of Object.entries(fields)) if (name.endsWith("-TOTAL_FORMS")) this.addRows(name, Number(count));
    for (const [name, value] of Object.entries(fields)) {
      const inputs = this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      for (const input of inputs) {
        if (input.matches("[type=checkbox], [type=radio]")) input.checked = [].concat(value).includes(input.value);
        else input.value = [].concat(value)[[...inputs].indexOf(input)] ?? "";
      }
    }
  }

  addRows(name, count) {
    const add = this.form.querySelector(`[data-rows-prefix="${CSS.escape(name.replace("-TOTAL_FORMS", ""))}"] [data-rows-add]`);
    const missing = count - Number(this.form.querySelector(`[name="${CSS.escape(name)}"]`)?.value);
    for (let row = 0; add && row < missing; row += 1) add.click();
  }

  show(words, choices) {
    this.banner?.remove();
    const buttons = choices.map(([label, act], at) => {
      const button = element("button", { type: "button", css: at ? "btn btn-outline-secondary" : "btn btn-primary" }, label);
      button.addEventListener("click", act);
      return button;
    });
    this.banner = element("div", { css: "notice notice-warning", role: "alert" }, element("div", {}, element("strong", {}, words), element("div", { css: "form-actions" }, ...buttons)));
    this.form.prepend(this.banner);
  }
}

const problem = (response) => response.json().catch(() => ({}));

export const start = (root) => each(root, "form[data-autosave]", (form) => new Autosave(form));
