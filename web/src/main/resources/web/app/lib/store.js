// What several components look at. A store is a plain object that tells when it changes; nothing else.

/**
 * @template {object} T
 */
export class Store {
  #listeners = new Set();

  /** @param {T} state */
  constructor(state) {
    /** @type {T} read it, never write to it: use {@link set} */
    this.state = state;
  }

  /** @param {Partial<T>} change */
  set(change) {
    Object.assign(this.state, change);
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * @param {() => void} listener
   * @returns {() => void} ends the subscription
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const KEY = 'pincite.preferences';

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || '{}');
  } catch {
    return {};
  }
}

/**
 * What the user chose for this browser.
 * @type {Store<{language: 'en'|'zh'|null, theme: 'light'|'dark'|null, split: number, sidebar: boolean}>}
 */
export const preferences = new Store({ language: null, theme: null, split: 0.5, sidebar: true, ...kept() });

preferences.subscribe(() => {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.state));
  } catch {
    // Private windows may keep nothing: the choice then lives as long as the page.
  }
});

/** Whether we are let in, and whether the server is there. */
export const session = new Store({ needsToken: false, online: true });

/** The short messages at the bottom of the screen. */
export const notices = new Store({ /** @type {{id: number, text: string, kind: 'info'|'error'}[]} */ items: [] });

let nextNotice = 1;

/**
 * @param {string} text
 * @param {'info'|'error'} kind
 */
export function notify(text, kind = 'info') {
  const id = nextNotice++;
  notices.set({ items: [...notices.state.items.filter((item) => item.text !== text), { id, text, kind }].slice(-3) });
  setTimeout(() => dismiss(id), kind === 'error' ? 12000 : 5000);
}

/** @param {number} id */
export function dismiss(id) {
  notices.set({ items: notices.state.items.filter((item) => item.id !== id) });
}
