// MathML of formulas: asked for once each, many at a time.
import { drawn } from './api.js';

/** As many as the server takes at once. */
const MOST = 200;

/** Of this session; the oldest go. */
const KEPT = 5000;

const key = (latex, display) => (display ? 'd' : 'i') + latex;

/** @type {Map<string, string | null>} by key; null for what stays LaTeX */
const known = new Map();

/** @type {Map<string, { latex: string, display: boolean, promise: Promise<string | null>, done: (mathml: string | null) => void }>} */
let waiting = new Map();

async function send() {
  const asked = [...waiting.values()];
  waiting = new Map();
  for (let i = 0; i < asked.length; i += MOST) {
    const some = asked.slice(i, i + MOST);
    let items = [];
    try {
      items = await drawn(some.map(({ latex, display }) => ({ latex, display })));
      some.forEach(({ latex, display }, at) => known.set(key(latex, display), items[at]?.mathml ?? null));
      while (known.size > KEPT) known.delete(known.keys().next().value);
    } catch {
      // Not there now: the LaTeX is shown, and the next time it is asked again.
    }
    some.forEach(({ done }, at) => done(items[at]?.mathml ?? null));
  }
}

export const formulas = {
  /** @param {string} latex @param {boolean} display @returns {string | null | undefined} undefined while it is not known */
  known: (latex, display) => known.get(key(latex, display)),

  /** @param {string} latex @param {boolean} display @returns {Promise<string | null>} null where the LaTeX is all there is */
  ask(latex, display) {
    const before = waiting.get(key(latex, display));
    if (before) return before.promise;
    if (waiting.size === 0) setTimeout(send);
    const { promise, resolve } = Promise.withResolvers();
    waiting.set(key(latex, display), { latex, display, promise, done: resolve });
    return promise;
  },
};
