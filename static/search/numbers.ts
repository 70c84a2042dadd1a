// Reads the numbers that the generator's encode.go writes.

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const values = new Uint8Array(128);
for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;

export class Numbers {
  private at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  next(): number {
    for (let value = 0, scale = 1; ; scale *= 32) {
      const digit = values[this.text.charCodeAt(this.at++)] ?? 0;
      value += (digit % 32) * scale;
      if (digit < 32) return value;
    }
  }

  /** What is left, as a list. */
  rest(): number[] {
    const list = [];
    while (!this.done) list.push(this.next());
    return list;
  }
}
