/** One line at the bottom of the terminal that says how far the work is. */
export class ProgressLine {
  #shown = false;

  /** Only where a person looks: nothing when standard error is no terminal. */
  static onTerminal(): ProgressLine | undefined {
    return process.stderr.isTTY ? new ProgressLine() : undefined;
  }

  show(text: string): void {
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\u001b[K${text.slice(0, width)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }
}
