// Reads the adaptive Golomb–Rice codes that the generator's numbers.go writes.

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const values = new Uint8Array(128);
for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;

/** The number of values over which the mean adapts. */
const memory = 64;
/** A quotient of this many ones is an escape: the value follows in wide bits. */
const maxQuotient = 20;
const wide = 24;

/** A kind of numbers, with the mean of the recent ones, from which the parameter of the code follows. */
export class Kind {
  private count = 1;

  /** Expects numbers about a mean. */
  constructor(private sum: number) {}

  /** The parameter of the code: how many low bits follow the quotient. */
  get low(): number {
    let low = 0;
    while (3 * this.count * 2 ** low < 2 * this.sum) low++;
    return low;
  }

  learn(n: number): void {
    this.sum += n;
    if (++this.count < memory) return;
    this.sum = Math.floor(this.sum / 2);
    this.count /= 2;
  }
}

export class Numbers {
  private at = 0;
  private digit = 0;
  /** The number of unread bits of the digit. */
  private left = 0;

  constructor(private readonly text: string) {}

  /** Whether only padding is left, which is all ones: no number ends in it. */
  get done(): boolean {
    return this.at >= this.text.length && this.digit + 1 === 1 << this.left;
  }

  /** Reads a number: the quotient in unary, then the low bits. */
  next(kind: Kind): number {
    const low = kind.low;
    let ones = 0;
    while (ones < maxQuotient && this.bits(1) === 1) ones++;
    const n = ones === maxQuotient ? this.bits(wide) : (ones << low) + this.bits(low);
    kind.learn(n);
    return n;
  }

  /** The next bits, 24 at most. */
  bits(count: number): number {
    let bits = 0;
    while (count > 0) {
      if (this.left === 0) {
        this.digit = values[this.text.charCodeAt(this.at++)] ?? 0;
        this.left = 6;
      }
      const some = Math.min(count, this.left);
      this.left -= some;
      count -= some;
      bits = (bits << some) | (this.digit >> this.left);
      this.digit &= (1 << this.left) - 1;
    }
    return bits;
  }
}
