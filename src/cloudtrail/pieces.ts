/** A stream of bytes that can be looked into before it is read. */
import { HEAD_BYTES } from './content.ts';

export class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #returned: Buffer | undefined;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The first bytes, at least `HEAD_BYTES` where there are so many; they stay unread. */
  async head(): Promise<Buffer> {
    const head = await this.upTo(HEAD_BYTES);
    this.#returned = head;
    return head.subarray(0, HEAD_BYTES);
  }

  /** The next bytes; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const returned = this.#returned;
    if (returned !== undefined && returned.length > 0) {
      this.#returned = undefined;
      return returned;
    }
    for (;;) {
      const { value, done } = await this.#source.next();
      if (done === true) return undefined;
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.length);
    }
  }

  /** Bytes until there are at least `length` of them, or all. When the source breaks off, what came before stays unread. */
  async upTo(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    try {
      for (let have = 0; have < length;) {
        const piece = await this.next();
        if (piece === undefined) break;
        pieces.push(piece);
        have += piece.length;
      }
    } catch (error) {
      this.unread(Buffer.concat(pieces));
      throw error;
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** Puts bytes back before all that is still unread. */
  unread(bytes: Buffer): void {
    this.#returned = this.#returned === undefined ? bytes : Buffer.concat([bytes, this.#returned]);
  }

  /** The unread bytes, piece by piece. */
  async *rest(): AsyncGenerator<Buffer> {
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
  }

  /** Leaves the rest unread and lets go of the source. */
  async stop(): Promise<void> {
    await this.#source.return?.();
  }
}
