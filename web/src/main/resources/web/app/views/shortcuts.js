// What the keys do.
import { css, html } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { t } from '../lib/i18n.js';

const KEYS = [
  ['shortcuts.group.ask', [
    [['/'], 'shortcuts.focus'],
    [['Enter'], 'shortcuts.send'],
    [['Shift', 'Enter'], 'shortcuts.newline'],
    [['Esc'], 'shortcuts.escape'],
    [['c'], 'shortcuts.new'],
  ]],
  ['shortcuts.group.citations', [
    [['n', 'j', ']', '→'], 'shortcuts.next'],
    [['p', 'k', '[', '←'], 'shortcuts.previous'],
    [['+', '−'], 'shortcuts.zoom'],
    [['0'], 'shortcuts.fit'],
    [['e'], 'shortcuts.correct'],
  ]],
  ['shortcuts.group.go', [
    [['g', 'h'], 'nav.chat'],
    [['g', 'l'], 'nav.library'],
    [['g', 'r'], 'nav.read'],
    [['g', 'a'], 'nav.admin'],
    [['g', 's'], 'nav.settings'],
    [['?'], 'shortcuts.title'],
  ]],
];

class PinShortcuts extends PinElement {
  static styles = [
    base,
    css`
      dialog { width: min(560px, calc(100vw - 32px)); max-height: 86vh; padding: 24px 28px 28px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); overflow-y: auto; }
      dialog::backdrop { background: rgb(15 15 10 / 0.45); }
      header { display: flex; align-items: center; justify-content: space-between; margin-bottom: 6px; }
      header h2 { font: 600 20px/1.3 var(--serif); }
      h3 { margin: 18px 0 8px; font: 600 13px/1.4 var(--sans); color: var(--ink-soft); }
      dl { display: grid; gap: 7px; }
      dl > div { display: flex; justify-content: space-between; gap: 16px; font-size: 14.5px; }
      dd { display: flex; gap: 5px; }
    `,
  ];

  firstUpdated() {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  render() {
    return html`<dialog aria-labelledby="title" @cancel=${() => this.emit('close')} @click=${(event) => event.target === event.currentTarget && this.emit('close')}>
      <header><h2 id="title">${t('shortcuts.title')}</h2><button class="tool" aria-label=${t('action.close')} @click=${() => this.emit('close')}>${icon('close')}</button></header>
      ${KEYS.map(([group, keys]) => html`<h3>${t(group)}</h3><dl>${keys.map(([names, what]) => html`<div><dt>${t(what)}</dt><dd>${names.map((name) => html`<kbd>${name}</kbd>`)}</dd></div>`)}</dl>`)}
    </dialog>`;
  }
}

customElements.define('pin-shortcuts', PinShortcuts);
