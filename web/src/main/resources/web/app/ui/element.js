// What every component of this application is: a Lit element that follows the stores it looks at, and the language.
import { LitElement } from 'lit';
import { preferences } from '../lib/store.js';

export class PinElement extends LitElement {
  /** The stores whose change draws this component anew. @returns {import('../lib/store.js').Store<any>[]} */
  get looksAt() {
    return [];
  }

  #ends = [];

  connectedCallback() {
    super.connectedCallback();
    this.#ends = [preferences, ...this.looksAt].map((store) => store.subscribe(() => this.requestUpdate()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  /** @param {string} type @param {unknown} [detail] */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Whether two panes fit side by side. */
export const wide = matchMedia('(min-width: 900px)');

/** Whether keys belong to what is being typed. @param {KeyboardEvent} event */
export function isTyping(event) {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether a dialog lies over everything, in whatever component: a search from the document does not look into components.
 * @param {Document|ShadowRoot} root @returns {boolean} */
export const isDialogOpen = (root = document) => root.querySelector('dialog:modal') !== null || [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot && isDialogOpen(shadowRoot));
