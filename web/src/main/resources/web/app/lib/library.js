// The documents, the work on them, and the uploads under way, as the whole screen sees them.
import { api, isAborted, knock } from './api.js';
import { bind } from './pictures.js';
import { notify, session, Store } from './store.js';
import { many, t } from './i18n.js';

/**
 * @typedef {object} Upload
 * @property {number} id
 * @property {string} name
 * @property {number} bytes
 * @property {'waiting'|'sending'|'accepted'|'duplicate'|'refused'} state
 * @property {number} fraction
 * @property {string} [document]
 * @property {string} [reason]
 * @property {AbortController} abort
 */

export const library = new Store({
  /** @type {Map<string, any>} newest first */
  documents: new Map(),
  /** @type {any[]} */
  collections: [],
  loaded: false,
  /** @type {string|null} */
  problem: null,
});

export const jobs = new Store({ /** @type {Map<string, any>} newest first */ byId: new Map(), loaded: false });

export const uploads = new Store({
  /** @type {Upload[]} */
  items: [],
  /** When the pages of what is uploaded next are read from their images. @type {'AUTO'|'ALWAYS'|'NEVER'} */
  ocr: 'AUTO',
});

export const isFinal = (job) => ['DONE', 'FAILED', 'CANCELLED'].includes(job.state);
export const isBusy = (document) => document.state === 'QUEUED' || document.state === 'READING' || (document.state === 'READABLE' && document.searchable !== 'FULL');
export const canAsk = (document) => document.searchable === 'LEXICAL' || document.searchable === 'FULL';

/** The work on a document that has not ended, but for what is done when there is time, or looks for something on a page. @param {string} document */
export function workOn(document) {
  for (const job of jobs.state.byId.values()) if (job.document === document && !['PROOFREAD', 'OCR'].includes(job.type) && !isFinal(job)) return job;
  return null;
}

/** The name people see: the collection everything is in to begin with has a translated one. */
export const collectionName = (collection) => (collection.name === 'default' ? t('collection.default') : collection.name);

/** For each list under way, what became known of single documents meanwhile; null of those that are gone.
 * @type {Set<Map<string, any>>} */
const meanwhile = new Set();

/** @param {string} id @param {any} document */
function remember(id, document) {
  for (const changes of meanwhile) changes.set(id, document);
}

export async function loadLibrary() {
  const changes = new Map();
  meanwhile.add(changes);
  try {
    const [listed, collections] = await Promise.all([api.documents(), api.collections()]);
    const there = new Set(listed.map((document) => document.id));
    const added = [...changes.values()].filter((document) => document && !there.has(document.id)).reverse();
    const known = listed.map((document) => (changes.has(document.id) ? changes.get(document.id) : document)).filter(Boolean);
    library.set({ documents: new Map([...added, ...known].map((document) => [document.id, document])), collections, loaded: true, problem: null });
  } catch (error) {
    library.set({ problem: error.message });
  } finally {
    meanwhile.delete(changes);
  }
}

/** @param {any} document */
export function keep(document) {
  remember(document.id, document);
  const documents = library.state.documents.has(document.id)
    ? new Map(library.state.documents).set(document.id, document)
    : new Map([[document.id, document], ...library.state.documents]);
  library.set({ documents });
}

/** @param {string} id */
function drop(id) {
  remember(id, null);
  const documents = new Map(library.state.documents);
  documents.delete(id);
  library.set({ documents });
}

const fetching = new Map();

/** Brings a document up to date; calls that come while one is under way are one more call after it.
 * @param {string} id */
async function refresh(id) {
  if (fetching.has(id)) {
    fetching.set(id, true);
    return;
  }
  fetching.set(id, false);
  try {
    keep(await api.document(id));
  } catch (error) {
    if (error.status === 404) drop(id);
  }
  const again = fetching.get(id);
  fetching.delete(id);
  if (again) await refresh(id);
}

/** @type {EventSource|null} */
let stream = null;

/** One connection tells the whole screen about all work. */
export function followJobs() {
  if (stream) return;
  stream = new EventSource(api.jobEventsUrl);
  stream.addEventListener('progress', (event) => take(JSON.parse(event.data)));
  stream.addEventListener('open', () => {
    if (jobs.state.loaded) catchUp();
  });
  stream.addEventListener('error', () => {
    knock();
    if (stream?.readyState !== EventSource.CLOSED) return;
    // The server answered with something else than a stream; look again when it may be well.
    stream = null;
    setTimeout(() => !session.state.needsToken && followJobs(), 3000);
  });
}

export function stopFollowing() {
  stream?.close();
  stream = null;
}

/** What was missed while the connection was down. */
export async function catchUp() {
  await Promise.allSettled([loadLibrary(), loadJobs()]);
}

export async function loadJobs() {
  const list = await api.jobs();
  jobs.set({ byId: new Map(list.map((job) => [job.id, job])), loaded: true });
}

/** Takes what a request answered about a job: where the stream has told of it since the request was sent, that is newer.
 * @param {any} job @param {any} [before] what was known of it when the request was sent */
export function takeAnswer(job, before) {
  if (jobs.state.byId.get(job.id) === before) take(job);
}

/** Takes what the stream of all work tells of a job. @param {any} job */
export function take(job) {
  const known = jobs.state.byId.get(job.id);
  if (known && isFinal(known) && !isFinal(job) && job.attempts <= known.attempts && job.state !== 'QUEUED') return;
  const byId = known ? new Map(jobs.state.byId).set(job.id, job) : new Map([[job.id, job], ...jobs.state.byId]);
  jobs.set({ byId });
  if (!job.document) return;
  if (job.type === 'DELETE' && job.state === 'DONE') {
    drop(job.document);
    return;
  }
  const document = library.state.documents.get(job.document);
  if (document && job.type === 'READ' && job.state === 'RUNNING' && known?.state === 'RUNNING' && known.stage === job.stage && document.pages > 0) {
    // Between pages only the count changes; asking for the document each time would be a request a page.
    if (job.total === document.pages) keep({ ...document, state: 'READING', pagesRead: Math.max(document.pagesRead, job.done) });
    return;
  }
  if (!document || !known || known.state !== job.state || known.stage !== job.stage || document.pages === 0) refresh(job.document);
}

/** A job when it is over, as the stream of all work tells. @param {string} id @param {AbortSignal} [signal] ends the waiting
 * @returns {Promise<any>} */
export function ended(id, signal) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const job = jobs.state.byId.get(id);
      if (!job || !isFinal(job)) return;
      end();
      resolve(job);
    };
    const end = jobs.subscribe(look);
    signal?.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
    look();
  });
}

const AT_ONCE = 3;
let nextUpload = 1;

/**
 * Uploads files, a few at a time.
 * @param {Iterable<File>} files
 * @param {string} [collection]
 */
export function upload(files, collection) {
  enqueue([...files].map((file) => ({ name: file.name, bytes: file.size, made: async () => file })), collection);
}

/**
 * Uploads pictures as the pages of one document.
 * @param {File[]} pictures in the order of the pages
 * @param {string} name
 * @param {string} [collection]
 */
export function uploadTogether(pictures, name, collection) {
  enqueue([{ name: `${name}.pdf`, bytes: pictures.reduce((sum, file) => sum + file.size, 0), made: () => bind(pictures, `${name}.pdf`) }], collection);
}

/** @param {{name: string, bytes: number, made: () => Promise<File>}[]} parcels @param {string} [collection] */
function enqueue(parcels, collection) {
  const { ocr } = uploads.state;
  const added = parcels.map(({ name, bytes, made }) => ({
    id: nextUpload++,
    name,
    bytes,
    state: 'waiting',
    fraction: 0,
    abort: new AbortController(),
    made,
    collection,
    ocr,
  }));
  if (added.length === 0) return;
  uploads.set({ items: [...uploads.state.items, ...added] });
  pump();
}

function pump() {
  const items = uploads.state.items;
  const sending = items.filter((item) => item.state === 'sending').length;
  for (const item of items.filter((candidate) => candidate.state === 'waiting').slice(0, AT_ONCE - sending)) transmit(item);
}

/** @param {Upload} item @param {Partial<Upload>} change */
function alter(item, change) {
  Object.assign(item, change);
  uploads.set({ items: [...uploads.state.items] });
}

/** @param {any} item */
async function transmit(item) {
  alter(item, { state: 'sending' });
  try {
    const file = await item.made();
    item.abort.signal.throwIfAborted();
    const { document, job, duplicate } = await api.upload(file, {
      collection: item.collection,
      ocr: item.ocr,
      onProgress: (fraction) => alter(item, { fraction }),
      signal: item.abort.signal,
    });
    keep(document);
    if (job) takeAnswer(job);
    alter(item, { state: duplicate ? 'duplicate' : 'accepted', fraction: 1, document: document.id, made: null });
  } catch (error) {
    if (isAborted(error)) forgetUpload(item.id);
    else alter(item, { state: 'refused', reason: error.message, made: null });
  }
  pump();
}

/** @param {number} id */
export function forgetUpload(id) {
  const item = uploads.state.items.find((candidate) => candidate.id === id);
  if (item?.state === 'sending') item.abort.abort();
  uploads.set({ items: uploads.state.items.filter((candidate) => candidate.id !== id) });
}

/** Takes away what has been seen where it ended: all but what is on its way, or being read. */
export function forgetSeenUploads() {
  uploads.set({
    items: uploads.state.items.filter((item) => {
      if (item.state === 'waiting' || item.state === 'sending') return true;
      const document = item.document ? library.state.documents.get(item.document) : null;
      return item.state === 'accepted' && document && isBusy(document);
    }),
  });
}

/** Takes away what needs nobody's attention any more. */
export function tidyUploads() {
  uploads.set({ items: uploads.state.items.filter((item) => item.state === 'waiting' || item.state === 'sending') });
}

/** @param {any} document @param {string} name */
export async function rename(document, name) {
  keep(await api.changeDocument(document.id, { name }));
}

/** @param {any} document @param {string} collection */
export async function move(document, collection) {
  keep(await api.changeDocument(document.id, { collection }));
  library.set({ collections: await api.collections() });
}

/** @param {any} document */
export async function remove(document) {
  const { job } = (await api.deleteDocument(document.id)) ?? {};
  drop(document.id);
  if (job) takeAnswer(job);
  uploads.set({ items: uploads.state.items.filter((item) => item.document !== document.id) });
  notify(t('library.deleted', { name: document.name }));
}

/**
 * Reads a document again.
 * @param {any} document
 * @param {'AUTO'|'ALWAYS'|'NEVER'} [ocr] when its pages are read from their images; as before, when left out
 */
export async function readAgain(document, ocr) {
  const { job } = (await api.readAgain(document.id, ocr)) ?? {};
  if (job) takeAnswer(job);
  await refresh(document.id);
}

/** Reads the pages that nothing could read so far. */
export async function readWaiting() {
  const { jobs: begun } = await api.readNeedingOcr();
  for (const job of begun) takeAnswer(job);
}

/** Documents with pages that text recognition would read, and that nobody keeps from it. */
export const waitingForOcr = () => [...library.state.documents.values()].filter((document) => document.pagesNeedingOcr > 0 && document.ocr !== 'NEVER' && !isBusy(document));

/** Where a document stands, in human words.
 * @returns {{kind: 'busy'|'ready'|'problem'|'idle', text: string, fraction: number|null}} */
export function standing(document) {
  const job = workOn(document.id);
  switch (document.state) {
    case 'QUEUED':
      return { kind: 'busy', text: job?.state === 'RETRYING' ? t('state.retrying') : t('state.QUEUED'), fraction: null };
    case 'READING':
      return document.pages > 0
        ? { kind: 'busy', text: t('state.readingPage', { done: document.pagesRead, total: document.pages }), fraction: document.pagesRead / document.pages }
        : { kind: 'busy', text: t('state.READING'), fraction: null };
    case 'READABLE': {
      const fraction = job?.type === 'INDEX' && job.total > 0 ? job.done / job.total : null;
      return document.searchable === 'NONE'
        ? { kind: 'busy', text: t('state.indexing'), fraction }
        : { kind: 'busy', text: t('state.LEXICAL'), fraction };
    }
    case 'INDEXED':
      return { kind: 'ready', text: document.searchable === 'LEXICAL' ? t('state.LEXICAL') : t('state.INDEXED'), fraction: null };
    case 'FAILED':
      return { kind: 'problem', text: t('state.FAILED'), fraction: null };
    case 'CANCELLED':
      return { kind: 'idle', text: t('state.CANCELLED'), fraction: null };
    default:
      return { kind: 'idle', text: String(document.state), fraction: null };
  }
}

/** @param {any} document */
export function pageCount(document) {
  return document.pages > 0 ? many('pages', document.pages) : '';
}
