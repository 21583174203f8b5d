// Saving what is typed. It stays in this browser until the server has it; nothing that is typed waits for an answer.
const AUTO_MS = 2_000;
const AGAIN_MS = 5_000;
const LARGEST_FAREWELL = 60_000; // bytes that a browser sends while a page closes
const OFFLINE = "サーバーにつながりません。このブラウザーに残してあります。つながると自動で保存します。";
const SIGNED_OUT = "ログインの期限が切れました。書いた文章はこのブラウザーに残してあります。別のタブでログインし直すと、続けて保存します。";

const TAB = Math.random().toString(36).slice(2); // each tab keeps its own words

export const plain = (text) => text.replace(/\r\n?/g, "\n");
const hash = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 2147483647, text.length);
const clock = (date) => date.toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit" });

export class Saving {
  /**
   * `text()` is what stands in the field, `busy()` whether kana are being converted; `say(words, bad, aloud)` shows how it
   * stands, `arrived(answer)` takes in what the server knows after a save, `conflict(found, asked)` when somebody was faster.
   */
  constructor(address, data, { text, busy, say, arrived, conflict }) {
    Object.assign(this, { address, text, busy, say, arrived, conflict, stamp: data.stamp, saved: plain(data.text), running: data.running && data.author === data.name });
    this.name = data.name;
    this.kin = `kanmin-unsaved-${address}-${data.person}-`;
    this.key = this.kin + TAB;
    this.found = null; // somebody else's newer text
    this.sent = []; // texts whose answer never came
    this.going = null;
    this.timer = 0;
    this.closed = false;
  }

  get dirty() { return this.text() !== this.saved; }

  /** What this browser kept and the server does not have, if there is any. */
  kept() {
    const found = Object.keys(localStorage).filter((name) => name.startsWith(this.kin)).map((name) => this.read(name)).filter(Boolean);
    const kept = found.find((one) => one.name === this.key) ?? found.sort((one, other) => other.at - one.at)[0];
    if (!kept) return null;
    if (kept.name !== this.key) localStorage.removeItem(kept.name); // it is kept by this tab from here on
    return { ...kept, follows: kept.basedOn === this.stamp || (kept.sent ?? []).includes(hash(this.saved)) };
  }

  /** What a tab kept under that name; null, and away with it, where the server has it. */
  read(name) {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(name)); } catch { kept = null; } // not ours
    if (typeof kept?.text === "string" && kept.text !== this.saved) return { at: 0, ...kept, name };
    localStorage.removeItem(name);
    return null;
  }

  /** Begin with a text of this browser that goes back to an older one than the newest. */
  behind(kept) {
    this.found = { theirs: this.saved, stamp: this.stamp };
    this.stamp = kept.basedOn;
    this.saved = kept.base;
  }

  keep() {
    if (!this.dirty) return localStorage.removeItem(this.key);
    const kept = { text: this.text(), base: this.saved, basedOn: this.stamp, sent: this.sent, at: Date.now() };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      this.say("このブラウザーに控えを残せませんでした。「保存」を押してください。", true);
    }
  }

  typed() {
    this.keep();
    if (this.found) return;
    this.say(this.dirty ? "保存していない変更があります" : this.at ? `保存しました ${this.at}` : "");
    this.later(AUTO_MS);
  }

  later(ms) {
    clearTimeout(this.timer);
    if (!this.closed && this.dirty && !this.found) this.timer = setTimeout(() => (this.busy() ? this.later(AUTO_MS) : this.save(true)), ms);
  }

  /** Save; whether the server has everything now. `running` goes on with the version of the last minutes. */
  async save(running) {
    clearTimeout(this.timer);
    while (this.going) await this.going;
    if (this.found) {
      if (!running) this.conflict(this.found, true);
      return false;
    }
    if (!this.dirty && (running || !this.running)) {
      if (!running) this.say(this.at ? `保存しました ${this.at}` : "変わったところはありません", false, true);
      return true;
    }
    this.going = this.put(this.text(), running);
    try {
      return await this.going;
    } finally {
      this.going = null;
    }
  }

  async put(text, running) {
    if (!running) this.say("保存しています…");
    this.sent = [...this.sent.slice(-2), hash(text)];
    this.keep();
    let response, body;
    try {
      response = await fetch(this.address, this.request(text, running));
      body = await response.json();
    } catch {
      this.say(OFFLINE, true, true);
      this.again();
      return false;
    }
    if (response.status === 409) return this.meet(body, text, running);
    if (!response.ok) {
      this.say(response.status === 401 ? SIGNED_OUT : `${body.error ?? "サーバーで問題が起きました。"}（文章はこのブラウザーに残してあります）`, true, true);
      if (response.status === 401 || response.status >= 500) this.again();
      return false;
    }
    this.stamp = body.saved.stamp;
    this.running = body.saved.running;
    this.has(text, !running);
    this.arrived(body);
    return true;
  }

  request(text, running) {
    const body = JSON.stringify({ text, based_on: this.stamp, running });
    return { method: "PUT", headers: { "content-type": "application/json" }, body };
  }

  /** The server has this text. */
  has(text, aloud) {
    this.saved = text;
    this.sent = [];
    this.at = clock(new Date());
    this.keep();
    this.say(this.dirty ? "保存していない変更があります" : `保存しました ${this.at}`, false, aloud && !this.dirty);
    this.later(AUTO_MS);
  }

  /** Somebody has saved since; perhaps it was ourselves, and only the answer was lost. */
  async meet(body, text, running) {
    const theirs = plain(body.theirs);
    if (theirs === text) {
      this.stamp = body.stamp;
      this.has(text, !running);
      return true;
    }
    if (this.sent.includes(hash(theirs))) {
      Object.assign(this, { stamp: body.stamp, saved: theirs });
      return this.put(this.text(), running);
    }
    this.found = { theirs, stamp: body.stamp, author: body.author };
    this.keep();
    this.say("まだ保存していません（このブラウザーに残してあります）", true, true);
    this.conflict(this.found, !running);
    return false;
  }

  again() {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.save(true), AGAIN_MS);
  }

  /** The merged text goes on from somebody else's. */
  merged(stamp, theirs) {
    Object.assign(this, { stamp, saved: theirs, found: null, running: false });
    this.keep();
  }

  /** The page closes: send what there is, without waiting. */
  farewell() {
    if (!this.dirty || this.found) return;
    const text = this.text();
    this.sent = [...this.sent.slice(-2), hash(text)];
    this.keep();
    const request = this.request(text, true);
    const small = new Blob([request.body]).size < LARGEST_FAREWELL;
    fetch(this.address, { ...request, keepalive: small }).catch(() => {}); // it is kept in this browser
  }

  /** The page is left, the program stays: what is kept in this browser goes once the server has it. */
  close() {
    clearTimeout(this.timer);
    this.closed = true;
    this.farewell();
  }
}
