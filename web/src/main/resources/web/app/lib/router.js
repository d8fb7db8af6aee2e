// Where we are, kept in the address's fragment so that every place can be linked to and the server needs no rules for it.
import { Store } from './store.js';

/**
 * @typedef {object} Place
 * @property {'chat'|'library'|'document'|'read'|'admin'|'settings'} view
 * @property {string} [conversation]
 * @property {string} [citation]
 * @property {string} [document]
 * @property {number} [page]
 * @property {string} [job] of a file that was handed in to be read
 * @property {URLSearchParams} query
 */

/** @returns {Place} */
function read() {
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  const query = new URLSearchParams(search ?? '');
  const parts = path.split('/').filter(Boolean).map(decode);
  switch (parts[0]) {
    case 'chat':
      return { view: 'chat', conversation: parts[1], query };
    case 'c':
      return { view: 'chat', citation: parts[1], query };
    case 'library':
      return { view: 'library', query };
    case 'd':
      return { view: 'document', document: parts[1], page: parts[2] === 'p' ? Number(parts[3]) || 1 : undefined, query };
    case 'read':
      return { view: 'read', job: parts[1], query };
    case 'admin':
      return { view: 'admin', query };
    case 'settings':
      return { view: 'settings', query };
    default:
      return { view: 'chat', query };
  }
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @type {Store<{place: Place}>} */
export const route = new Store({ place: read() });

addEventListener('hashchange', () => route.set({ place: read() }));

/** @param {string} hash such as `#/library` */
export function go(hash) {
  if (location.hash === hash) route.set({ place: read() });
  else location.hash = hash;
}

/** Changes the address without a step in the history.
 * @param {string} hash */
export function stand(hash) {
  history.replaceState(null, '', hash);
  route.set({ place: read() });
}

export const links = {
  home: '#/',
  /** @param {string} id */
  conversation: (id) => `#/chat/${id}`,
  /** @param {string} id */
  citation: (id) => `#/c/${id}`,
  library: '#/library',
  /** @param {string} id */
  document: (id) => `#/d/${id}`,
  /** @param {string} id @param {number} page */
  page: (id, page) => `#/d/${id}/p/${page}`,
  /** @param {string} id */
  askDocument: (id) => `#/?document=${id}`,
  read: '#/read',
  /** @param {string} job */
  reading: (job) => `#/read/${job}`,
  admin: '#/admin',
  settings: '#/settings',
};
