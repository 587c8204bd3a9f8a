/** Bands as they are shown. */
import { BANDS } from '../../investigate/finding.ts';
import type { Band } from '../../investigate/finding.ts';
import { styled } from './style.ts';
import type { Style } from './style.ts';

const STYLE: { readonly [B in Band]: Style | readonly Style[] } = {
  page: ['bold', 'red'],
  watch: 'yellow',
  log: 'dim',
};

/** A band in capitals and in its colour. */
export function bandText(band: Band): string {
  return styled(STYLE[band], band.toUpperCase());
}

/** The gravest of some bands; undefined without any. */
export function gravestBand(of: readonly { readonly band: Band }[]): Band | undefined {
  return BANDS.find((band) => of.some((each) => each.band === band));
}
