// The image of a page with the blocks that were found on it, by kind, and what the kinds are.
import { css, html, nothing, svg } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import { KINDS } from './page.js';
import { t, word } from '../lib/i18n.js';

const place = ([x0, y0, x1, y1]) => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });

/** What an engine points at: on paper in both themes. */
const POINTED = '#0a5bd3';

/** The sign of a place that an engine points at, as it is drawn on the page. */
export const pointer = html`<svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true"><rect x="1" y="1" width="14" height="10" rx="1" fill="none" stroke=${POINTED} stroke-width="2" stroke-dasharray="4 2"></rect></svg>`;

/** The sign of a kind of block, as it is drawn on the page. @param {string} kind */
export const swatch = (kind) => html`<svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2.5" fill=${KINDS[kind] ?? KINDS.OTHER} fill-opacity="0.25" stroke=${KINDS[kind] ?? KINDS.OTHER}></rect></svg>`;

class PinBlocks extends PinElement {
  static properties = {
    src: {},
    number: { type: Number },
    /** Width over height, before the image has come. */
    shape: { type: Number },
    blocks: { attribute: false },
    /** Boxes of what was looked for. */
    found: { attribute: false },
    /** Boxes that an engine points at. */
    pointed: { attribute: false },
    /** The index of the block that is pointed at elsewhere; -1 for none. */
    chosen: { type: Number },
    _hidden: { state: true },
    _broken: { state: true },
    /** The address of the image that is to be seen; the one before stays until the next has come. */
    _seen: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: block; }
      .sheet { position: relative; background: #fff; box-shadow: 0 0 0 1px rgb(30 30 20 / 0.1), 0 2px 10px rgb(30 30 20 / 0.1); overflow: hidden; }
      img { display: block; width: 100%; height: auto; user-select: none; }
      svg.shapes { position: absolute; inset: 0; width: 100%; height: 100%; }
      .shapes rect { cursor: pointer; }
      .shapes .found { pointer-events: none; mix-blend-mode: multiply; }
      .shapes .pointed { pointer-events: none; }
      .legend { display: flex; flex-wrap: wrap; gap: 4px 6px; margin-bottom: 10px; list-style: none; min-height: 28px; }
      .legend button { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 0 10px; border: 1px solid var(--line); border-radius: 14px; background: var(--raised); color: var(--ink); font-size: 12.5px; cursor: pointer; }
      .legend button[aria-pressed='false'] { color: var(--ink-soft); background: none; text-decoration: line-through; }
      .legend button[aria-pressed='false'] .swatch { opacity: 0.35; }
      .legend .count { color: var(--ink-soft); font-variant-numeric: tabular-nums; }
      .swatch { flex: none; }
      .broken { display: grid; place-content: center; justify-items: center; gap: 12px; min-height: 220px; padding: 24px; color: #55564f; text-align: center; font-size: 14px; }
    `,
  ];

  constructor() {
    super();
    this.blocks = [];
    this.found = [];
    this.pointed = [];
    this.chosen = -1;
    this.shape = 1 / Math.SQRT2;
    this._hidden = new Set();
    this._seen = '';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('src')) this._broken = false;
  }

  #shown = '';

  /** Brings what was looked for into view, once. */
  updated() {
    if (!this.#fits) return;
    const shown = JSON.stringify([this.pointed, this.found]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const shape = this.renderRoot.querySelector('.pointed') ?? this.renderRoot.querySelector('.found');
    shape?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Whether blocks are over the image they belong to, or over paper; not over one turned otherwise. */
  get #fits() {
    return !this._broken && (!this._seen || this._seen === this.src);
  }

  /** @param {HTMLImageElement} image */
  #onLoad(image) {
    image.style.aspectRatio = 'auto';
    this._seen = image.getAttribute('src');
  }

  /** @param {string} kind */
  #toggle(kind) {
    const hidden = new Set(this._hidden);
    if (!hidden.delete(kind)) hidden.add(kind);
    this._hidden = hidden;
  }

  render() {
    const counts = new Map();
    for (const { type } of this.blocks) counts.set(type, (counts.get(type) ?? 0) + 1);
    return html`
      <ul class="legend" aria-label=${t('blocks.legend')}>${[...counts].map(([kind, count]) => html`<li><button aria-pressed=${this._hidden.has(kind) ? 'false' : 'true'} @click=${() => this.#toggle(kind)}>${swatch(kind)}${word('block', kind)} <span class="count">${count}</span></button></li>`)}</ul>
      <div class="sheet">
        ${this._broken
          ? html`<div class="broken"><p>${t('viewer.imageBroken')}</p><button class="button small" @click=${() => (this._broken = false)}>${icon('retry')}${t('action.retry')}</button></div>`
          : this.src
            ? html`<img alt=${t('viewer.pageImage', { page: this.number })} draggable="false" src=${this.src} .style=${`aspect-ratio:${this.shape}`} @error=${() => (this._broken = true)} @load=${(event) => this.#onLoad(event.target)}>`
            : html`<div .style=${`aspect-ratio:${this.shape}`}></div>`}
        ${this.#fits ? this.#shapes() : nothing}
      </div>`;
  }

  #shapes() {
    return html`<svg class="shapes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      ${this.blocks.map((block, index) => {
        if (this._hidden.has(block.type)) return nothing;
        const { x, y, width, height } = place(block.box);
        const colour = KINDS[block.type] ?? KINDS.OTHER;
        const chosen = index === this.chosen;
        return svg`<g>
          <rect class="block" data-index=${index} x=${x} y=${y} width=${width} height=${height} fill=${colour} fill-opacity=${chosen ? 0.28 : 0.1} stroke=${colour} stroke-width=${chosen ? 2.4 : 1.2} vector-effect="non-scaling-stroke"
            @click=${() => this.emit('block-chosen', index)}><title>${[word('block', block.type), block.label].filter(Boolean).join(' · ')}</title></rect>
          ${(block.cells ?? []).map((cell) => {
            const at = place(cell.box);
            return svg`<rect x=${at.x} y=${at.y} width=${at.width} height=${at.height} fill="none" pointer-events="none" stroke=${colour} stroke-dasharray="2 2" vector-effect="non-scaling-stroke"></rect>`;
          })}
        </g>`;
      })}
      ${this.found.map((box) => {
        const { x, y, width, height } = place(box);
        return svg`<rect class="found" x=${x} y=${y} width=${width} height=${height} fill="#ffd640" fill-opacity="0.6" stroke="#b07900" stroke-width="1.2" vector-effect="non-scaling-stroke"></rect>`;
      })}
      ${this.pointed.map((box) => {
        const { x, y, width, height } = place(box);
        return svg`<rect class="pointed" x=${x} y=${y} width=${width} height=${height} fill="none" stroke=${POINTED} stroke-width="2.4" stroke-dasharray="7 4" vector-effect="non-scaling-stroke"></rect>`;
      })}
    </svg>`;
  }
}

customElements.define('pin-blocks', PinBlocks);
