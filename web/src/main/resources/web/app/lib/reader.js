// A file that is only read: nothing of it is indexed. What is known of it outlives the page that shows it.
import { api, isAborted } from './api.js';
import { Store } from './store.js';
import { go, links } from './router.js';
import { said, t } from './i18n.js';

/**
 * @typedef {object} Sheet a page, as far as it is known
 * @property {number} number
 * @property {any[]} blocks found so far
 * @property {number} turn clockwise degrees by which the file's page is turned for their boxes
 * @property {string} written what a language model has written so far beyond those blocks
 * @property {any} page as it was read in the end, or `{number, problem}`; null before
 */

/**
 * @typedef {object} Asked what a figure was asked for
 * @property {any[]} readings what models say that it shows, newest first
 * @property {string} busy the task that is under way; empty for none
 * @property {string|null} problem
 */

/** @type {Asked} */
export const NOT_ASKED = { readings: [], busy: '', problem: null };

/** @typedef {{engine: string, mode: string, task: string, target: string, prompt: string}} Choice empty where nothing is chosen */

/** @type {Choice} */
export const NO_CHOICE = { engine: '', mode: '', task: '', target: '', prompt: '' };

export const reader = new Store({
  /** @type {'empty'|'sending'|'reading'|'done'|'cancelled'|'failed'} */
  phase: 'empty',
  /** @type {Choice} */
  choice: { ...NO_CHOICE },
  /** Kept to be read again in another way; gone when the page was loaded anew. @type {File|null} */
  file: null,
  name: '',
  /** @type {string|null} */
  job: null,
  fraction: 0,
  /** How many pages it has; 0 while that is not known. */
  total: 0,
  stage: '',
  /** @type {Map<number, Sheet>} */
  sheets: new Map(),
  /** By page and number, as `1/2`. @type {Map<string, Asked>} */
  figures: new Map(),
  at: 1,
  /** @type {string|null} */
  problem: null,
});

let work = new AbortController();

function begin(change) {
  work.abort();
  work = new AbortController();
  reader.set({ job: null, fraction: 0, total: 0, stage: '', sheets: new Map(), figures: new Map(), at: 1, problem: null, ...change });
  return work.signal;
}

/** Hands a file in, in the way that is chosen, and follows its reading. @param {File|undefined} file */
export async function readFile(file) {
  if (!file) return;
  const { choice } = reader.state;
  if (choice.task === 'LOCATE' && !choice.target.trim()) {
    reader.set({ problem: t('read.noTarget') });
    return;
  }
  const signal = begin({ phase: 'sending', file, name: file.name });
  try {
    const wishes = { engine: choice.engine, mode: choice.mode, task: choice.task, target: choice.task === 'LOCATE' ? choice.target.trim() : '', prompt: choice.prompt.trim() };
    const { job } = await api.handIn(file, wishes, { onProgress: (fraction) => reader.set({ fraction }), signal });
    reader.set({ phase: 'reading', job: job.id });
    go(links.reading(job.id));
    await follow(job.id, signal);
  } catch (error) {
    fail(error, signal);
  }
}

/** Takes up a reading by its address. @param {string} job */
export async function takeUp(job) {
  if (reader.state.job === job) return;
  const signal = begin({ phase: 'reading', file: null, name: '', job });
  try {
    const { name, engine, mode, task, target, prompt } = await api.wished(job);
    signal.throwIfAborted();
    reader.set({ name, choice: { engine: engine ?? '', mode: mode ?? '', task: task === 'DOCUMENT' ? '' : task, target: target ?? '', prompt: prompt ?? '' } });
    await follow(job, signal);
  } catch (error) {
    fail(error.status === 404 ? new Error(t('read.gone')) : error, signal);
  }
}

/** @param {unknown} error @param {AbortSignal} signal */
function fail(error, signal) {
  if (isAborted(error) || signal.aborted) return;
  reader.set({ phase: 'failed', problem: error.message });
}

/** @param {string} job @param {AbortSignal} signal */
async function follow(job, signal) {
  for await (const { event, data } of api.reading(job, signal)) {
    signal.throwIfAborted();
    take(event, data);
  }
}

/** @param {string} event @param {any} data */
function take(event, data) {
  switch (event) {
    case 'progress':
      reader.set({ stage: data.stage ?? '', total: Math.max(reader.state.total, data.stage === 'reading' ? data.total : 0) });
      break;
    case 'block':
      // What was written of it is in it.
      live(data.page, (sheet) => ({ ...sheet, blocks: [...sheet.blocks, data.block], turn: data.turn, written: '' }));
      break;
    case 'delta':
      live(data.page, (sheet) => ({ ...sheet, written: sheet.written + data.text }));
      break;
    case 'restart':
      live(data.page, (sheet) => ({ ...emptied(sheet), turn: data.turn }));
      break;
    case 'again':
      // What was told while the line was cut was not heard.
      for (const page of reader.state.sheets.keys()) live(page, emptied);
      break;
    case 'page':
      // What was heard of it before may have come out differently.
      alter(data.number, (sheet) => ({ ...sheet, blocks: data.blocks ?? [], turn: data.turn ?? 0, written: '', page: data }));
      break;
    case 'done':
      reader.set({ phase: 'done', total: Math.max(reader.state.total, data.result?.pages ?? 0) });
      break;
    case 'error':
      if (data.code === 'job-cancelled') reader.set({ phase: 'cancelled' });
      else reader.set({ phase: 'failed', problem: said(data) });
      break;
    default:
  }
}

/** @param {Sheet} sheet @returns {Sheet} */
const emptied = (sheet) => ({ ...sheet, blocks: [], written: '' });

/** Changes a page that is not done. @param {number} page @param {(sheet: Sheet) => Sheet} change */
function live(page, change) {
  alter(page, (sheet) => (sheet.page ? sheet : change(sheet)));
}

/** @param {number} page @param {(sheet: Sheet) => Sheet} change */
function alter(page, change) {
  const sheet = reader.state.sheets.get(page) ?? { number: page, blocks: [], turn: 0, written: '', page: null };
  reader.set({ sheets: new Map(reader.state.sheets).set(page, change(sheet)), total: Math.max(reader.state.total, page) });
}

/** Stops sending or reading; the pages that are done stay. */
export async function cancelReading() {
  const { phase, job } = reader.state;
  if (phase === 'sending') {
    work.abort();
    reader.set({ phase: 'empty', name: '' });
  } else if (job) {
    await api.cancelJob(job);
  }
}

/** Reads the pages that are missing. */
export async function readMissing() {
  const { job } = reader.state;
  if (!job) return;
  const signal = begin({ phase: 'reading', job });
  try {
    await api.retryJob(job);
    await follow(job, signal);
  } catch (error) {
    fail(error, signal);
  }
}

/** Back to the beginning; what is chosen stays chosen. */
export function forgetReading() {
  begin({ phase: 'empty', file: null, name: '' });
  go(links.read);
}

/**
 * The page of a picture that was handed in, when it is read.
 * @param {string} job
 * @param {AbortSignal} signal where nobody waits for it any more, the job is cancelled
 * @returns {Promise<any>}
 */
export async function onlyPage(job, signal) {
  let seen = null;
  try {
    for await (const { event, data } of api.reading(job, signal)) {
      signal.throwIfAborted();
      if (event === 'error') throw new Error(said(data));
      if (event === 'page') seen = data;
    }
  } catch (error) {
    if (isAborted(error)) api.cancelJob(job).catch(() => {});
    throw error;
  }
  if (!seen || seen.problem) throw new Error(seen ? said(seen.problem) : t('compare.notRead'));
  return seen;
}

/** What is known of a figure. @param {number} page @param {number} number @returns {Asked} */
export const askedOf = (page, number) => reader.state.figures.get(`${page}/${number}`) ?? NOT_ASKED;

/** Has a figure of a page that is done read by itself. @param {number} page @param {number} number @param {string} task */
export async function askFigure(page, number, task) {
  const { signal } = work;
  /** @param {Partial<Asked>} change */
  const tell = (change) => reader.set({ figures: new Map(reader.state.figures).set(`${page}/${number}`, { ...askedOf(page, number), ...change }) });
  tell({ busy: task, problem: null });
  try {
    const { job } = await api.readFigureHandedIn(/** @type {string} */ (reader.state.job), page, number, task);
    const { markdown, blocks, engine, mode } = await onlyPage(job.id, signal);
    // Tags alone say nothing.
    if (!markdown?.replace(/<[^>]*>/g, '').trim()) throw new Error(t('code.figure-empty'));
    const reading = { task, engine, mode, written: markdown, escaped: blocks?.length > 0 };
    tell({ busy: '', readings: [reading, ...askedOf(page, number).readings.filter((other) => other.task !== task)] });
  } catch (error) {
    if (isAborted(error) || signal.aborted) return;
    tell({ busy: '', problem: error.message });
  }
}

/** The Markdown of all pages that are read. @returns {string} */
export function wholeMarkdown() {
  return [...reader.state.sheets.values()]
    .sort((a, b) => a.number - b.number)
    .map((sheet) => (sheet.page?.markdown ?? '').trim())
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}
