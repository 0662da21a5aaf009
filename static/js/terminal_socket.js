// One terminal's connection. After an accident it comes back with a new shell, and says so.
const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 10_000;
const REFUSED = { 4404: "This sandbox is gone, or belongs to another browser.", 4429: "This sandbox has too many open terminals. Close one of them." };

export class Connection {
  constructor(path, hear) {
    this.address = new URL(path, location.href);
    this.address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.hear = hear;
    this.tries = 0;
    this.early = []; // what was typed before anybody could hear it
    this.open();
  }

  open() {
    this.socket = new WebSocket(this.address);
    this.socket.onopen = () => {
      this.hear({ type: "connected", again: this.tries > 0 });
      this.tries = 0;
      this.early.splice(0).forEach((message) => this.say(message));
    };
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = (event) => this.lost(event.code);
  }

  lost(code) {
    if (this.ended) return;
    if (REFUSED[code]) { this.hear({ type: "refused", text: REFUSED[code] }); return; }
    if (!this.tries) this.hear({ type: "lost" });
    this.tries += 1;
    setTimeout(() => this.ended || this.open(), Math.min(RETRY_MS * this.tries, LONGEST_RETRY_MS));
  }

  say(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    else if (this.socket.readyState === WebSocket.CONNECTING && !this.tries) this.early.push(message);
  }

  close() {
    this.ended = true;
    this.socket.close();
  }
}
