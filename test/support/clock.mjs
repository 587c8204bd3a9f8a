/**
 * Loaded before a program (`node --import`), it moves the program's clock by the milliseconds of KEYTRAIL_TEST_SHIFT:
 * an hour of silence need not be waited for.
 */
const shift = Number(process.env.KEYTRAIL_TEST_SHIFT ?? 0);
const Real = Date;

globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [Real.now() + shift] : given));
  }

  static now() {
    return Real.now() + shift;
  }
};
