// Two panes side by side with a border that can be moved; where there is no room, the second is a sheet over the first.
import { css, html, nothing } from 'lit';
import { PinElement, wide } from './element.js';
import { base } from './styles.js';
import { preferences } from '../lib/store.js';
import { t } from '../lib/i18n.js';

class PinSplit extends PinElement {
  static properties = { open: { type: Boolean }, label: {}, _narrow: { state: true }, _dragging: { state: true } };

  static styles = [
    base,
    css`
      :host { display: flex; height: 100%; min-width: 0; position: relative; }
      .first { flex: 1 1 0; min-width: 0; height: 100%; position: relative; }
      .second { flex: none; min-width: 320px; height: 100%; }
      .border { flex: none; width: 9px; margin: 0 -4px; z-index: 4; cursor: col-resize; position: relative; touch-action: none; }
      .border::after { content: ''; position: absolute; inset: 0 4px; background: var(--line); transition: background 120ms; }
      .border:hover::after, .border.dragging::after, .border:focus-visible::after { background: var(--accent); inset: 0 3px; }
      .sheet { position: fixed; inset: 0; z-index: 40; width: auto !important; background: var(--surface); animation: rise 180ms ease-out; }
      @keyframes rise { from { transform: translateY(24px); opacity: 0; } }
      .dragging-now { user-select: none; }
    `,
  ];

  #onWide = () => (this._narrow = !wide.matches);

  connectedCallback() {
    super.connectedCallback();
    wide.addEventListener('change', this.#onWide);
    this.#onWide();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    wide.removeEventListener('change', this.#onWide);
  }

  /** @param {number} share */
  #set(share) {
    preferences.set({ split: Math.min(0.72, Math.max(0.28, share)) });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    event.preventDefault();
    const border = /** @type {HTMLElement} */ (event.currentTarget);
    border.setPointerCapture(event.pointerId);
    this._dragging = true;
    const move = (at) => {
      const { left, width } = this.getBoundingClientRect();
      this.#set((at.clientX - left) / width);
    };
    const end = () => {
      this._dragging = false;
      border.removeEventListener('pointermove', move);
    };
    border.addEventListener('pointermove', move);
    border.addEventListener('pointerup', end, { once: true });
    border.addEventListener('pointercancel', end, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    this.#set(preferences.state.split + (event.key === 'ArrowLeft' ? -0.03 : 0.03));
  }

  render() {
    const share = preferences.state.split;
    return html`
      <div class="first ${this._dragging ? 'dragging-now' : ''}" ?inert=${this.open && this._narrow}><slot></slot></div>
      ${this.open
        ? html`${this._narrow
              ? nothing
              : html`<div class="border ${this._dragging ? 'dragging' : ''}" role="separator" tabindex="0" aria-orientation="vertical" aria-label=${t('split.border')}
                  aria-valuenow=${Math.round(share * 100)} aria-valuemin="28" aria-valuemax="72" @pointerdown=${this.#drag} @keydown=${this.#key} @dblclick=${() => this.#set(0.5)}></div>`}
            <div class="second ${this._narrow ? 'sheet' : ''}" role=${this._narrow ? 'dialog' : 'complementary'} aria-label=${this.label ?? t('viewer.pages')} .style=${this._narrow ? '' : `width:${(1 - share) * 100}%`}><slot name="second"></slot></div>`
        : nothing}`;
  }
}

customElements.define('pin-split', PinSplit);
