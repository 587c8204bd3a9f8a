// CloudTrail's time stamps: `"2023-07-10T11:42:36Z"`. Any other form is left to the host.

/** What `parseTime` read, in milliseconds since 1970 (UTC). */
export let parsedMs: f64 = 0;

let dateBytes: u64 = 0;
let dateTail: u32 = 0;
let dateMs: f64 = 0;

// @ts-ignore: decorator
@inline
function two(p: usize): u32 {
  const tens = <u32>load<u8>(p) - 0x30;
  const ones = <u32>load<u8>(p, 1) - 0x30;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the Gregorian calendar. */
function daysSinceEpoch(year: u32, month: u32, day: u32): f64 {
  const y: i32 = <i32>year - (month <= 2 ? 1 : 0);
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const shifted: i32 = (<i32>month + 9) % 12;
  const dayOfYear = (153 * shifted + 2) / 5 + <i32>day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return <f64>(era * 146097 + dayOfEra - 719468);
}

function parseDate(p: usize): bool {
  const high = two(p);
  const low = two(p + 2);
  const month = two(p + 5);
  const day = two(p + 8);
  if (high > 99 || low > 99 || load<u8>(p, 4) != 0x2d || load<u8>(p, 7) != 0x2d) return false;
  const year = high * 100 + low;
  if (year == 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  dateMs = daysSinceEpoch(year, month, day) * 86400000;
  return true;
}

/** Reads the token from `p` (its quote) to `behind` (after its quote); false when it has another form. */
export function parseTime(p: usize, behind: usize): bool {
  parsedMs = 0;
  if (behind - p != 22 || load<u8>(p) != 0x22) return false;
  p++;
  const head = load<u64>(p);
  const tail = <u32>load<u16>(p, 8);
  if (head != dateBytes || tail != dateTail) {
    dateBytes = 0;
    if (!parseDate(p)) return false;
    dateBytes = head;
    dateTail = tail;
  }
  const hour = two(p + 11);
  const minute = two(p + 14);
  const second = two(p + 17);
  if (hour > 23 || minute > 59 || second > 59) return false;
  if (load<u8>(p, 10) != 0x54 || load<u8>(p, 13) != 0x3a || load<u8>(p, 16) != 0x3a || load<u8>(p, 19) != 0x5a) return false;
  parsedMs = dateMs + <f64>(hour * 3600 + minute * 60 + second) * 1000;
  return true;
}
