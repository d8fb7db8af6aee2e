// How surely a page, a word or a quote was read from an image, in the words and the limits people see.
import { duration, language, many, number, t, word } from './i18n.js';

/** Below this the server calls no quote exact, and people are asked to look. */
export const WEAK = 0.6;

/** From here on a quote's weakest word is not worth a remark. */
const CLEAR = 0.9;

/** Rounded down, so that what is below a limit never reads as if it were not.
 * @param {number} fraction @returns {string} such as `61 %`, as the language writes it */
export const percentOf = (fraction) => new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }).format(Math.floor(fraction * 100 + 1e-6) / 100);

/** Whether nobody needs to look at how a page was read. @param {any} page */
export const isSure = (page) => (page.doubts ?? []).length === 0 && (page.confidence === undefined || page.confidence >= WEAK);

/** How surely the weakest word of a quote was read: `sure` where there is nothing to say.
 * @param {{confidence?: number}} citation @returns {'sure'|'fair'|'weak'} */
export function strength({ confidence }) {
  if (confidence === undefined || confidence >= CLEAR) return 'sure';
  return confidence < WEAK ? 'weak' : 'fair';
}

/** What two readers saw of one figure. @param {{model: string, other: string}} readings @returns {string} */
export const readingsOf = ({ model, other }) => (model ? t('doubt.readings', { model, other }) : t('doubt.leftOut', { other }));

/** What is in doubt in a region, in words. @param {any} doubt @returns {string} */
export const doubtOf = ({ kind, readings }) => (readings ? readingsOf(readings) : word('doubt', kind));

/** Who read a page and what it took, in parts to be joined: engine, mode, time, tokens.
 * @param {any} page @returns {string[]} */
export function effort({ engine, mode, usage }) {
  const took = usage?.effectiveMode ?? mode;
  return [
    engine,
    took,
    usage ? duration(usage.millis) : '',
    usage?.visionTokens ? t('usage.vision', { n: number(usage.visionTokens) }) : '',
    usage?.textTokens ? t('usage.text', { n: number(usage.textTokens) }) : '',
    usage?.compression ? t('usage.compression', { n: number(usage.compression) }) : '',
    usage?.linesUnread ? many('usage.unread', usage.linesUnread) : '',
  ].filter(Boolean);
}
