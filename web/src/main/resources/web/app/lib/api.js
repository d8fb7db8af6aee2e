// The wire contract, from the browser's side. Every failure leaves here as a Problem whose message is for people.
import { session } from './store.js';
import { said, t } from './i18n.js';
import { events } from './events.js';

const BASE = '/api/v1';

/** Something that did not work, said so that a person can act on it. */
export class Problem extends Error {
  /**
   * @param {number} status 0 when the server could not be reached
   * @param {string} code stable, kebab-case
   * @param {string} detail for people
   */
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** @param {unknown} error @returns {boolean} */
export const isAborted = (error) => error instanceof DOMException && error.name === 'AbortError';

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Not JSON: a proxy's page, or nothing. The status is all there is to say.
  }
  const detail = said(body) || t('problem.status', { status: response.status });
  return new Problem(response.status, body.code || 'unknown', detail);
}

/**
 * @param {string} path below /api/v1
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} one that is ok
 */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(BASE + path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (isAborted(error)) throw error;
    lost();
    throw new Problem(0, 'unreachable', t('problem.unreachable'));
  }
  if (!session.state.online) session.set({ online: true });
  if (response.status === 401) {
    session.set({ needsToken: true });
    throw new Problem(401, 'token-required', t('problem.token'));
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** @param {string} path @param {AbortSignal} [signal] */
async function get(path, signal) {
  return (await request(path, { headers: { accept: 'application/json' }, signal })).json();
}

/** @param {string} method @param {string} path @param {unknown} [body] */
async function send(method, path, body) {
  const response = await request(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** @param {string} path @param {Record<string, unknown>} query */
function url(path, query) {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}`;
}

/** All items of a cursor list, up to a bound that keeps a screen usable.
 * @param {string} path @param {Record<string, unknown>} [query] @param {number} [most] */
async function all(path, query = {}, most = 2000) {
  const items = [];
  let cursor;
  do {
    const page = await get(url(path, { limit: 100, ...query, cursor }));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
}

/** @param {string} id */
const segment = (id) => encodeURIComponent(id);

/** MathML of formulas, one item each. @param {{ latex: string, display: boolean }[]} formulas */
export const drawn = async (formulas) => (await send('POST', '/formulas', { formulas })).items;

export const api = {
  documents: (query = {}) => all('/documents', query),
  document: (id) => get(`/documents/${segment(id)}`),
  changeDocument: (id, change) => send('PATCH', `/documents/${segment(id)}`, change),
  deleteDocument: (id) => send('DELETE', `/documents/${segment(id)}`),
  readAgain: (id, ocr) => send('POST', `/documents/${segment(id)}/read`, ocr ? { ocr: ocr.toLowerCase() } : {}),
  readPages: (id, pages, engine, mode) => send('POST', `/documents/${segment(id)}/read`, { pages, engine, mode }),
  readNeedingOcr: () => send('POST', '/documents/needing-ocr/read', {}),
  brief: (id) => get(`/documents/${segment(id)}/brief`),
  paper: async (id) => (await get(`/documents/${segment(id)}/paper`)).items,
  pages: async (id, version) => (await get(url(`/documents/${segment(id)}/pages`, { version }))).items,
  pageProblems: async (id, version) => (await get(url(`/documents/${segment(id)}/pages`, { version }))).problems ?? [],
  page: (id, number, version, revision) => get(url(`/documents/${segment(id)}/pages/${number}`, { version, revision })),
  words: (id, number, version, revision) => get(url(`/documents/${segment(id)}/pages/${number}/words`, { version, revision })),
  proposals: async (id, number) => get(`/documents/${segment(id)}/pages/${number}/proposals`),
  correct: (id, number, change) => send('PUT', `/documents/${segment(id)}/pages/${number}/corrections`, change),
  figures: (id, number) => get(`/documents/${segment(id)}/pages/${number}/figures`),
  readFigure: (id, number, figure, task) => send('POST', `/documents/${segment(id)}/pages/${number}/figures/${figure}/reading`, { task }),
  forgetFigure: (id, number, figure) => send('DELETE', `/documents/${segment(id)}/pages/${number}/figures/${figure}/reading`),
  chunks: async (id) => (await get(`/documents/${segment(id)}/chunks`)).items,
  markdown: async (id) => (await request(`/documents/${segment(id)}/markdown`, { headers: { accept: 'text/markdown' } })).text(),
  imageUrl: (id, number, width, version, revision) => BASE + url(`/documents/${segment(id)}/pages/${number}/image`, { width, version, revision }),
  fileUrl: (id) => `${BASE}/documents/${segment(id)}/file`,
  markdownUrl: (id) => `${BASE}/documents/${segment(id)}/markdown`,

  collections: () => all('/collections'),
  createCollection: (name) => send('POST', '/collections', { name }),
  renameCollection: (id, name) => send('PATCH', `/collections/${segment(id)}`, { name }),
  deleteCollection: (id) => send('DELETE', `/collections/${segment(id)}`),

  conversations: () => all('/conversations', {}, 300),
  conversation: (id) => get(`/conversations/${segment(id)}`),
  createConversation: (title) => send('POST', '/conversations', { title }),
  renameConversation: (id, title) => send('PATCH', `/conversations/${segment(id)}`, { title }),
  deleteConversation: (id) => send('DELETE', `/conversations/${segment(id)}`),

  answer: (id) => get(`/answers/${segment(id)}`),
  citation: (id) => get(`/citations/${segment(id)}`),
  feedback: (id, verdict, note) => send('PUT', `/answers/${segment(id)}/feedback`, note ? { verdict, note } : { verdict }),

  job: (id) => get(`/jobs/${segment(id)}`),
  jobs: () => all('/jobs', {}, 300),
  cancelJob: (id) => send('POST', `/jobs/${segment(id)}/cancel`),
  retryJob: (id) => send('POST', `/jobs/${segment(id)}/retry`),
  jobEventsUrl: `${BASE}/jobs/events`,

  /** What was wished for of a file that was handed in. */
  wished: (job) => get(url(`/ocr/${segment(job)}`, { limit: 1 })),
  /** The same with all its pages that are done, part by part. */
  handedIn: async (job, format) => {
    const { next, ...whole } = await get(url(`/ocr/${segment(job)}`, { format, limit: 100 }));
    for (let after = next; after; ) {
      const more = await get(url(`/ocr/${segment(job)}`, { format, after, limit: 100 }));
      whole.pages.push(...more.pages);
      after = more.next;
    }
    return whole;
  },
  readFigureHandedIn: (job, page, figure, task) => send('POST', `/ocr/${segment(job)}/pages/${page}/figures/${figure}/reading`, { task }),
  handedInImageUrl: (job, page, width, turn) => BASE + url(`/ocr/${segment(job)}/pages/${page}/image`, { width, turn }),

  status: () => get('/admin/status'),
  generations: async () => (await get('/admin/generations')).items,
  rebuild: () => send('POST', '/admin/generations', { from: 'INDEX' }),

  model: () => get('/settings/model'),
  changeModel: (model) => send('PUT', '/settings/model', model),
  forgetModel: () => send('DELETE', '/settings/model'),
  tryModel: (model) => send('POST', '/settings/model/test', model),

  /**
   * Asks, and tells what happens while it is answered. A connection that breaks is taken up again where it ended.
   * @param {object} question as `POST /answers` takes it
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<{event: string, data: any}>} ends after `done` or `error`
   */
  async *ask(question, signal) {
    let answer = null;
    let last = null;
    let response = await request('/answers', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(question),
      signal,
    });
    for (let attempt = 0; ; attempt++) {
      try {
        for await (const event of events(response.body)) {
          attempt = 0;
          last = event.id ?? last;
          const data = event.data ? JSON.parse(event.data) : {};
          if (event.event === 'accepted') answer = data.id;
          if (event.event === 'error') throw new Problem(data.status ?? 500, data.code ?? 'unknown', said(data) || t('problem.answer'));
          yield { event: event.event, data };
          if (event.event === 'done') return;
        }
      } catch (error) {
        if (isAborted(error) || error instanceof Problem) throw error;
      }
      if (!answer || attempt >= 5) throw new Problem(0, 'answer-cut-off', t('problem.cutOff'));
      await pause(400 * 2 ** attempt, signal);
      try {
        response = await request(`/answers/${segment(answer)}/events`, {
          headers: { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) },
          signal,
        });
      } catch (error) {
        // 404: an answer is on record only when it is complete; until then there is nothing to take up.
        if (isAborted(error) || (error instanceof Problem && error.status !== 0 && error.status !== 404)) throw error;
        response = new Response('');
      }
    }
  },

  /**
   * Sends a file, telling how far it is.
   * @param {File} file
   * @param {{collection?: string, ocr?: 'AUTO'|'ALWAYS'|'NEVER', onProgress: (fraction: number) => void, signal: AbortSignal}} options
   * @returns {Promise<{document: object, job?: object, duplicate?: boolean}>}
   */
  upload(file, { collection, ocr, onProgress, signal }) {
    const form = new FormData();
    if (collection) form.append('collection', collection);
    if (ocr && ocr !== 'AUTO') form.append('ocr', ocr.toLowerCase());
    form.append('file', file, file.name);
    return post('/documents', form, onProgress, signal);
  },

  /**
   * Hands in a file only to be read.
   * @param {File} file
   * @param {Record<string, string>} wishes engine, mode, task, target, prompt, as far as they are wished for
   * @param {{onProgress: (fraction: number) => void, signal: AbortSignal}} options
   * @returns {Promise<{job: any}>}
   */
  handIn(file, wishes, { onProgress, signal }) {
    const form = new FormData();
    for (const [name, value] of Object.entries(wishes)) if (value) form.append(name, value);
    form.append('file', file, file.name);
    return post('/ocr', form, onProgress, signal);
  },

  /** Has an engine look for something on a page. @param {string} document @param {number} page @param {number} version @param {string} phrase @param {string} engine
   * @returns {Promise<{job: any}>} */
  locate: (document, page, version, phrase, engine) => send('POST', url(`/documents/${segment(document)}/pages/${page}/locate`, { version }), { phrase, engine }),

  /**
   * Tells what happens while a file that was handed in is read; a connection that breaks is taken up again, which is
   * told as `again`: the pages that are done come all, of the others something may be missing.
   * @param {string} job
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<{event: string, data: any}>} ends after `done` or `error`
   */
  async *reading(job, signal) {
    let last = null;
    let isFirst = true;
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await request(`/ocr/${segment(job)}/events`, { headers: { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) }, signal });
        if (!isFirst) yield { event: 'again', data: {} };
        isFirst = false;
        for await (const event of events(response.body)) {
          attempt = 0;
          last = event.id ?? last;
          yield { event: event.event, data: JSON.parse(event.data) };
          if (event.event === 'done' || event.event === 'error') return;
        }
      } catch (error) {
        if (isAborted(error) || (error instanceof Problem && error.status !== 0)) throw error;
      }
      if (attempt >= 5) throw new Problem(0, 'reading-cut-off', t('read.cutOff'));
      await pause(400 * 2 ** attempt, signal);
    }
  },
};

/** @param {string} path @param {FormData} form @param {(fraction: number) => void} onProgress @param {AbortSignal} signal
 * @returns {Promise<any>} */
function post(path, form, onProgress, signal) {
  // XMLHttpRequest, because fetch does not tell how much of a request has been sent.
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open('POST', BASE + path);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'text';
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // Said by the status below.
      }
      if (request.status === 401) session.set({ needsToken: true });
      if (request.status >= 200 && request.status < 300) resolve(body);
      else if (request.status === 413 && !body.detail) reject(new Problem(413, 'file-too-large', t('problem.tooLarge')));
      else reject(new Problem(request.status, body.code || 'unknown', said(body) || t('problem.status', { status: request.status })));
    };
    request.onerror = () => reject(new Problem(0, 'unreachable', t('problem.uploadCutOff')));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/** @param {number} millis @param {AbortSignal} [signal] */
function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('', 'AbortError'));
    });
  });
}

/** Looks whether the server is there, and says so when it is not. */
export async function knock() {
  try {
    await fetch('/q/health/live', { cache: 'no-store' });
  } catch {
    lost();
  }
}

let knocking = false;

/** Says that the server is gone, and looks for it until it is back. */
async function lost() {
  session.set({ online: false });
  if (knocking) return;
  knocking = true;
  while (!session.state.online) {
    await pause(1500);
    try {
      const response = await fetch('/q/health/live', { cache: 'no-store' });
      if (response.ok) session.set({ online: true });
    } catch {
      // Still gone.
    }
  }
  knocking = false;
}
