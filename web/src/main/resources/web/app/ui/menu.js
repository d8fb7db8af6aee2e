// A button that opens a short list of things to do.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';

/**
 * @typedef {object} Item
 * @property {string} label
 * @property {string} icon
 * @property {() => void} [run]
 * @property {string} [href] instead of `run`
 * @property {boolean} [download]
 * @property {boolean} [danger]
 */

class PinMenu extends PinElement {
  static properties = { label: {}, items: { attribute: false }, _open: { state: true } };

  static styles = [
    base,
    css`
      :host { position: relative; display: inline-block; }
      .list { position: fixed; z-index: 60; min-width: 190px; max-width: 280px; padding: 5px; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); margin: 0; }
      .item { display: flex; align-items: center; gap: 10px; width: 100%; min-height: 36px; padding: 6px 10px; border: 0; border-radius: 7px; background: none; color: var(--ink); font-size: 14px; text-align: left; text-decoration: none; cursor: pointer; }
      .item .icon { width: 16px; height: 16px; color: var(--ink-soft); }
      .item:hover, .item:focus-visible { background: var(--hover); color: var(--ink); }
      .item.danger, .item.danger .icon { color: var(--danger); }
    `,
  ];

  #outside = (event) => {
    if (!event.composedPath().includes(this)) this.#close();
  };

  #close(back = false) {
    this._open = false;
    removeEventListener('pointerdown', this.#outside, true);
    removeEventListener('scroll', this.#outside, true);
    if (back) this.renderRoot.querySelector('button')?.focus();
  }

  async #open() {
    this._open = true;
    addEventListener('pointerdown', this.#outside, true);
    addEventListener('scroll', this.#outside, true);
    await this.updateComplete;
    const list = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.list'));
    const button = this.getBoundingClientRect();
    const below = button.bottom + 4 + list.offsetHeight < innerHeight;
    list.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - 4 - list.offsetHeight)}px`;
    list.style.left = `${Math.max(8, Math.min(innerWidth - list.offsetWidth - 8, button.right - list.offsetWidth))}px`;
    list.querySelector('.item')?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = [...this.renderRoot.querySelectorAll('.item')];
    const at = items.indexOf(this.renderRoot.activeElement);
    if (event.key === 'ArrowDown') items[(at + 1) % items.length].focus();
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length].focus();
    else if (event.key === 'Escape') this.#close(true);
    else if (event.key === 'Tab') this.#close();
    else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  }

  render() {
    return html`<button class="tool" aria-label=${this.label} title=${this.label} aria-haspopup="menu" aria-expanded=${this._open ? 'true' : 'false'} @click=${() => (this._open ? this.#close() : this.#open())}>${icon('more')}</button>
      ${this._open
        ? html`<div class="list" role="menu" aria-label=${this.label} @keydown=${this.#key}>${this.items.map((item) =>
            item.href
              ? html`<a class="item" role="menuitem" href=${item.href} ?download=${item.download} @click=${() => this.#close()}>${icon(item.icon)}${item.label}</a>`
              : html`<button class="item ${item.danger ? 'danger' : ''}" role="menuitem" @click=${() => {
                  this.#close(true);
                  item.run();
                }}>${icon(item.icon)}${item.label}</button>`)}</div>`
        : nothing}`;
  }
}

customElements.define('pin-menu', PinMenu);
