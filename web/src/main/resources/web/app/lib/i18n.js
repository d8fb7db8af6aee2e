// The language of the user interface. One table per language; both have the same keys (a test holds that).
import { preferences } from './store.js';
import en from './en.js';
import zh from './zh.js';

const tables = { en, zh };

/** @returns {'en'|'zh'} */
export function language() {
  return preferences.state.language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

/**
 * The text for a key, its `{names}` filled in.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function t(key, values) {
  const text = tables[language()][key] ?? en[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

/**
 * The text for a count: `key.one` or `key.other`, `{n}` filled in.
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function many(key, count, values) {
  const form = language() === 'en' && count === 1 ? 'one' : 'other';
  return t(`${key}.${form}`, { n: number(count), ...values });
}

/** A text for a value of the server, or the value made readable where the table does not know it.
 * @param {string} prefix @param {string} value */
export function word(prefix, value) {
  const key = `${prefix}.${value}`;
  return key in en ? t(key) : String(value).toLowerCase().replaceAll('_', ' ');
}

/** What the server says is wrong. Its own words name the place and the limit, and are English; elsewhere the table's,
 * by the code, where it knows it.
 * @param {{code?: string, detail?: string, title?: string}} problem @returns {string} */
export function said({ code, detail, title }) {
  const key = `code.${code}`;
  if (key in en && (language() !== 'en' || !detail)) return t(key);
  return detail || title || String(code ?? '');
}

/** Why a page was read as it was: in the server's words, which name its figures and are English; elsewhere in the
 * table's, by the code. @param {{sourceCode?: string, sourceReason?: string}} page @returns {string} */
export function whyRead({ sourceCode, sourceReason }) {
  const key = `why.${sourceCode}`;
  return language() !== 'en' && key in en ? t(key) : (sourceReason ?? '');
}

/** @param {number} value */
export function number(value) {
  return new Intl.NumberFormat(language()).format(value);
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: units[unit],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit > 1 ? 1 : 0,
  }).format(value);
}

/** @param {number} millis */
export function duration(millis) {
  return millis < 1000
    ? t('duration.millis', { n: number(Math.round(millis)) })
    : t('duration.seconds', { n: number(Math.round(millis / 100) / 10) });
}

/** @param {string} time RFC 3339 */
export function when(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const today = new Date().toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(language(), today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(date);
}

/** @param {string} time RFC 3339 */
export function exactly(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
}

function show() {
  const root = document.documentElement;
  root.lang = language() === 'zh' ? 'zh-CN' : 'en';
  const theme = preferences.state.theme;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

preferences.subscribe(show);
show();
