/** One section of the statistics: a heading, and a table cut to so many rows. */
import { styled } from './show/style.ts';
import { tableText } from './show/table.ts';
import type { TableColumn } from './show/table.ts';
import { numberText } from './show/text.ts';

/** How many rows a section may have, and how wide a line may be. */
export interface Fit {
  readonly limit: number;
  readonly width: number | undefined;
}

/** A section with a heading; `''` without rows. */
export function section<T>(
  title: string,
  rows: readonly T[],
  { fit, columns, cells }: SectionTable<T>,
): string {
  if (rows.length === 0) return '';
  const table = tableText(columns, rows.slice(0, fit.limit).map(cells), fit.width);
  return `${headingText(title, rows.length, fit)}\n${table}`;
}

interface SectionTable<T> {
  readonly fit: Fit;
  readonly columns: readonly TableColumn[];
  readonly cells: (row: T) => string[];
}

export function headingText(title: string, rows: number, { limit }: Fit): string {
  return styled('bold', rows > limit ? `${title} (first ${limit} of ${numberText(rows)})` : title);
}
