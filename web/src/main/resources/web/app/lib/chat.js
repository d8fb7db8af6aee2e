// The conversation on screen. It lives here and not in a component, so that an answer goes on being written while
// the reader looks at the library.
import { api, isAborted } from './api.js';
import { keep, library } from './library.js';
import { Store } from './store.js';
import { t } from './i18n.js';

/**
 * @typedef {object} Turn
 * @property {string} key
 * @property {string} question
 * @property {'asking'|'writing'|'done'|'stopped'|'failed'} state
 * @property {any} answer what there is of it so far, in the shape of the whole
 * @property {{documents: number, chunks: number}|null} retrieved
 * @property {string} [problem]
 * @property {string} [verdict] feedback given
 */

/** @typedef {{documents: string[], collection: string|null}} Scope everything, when both are empty */

export const chat = new Store({
  /** @type {string|null} */
  conversation: null,
  title: '',
  /** @type {Turn[]} */
  turns: [],
  loading: false,
  /** @type {string|null} */
  problem: null,
  /** @type {Scope} */
  scope: { documents: [], collection: null },
});

// Where to look is never a place that is gone. The library lists only the newest documents: one that it does not list
// may be there all the same.
library.subscribe(() => {
  if (!library.state.loaded) return;
  const { documents, collection } = chat.state.scope;
  if (collection && !library.state.collections.some((known) => known.id === collection)) chat.set({ scope: { documents, collection: null } });
  for (const id of documents) if (!library.state.documents.has(id)) confirm(id);
});

const confirming = new Set();

/** Leaves a document out of where to look if there is none such any more. @param {string} id */
async function confirm(id) {
  if (confirming.has(id)) return;
  confirming.add(id);
  try {
    keep(await api.document(id));
  } catch (error) {
    const { documents, collection } = chat.state.scope;
    if (error.status === 404) chat.set({ scope: { documents: documents.filter((known) => known !== id), collection } });
  } finally {
    confirming.delete(id);
  }
}

export const conversations = new Store({ /** @type {any[]} */ items: [], loaded: false });

/**
 * What the page viewer shows beside the conversation.
 * `citations` are those that next and previous walk through; `stamp` changes with every wish to be taken there.
 */
export const viewer = new Store({
  open: false,
  /** @type {string|null} */
  document: null,
  /** @type {number|undefined} */
  version: undefined,
  /** @type {string} */
  name: '',
  /** @type {any[]} */
  citations: [],
  active: -1,
  /** @type {number|null} */
  page: null,
  stamp: 0,
  /** Whether the reader closed it: then it opens only when asked. */
  dismissed: false,
});

/** @type {AbortController|null} */
let asking = null;

export const isAsking = () => asking !== null;

export async function loadConversations() {
  try {
    conversations.set({ items: await api.conversations(), loaded: true });
  } catch {
    // The list is a convenience; what is wrong is said by whatever the reader does next.
  }
}

export function newConversation() {
  const { conversation, turns } = chat.state;
  if (conversation && turns.length > 0 && turns.every((turn) => turn.state !== 'done' && turn.state !== 'failed')) discard(conversation);
  stop();
  chat.set({ conversation: null, title: '', turns: [], loading: false, problem: null, scope: { documents: [], collection: null } });
  viewer.set({ open: false, document: null, citations: [], active: -1, page: null, dismissed: false });
}

/** Deletes a conversation that was made for a question whose answer nobody waited for: nothing is in it.
 * @param {string} conversation */
async function discard(conversation) {
  try {
    await api.deleteConversation(conversation);
    await loadConversations();
  } catch {
    // Then an empty one stays in the list, where it can be deleted.
  }
}

/** @param {any} record @returns {Turn} */
function turnOf(record) {
  const { answer } = record;
  return {
    key: answer.id,
    question: record.question,
    state: 'done',
    answer,
    retrieved: null,
    verdict: record.feedback?.verdict,
  };
}

/** @param {string} id */
export async function openConversation(id) {
  if (chat.state.conversation === id) return;
  newConversation();
  chat.set({ conversation: id, loading: true });
  try {
    const found = await api.conversation(id);
    if (chat.state.conversation !== id) return;
    chat.set({ title: found.title, turns: found.items.map(turnOf), loading: false });
  } catch (error) {
    if (chat.state.conversation === id) chat.set({ loading: false, problem: error.message });
  }
}

/** Shows the place a citation stands at, beside the answer it belongs to where that is on screen.
 * @param {string} id */
export async function openCitation(id) {
  const turn = chat.state.turns.find((candidate) => candidate.answer?.citations.some((citation) => citation.id === id));
  if (turn) {
    showCitation(turn.answer.citations, turn.answer.citations.findIndex((citation) => citation.id === id));
    return;
  }
  newConversation();
  chat.set({ loading: true });
  try {
    const citation = await api.citation(id);
    const answer = { id: null, kind: 'GROUNDED', text: '', citations: [citation], nearest: [] };
    chat.set({ turns: [{ key: id, question: t('chat.linkedCitation'), state: 'done', retrieved: null, answer }], loading: false });
    showCitation([citation], 0);
  } catch (error) {
    chat.set({ loading: false, problem: error.message });
  }
}

/** @param {any[]} citations @param {number} index */
export function showCitation(citations, index) {
  const citation = citations[index];
  if (!citation?.spans?.length) return;
  viewer.set({
    open: true,
    document: citation.document,
    version: citation.version,
    name: citation.name,
    citations,
    active: index,
    page: citation.spans[0].page,
    stamp: viewer.state.stamp + 1,
    dismissed: false,
  });
}

/** A passage that is not a citation of an answer, shown the same way. @param {any} hit */
export function showPassage(hit) {
  showCitation([{ id: hit.chunk, marker: 0, document: hit.document, version: hit.version, name: hit.name, quote: hit.text, state: 'PASSAGE', spans: hit.spans }], 0);
}

/** @param {1|-1} step @returns {boolean} whether there was one to go to */
export function stepCitation(step) {
  const { citations, active, open } = viewer.state;
  const all = citations.length > 0 ? citations : (chat.state.turns.at(-1)?.answer?.citations ?? []);
  const shown = all.map((citation, index) => ({ citation, index })).filter(({ citation }) => citation.spans?.length > 0);
  if (shown.length === 0) return false;
  const at = open ? shown.findIndex(({ index }) => index === active) : step > 0 ? -1 : 0;
  const next = shown[(at + step + shown.length) % shown.length];
  showCitation(all, next.index);
  return true;
}

export function closeViewer() {
  viewer.set({ open: false, dismissed: true });
}

/** @param {Turn} turn @param {Partial<Turn>} change */
function alter(turn, change) {
  Object.assign(turn, change);
  chat.set({ turns: [...chat.state.turns] });
}

/**
 * @param {string} question
 * @param {{wide: boolean, onConversation: (id: string) => void}} options `wide`: whether the first citation may open beside the answer
 */
export async function ask(question, { wide, onConversation }) {
  if (asking) return;
  const control = new AbortController();
  asking = control;
  /** @type {Turn} */
  const turn = {
    key: `new-${Date.now()}`,
    question,
    state: 'asking',
    answer: { id: null, kind: 'GROUNDED', text: '', citations: [], nearest: [] },
    retrieved: null,
  };
  viewer.set({ citations: [], active: -1 });
  // Asked again: the attempt that failed has nothing left to say.
  const before = chat.state.turns.filter((known) => known.question !== question || (known.state !== 'failed' && known.state !== 'stopped'));
  chat.set({ turns: [...before, turn], problem: null });
  try {
    if (!chat.state.conversation) {
      const made = await api.createConversation(question.slice(0, 120));
      if (control.signal.aborted) {
        alter(turn, { state: 'stopped' });
        discard(made.id);
        return;
      }
      chat.set({ conversation: made.id, title: made.title });
      onConversation(made.id);
    }
    const { documents, collection } = chat.state.scope;
    const body = {
      question,
      conversation: chat.state.conversation,
      ...(documents.length > 0 ? { documents } : {}),
      ...(collection ? { collection } : {}),
    };
    for await (const { event, data } of api.ask(body, control.signal)) {
      const answer = turn.answer;
      switch (event) {
        case 'accepted':
          alter(turn, { answer: { ...answer, id: data.id } });
          break;
        case 'retrieval':
          alter(turn, { retrieved: data });
          break;
        case 'citation':
          alter(turn, { answer: { ...answer, citations: [...answer.citations.filter((known) => known.marker !== data.marker), data] } });
          break;
        case 'delta':
          alter(turn, { state: 'writing', answer: { ...answer, text: answer.text + data.text } });
          break;
        case 'verified':
          alter(turn, {
            answer: { ...answer, citations: answer.citations.map((known) => (known.marker === data.marker ? { ...known, state: data.state, spans: data.spans ?? known.spans } : known)) },
          });
          break;
        case 'done': {
          alter(turn, { state: 'done', key: data.id, answer: data });
          break;
        }
        default:
          break;
      }
    }
    const first = turn.answer.citations.findIndex((citation) => citation.spans?.length > 0);
    const stillHere = chat.state.turns.includes(turn);
    if (stillHere && wide && first >= 0 && !viewer.state.dismissed) showCitation(turn.answer.citations, first);
    else if (stillHere) viewer.set({ citations: turn.answer.citations, active: -1 });
  } catch (error) {
    if (isAborted(error)) alter(turn, { state: 'stopped' });
    else alter(turn, { state: 'failed', problem: error.message });
  } finally {
    if (asking === control) asking = null;
    chat.set({});
    loadConversations();
  }
}

export function stop() {
  asking?.abort();
  asking = null;
}

/** @param {Turn} turn @param {'RIGHT'|'PARTLY'|'WRONG'} verdict @param {string} [note] */
export async function judge(turn, verdict, note) {
  const before = turn.verdict;
  alter(turn, { verdict });
  try {
    await api.feedback(turn.answer.id, verdict, note);
  } catch (error) {
    alter(turn, { verdict: before });
    throw error;
  }
}
