/** The server's time, so that a phone with a wrong clock still counts down to the right moment. */

export class ServerClock {
  /** renderedAt: the server's moment in the page, which came with the answer to the page's request. */
  constructor(renderedAt) {
    const { responseStart, navigationStart } = performance.timing; // as this machine's clock stood
    this.offset = Date.parse(renderedAt) - (responseStart || navigationStart);
  }

  hear(moment) {
    this.offset = Date.parse(moment) - Date.now();
  }

  now() {
    return Date.now() + this.offset;
  }
}
