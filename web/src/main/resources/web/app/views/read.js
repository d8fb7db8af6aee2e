// A file that is only read: its pages with their blocks, and their text, as they come. Nothing is indexed.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { isDialogOpen, isTyping, PinElement, wide } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { formulaStyles } from '../ui/formula.js';
import { readText } from '../ui/text.js';
import { icon } from '../ui/icons.js';
import { swatch } from '../ui/blocks.js';
import '../ui/engines.js';
import '../ui/figure.js';
import '../ui/menu.js';
import { api } from '../lib/api.js';
import { askedOf, askFigure, cancelReading, forgetReading, reader, readFile, readMissing, takeUp, wholeMarkdown } from '../lib/reader.js';
import { effort, isSure, percentOf } from '../lib/reading.js';
import { markdown } from '../lib/rich.js';
import { notify, session } from '../lib/store.js';
import { language, many, number, said, t, whyRead, word } from '../lib/i18n.js';

/** Pixels of a page's image: sharp at half a laptop's width on a fine screen. */
const IMAGE_WIDTH = 1280;

const FORMS = ['text', 'source', 'blocks'];

/** Kept in days where they are whole, else in hours. @param {number} seconds */
const span = (seconds) => (seconds % 86_400 === 0 && seconds > 86_400 ? many('read.days', seconds / 86_400) : many('read.hours', Math.max(1, Math.round(seconds / 3600))));

class PinRead extends PinElement {
  static properties = {
    job: {},
    _ocr: { state: true },
    _statusProblem: { state: true },
    _form: { state: true },
    _pane: { state: true },
    _chosen: { state: true },
  };

  get looksAt() {
    return [reader, session];
  }

  static styles = [
    base,
    readText,
    formulaStyles,
    css`
      :host { display: block; height: 100%; overflow-y: auto; }
      .start { max-width: 820px; margin: 0 auto; padding: 34px 28px 60px; display: grid; gap: 20px; }
      .lead { margin-top: 6px; color: var(--ink-soft); text-wrap: pretty; }
      .drop { display: grid; justify-items: center; gap: 12px; padding: 52px 24px; border: 1.5px dashed var(--line-strong); border-radius: 16px; background: var(--paper); text-align: center; }
      .drop > .icon { width: 34px; height: 34px; color: var(--accent); }
      .drop strong { font: 600 19px/1.35 var(--serif); }
      .buttons { display: flex; flex-wrap: wrap; gap: 10px; justify-content: center; }
      .kept { font-size: 13px; color: var(--ink-soft); text-wrap: pretty; }
      .result { min-height: 100%; display: flex; flex-direction: column; }
      .head { padding: 14px 22px 12px; border-bottom: 1px solid var(--line); display: grid; gap: 12px; }
      .title { display: flex; align-items: center; gap: 8px; min-width: 0; }
      .title h1 { flex: 1; min-width: 0; font-size: 20px; line-height: 1.45; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .again { display: flex; gap: 12px; align-items: end; flex-wrap: wrap; }
      .again pin-engines { flex: 1 1 320px; }
      .standing { display: grid; gap: 7px; font-size: 13.5px; color: var(--ink-soft); }
      .standing .row { display: flex; align-items: center; gap: 10px; justify-content: space-between; }
      .body { flex: 1; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
      .pane { padding: 16px 22px 40px; min-width: 0; }
      .pane + .pane { border-left: 1px solid var(--line); min-height: 100%; }
      .bar2 { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; min-height: 36px; margin-bottom: 12px; }
      .pager { display: flex; align-items: center; gap: 2px; font-size: 13.5px; font-variant-numeric: tabular-nums; }
      .pager span { padding: 0 6px; }
      .gap { flex: 1; }
      [role='tablist'] { display: inline-flex; padding: 3px; gap: 2px; border-radius: 9px; background: var(--sunken); }
      [role='tab'] { min-height: 30px; padding: 0 12px; border: 0; border-radius: 7px; background: none; color: var(--ink-soft); font-size: 13.5px; font-weight: 500; cursor: pointer; }
      [role='tab'][aria-selected='true'] { background: var(--raised); color: var(--ink); box-shadow: 0 1px 2px rgb(20 20 10 / 0.12); }
      .took { margin-bottom: 12px; font-size: 12.5px; color: var(--ink-soft); overflow-wrap: anywhere; }
      .took.weak { color: var(--warn); }
      .blocks { list-style: none; display: grid; gap: 4px; }
      .blocks button { display: grid; gap: 3px; width: 100%; padding: 9px 12px; border: 1px solid transparent; border-radius: 9px; background: none; color: inherit; text-align: left; cursor: pointer; }
      .blocks button:hover { background: var(--hover); }
      .blocks button[aria-pressed='true'] { background: var(--accent-soft); border-color: var(--accent); }
      .kind { display: flex; align-items: center; gap: 7px; font-size: 12px; color: var(--ink-soft); }
      .kind code { font: 11.5px/1.4 var(--mono); }
      .waiting { padding: 20px 0; color: var(--ink-soft); }
      .text pin-figure { max-width: 560px; }
      .plain + .plain { margin-top: 8px; }
      .writing::after { content: ''; display: inline-block; width: 7px; height: 1.1em; margin-left: 2px; vertical-align: text-bottom; background: var(--accent); animation: blink 1s steps(2) infinite; }
      @keyframes blink { 50% { opacity: 0; } }
      .switch { display: none; }
      .problem, .note { margin-bottom: 12px; }
      .head .problem, .head .note { margin-bottom: 0; }
      @media (max-width: 899px) {
        .start { padding: 18px 16px 40px; }
        .drop { padding: 34px 16px; }
        .head { padding: 10px 16px; }
        .title { flex-wrap: wrap; }
        .title h1 { flex: 1 1 100%; font-size: 18px; }
        .body { grid-template-columns: minmax(0, 1fr); }
        .pane { padding: 12px 16px 28px; }
        .pane + .pane { border-left: 0; }
        .pane.away { display: none; }
        .switch { display: inline-flex; }
        .paging { padding: 10px 16px 0; margin: 0; }
      }
    `,
  ];

  constructor() {
    super();
    this._form = 'text';
    this._pane = 'page';
    this._chosen = -1;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('paste', this.#onPaste);
    addEventListener('keydown', this.#onKey);
    wide.addEventListener('change', this.#onWide);
    this.#fetchEngines();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('paste', this.#onPaste);
    removeEventListener('keydown', this.#onKey);
    wide.removeEventListener('change', this.#onWide);
  }

  #onWide = () => this.requestUpdate();

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('job') && this.job) takeUp(this.job);
  }

  async #fetchEngines() {
    this._statusProblem = null;
    try {
      this._ocr = (await api.status()).ocr;
    } catch (error) {
      this._statusProblem = error.message;
    }
  }

  /** @param {ClipboardEvent} event */
  #onPaste = (event) => {
    const file = [...(event.clipboardData?.files ?? [])][0];
    if (!file || isDialogOpen()) return;
    event.preventDefault();
    this.#read(file);
  };

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || reader.state.total < 2 || isDialogOpen()) return;
    // In the row of forms the arrows choose a form.
    if (event.composedPath().some((element) => element instanceof Element && element.getAttribute('role') === 'tablist')) return;
    const step = { ArrowRight: 1, n: 1, ArrowLeft: -1, p: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#goTo(reader.state.at + step);
  };

  /** @param {number} page */
  #goTo(page) {
    if (page < 1 || page > reader.state.total) return;
    this._chosen = -1;
    reader.set({ at: page });
  }

  /** @param {File|undefined} file */
  async #read(file) {
    this._chosen = -1;
    await readFile(file);
    if (reader.state.phase === 'empty' && reader.state.choice.task === 'LOCATE') this.renderRoot.querySelector('pin-engines')?.focusTarget();
  }

  #pick() {
    /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input[type=file]')).click();
  }

  focusFirst() {
    this.renderRoot.querySelector('.drop button')?.focus();
  }

  /** @param {() => string|Promise<string>} text @param {string} done */
  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(await text());
      notify(done);
    } catch {
      notify(t('problem.clipboard'), 'error');
    }
  }

  async #json() {
    return JSON.stringify(await api.handedIn(reader.state.job, 'json'), null, 2);
  }

  /** @param {() => string|Promise<string>} text @param {string} ending @param {string} type */
  async #save(text, ending, type) {
    try {
      const url = URL.createObjectURL(new Blob([await text()], { type }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${reader.state.name.replace(/\.[^.]+$/, '') || 'page'}.${ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  render() {
    const { phase } = reader.state;
    return html`${phase === 'empty' ? this.#start() : this.#result()}
      <input type="file" hidden accept="image/*,.pdf,.tif,.tiff,.docx,.doc,.odt,.xlsx,.pptx" @change=${(event) => {
        const [file] = event.target.files;
        event.target.value = '';
        this.#read(file);
      }}>`;
  }

  #engines(disabled) {
    if (this._statusProblem) return html`<div class="problem" role="alert">${icon('alert')}<span>${this._statusProblem}</span></div>`;
    if (this._ocr?.engines.length === 0) return html`<div class="note" role="note">${icon('alert')}<span>${t('read.off')}</span></div>`;
    return html`<pin-engines .engines=${this._ocr?.engines ?? []} .choice=${reader.state.choice} .disabled=${disabled} @choice=${(event) => reader.set({ choice: event.detail, problem: null })}></pin-engines>`;
  }

  /** Whether the same file can be read in more than one way. */
  get #hasChoice() {
    const engines = this._ocr?.engines ?? [];
    return reader.state.phase !== 'done' || engines.length > 1 || engines.some((engine) => engine.modes.length > 0 || engine.tasks.length > 1 || engine.prompts);
  }

  get #kept() {
    return this._ocr ? t('read.kept', { time: span(this._ocr.keepResultsSeconds) }) : t('read.notIndexed');
  }

  #start() {
    const { problem } = reader.state;
    const off = this._ocr?.engines.length === 0;
    return html`<div class="start">
      <div><h1>${t('read.title')}</h1><p class="lead">${t('read.lead')}</p></div>
      ${this.#engines(false)}
      ${problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${problem}</span></div>` : nothing}
      ${off ? nothing : html`<div class="drop">${icon('scan')}<strong>${t('read.drop')}</strong><span class="soft">${t('read.paste')}</span>
        <div class="buttons"><button class="button primary" @click=${() => this.#pick()}>${t('read.choose')}</button></div></div>`}
      <p class="kept">${this.#kept}</p>
    </div>`;
  }

  #result() {
    const { phase, name, file, sheets, at, total, job } = reader.state;
    const busy = phase === 'sending' || phase === 'reading';
    const isRead = [...sheets.values()].some((sheet) => sheet.page && !sheet.page.problem);
    return html`<div class="result">
      <div class="head">
        <div class="title">
          <h1 title=${name}>${name || t('state.loading')}</h1>
          ${busy ? html`<button class="button small stop" @click=${() => cancelReading().catch((error) => notify(error.message, 'error'))}>${icon('stop')}${t('action.cancel')}</button>` : nothing}
          ${isRead
            ? html`<button class="button small copy" @click=${() => this.#copy(wholeMarkdown, t('read.copied'))}>${icon('copy')}${t('read.copy')}</button>
                <pin-menu .label=${t('read.more')} .items=${[
                  { label: t('read.copyJson'), icon: 'copy', run: () => this.#copy(() => this.#json(), t('read.copied')) },
                  { label: t('read.saveMarkdown'), icon: 'download', run: () => this.#save(wholeMarkdown, 'md', 'text/markdown') },
                  { label: t('read.saveJson'), icon: 'download', run: () => this.#save(() => this.#json(), 'json', 'application/json') },
                ]}></pin-menu>`
            : nothing}
          ${busy ? nothing : html`<button class="button small other" @click=${() => forgetReading()}>${icon('plus')}${t('read.other')}</button>`}
        </div>
        ${busy || !file || !this.#hasChoice ? nothing : html`<div class="again">${this.#engines(false)}<button class="button reread" @click=${() => this.#read(file)}>${icon('retry')}${t('read.again')}</button></div>`}
        ${this.#standing()}
      </div>
      ${job
        ? html`<div class="bar2 paging" ?hidden=${wide.matches}>${this.#pager(at, total)}<span class="gap"></span>${this.#panes()}</div>
          <div class="body">
            <div class="pane ${this._pane === 'page' ? '' : 'away'}">${this.#page(job, at, total)}</div>
            <div class="pane ${this._pane === 'text' ? '' : 'away'}">${this.#text(at)}</div>
          </div>`
        : nothing}
    </div>`;
  }

  #standing() {
    const { phase, fraction, total, stage, sheets, problem } = reader.state;
    const done = [...sheets.values()].filter((sheet) => sheet.page).length;
    const failed = [...sheets.values()].filter((sheet) => sheet.page?.problem).length;
    switch (phase) {
      case 'sending':
        return html`<div class="standing" role="status"><span>${t('upload.sending')}</span><div class="bar"><i .style=${`width:${Math.round(fraction * 100)}%`}></i></div></div>`;
      case 'reading': {
        const share = total > 0 ? done / total : null;
        return html`<div class="standing" role="status"><span>${total > 0 ? t('read.progress', { done: number(done), total: number(total) }) : stage ? word('stage', stage) : t('state.QUEUED')}</span>
          <div class="bar ${share ? '' : 'unknown'}"><i .style=${share ? `width:${Math.round(share * 100)}%` : ''}></i></div></div>`;
      }
      case 'cancelled':
        return html`<div class="note" role="status">${icon('alert')}<span>${t('read.cancelled', { done: number(done) })} <button class="button small" @click=${() => readMissing()}>${icon('retry')}${t('read.goOn')}</button></span></div>`;
      case 'failed':
        return html`<div class="problem" role="alert">${icon('alert')}<span>${problem}</span></div>`;
      default:
        return html`<div class="standing" role="status"><span>${many('read.done', done - failed)}${failed > 0 ? html` ${many('library.pagesFailed', failed)}.` : nothing} ${this.#kept}</span></div>`;
    }
  }

  #pager(at, total) {
    return total > 1
      ? html`<div class="pager"><button class="tool" title=${t('viewer.previousPage')} aria-label=${t('viewer.previousPage')} ?disabled=${at <= 1} @click=${() => this.#goTo(at - 1)}>${icon('left')}</button>
          <span aria-live="polite">${t('read.at', { page: number(at), total: number(total) })}</span>
          <button class="tool" title=${t('viewer.nextPage')} aria-label=${t('viewer.nextPage')} ?disabled=${at >= total} @click=${() => this.#goTo(at + 1)}>${icon('right')}</button></div>`
      : nothing;
  }

  /** Where there is room for one only, which. */
  #panes() {
    return html`<div class="switch" role="tablist" aria-label=${t('read.panes')} @keydown=${(event) => this.#tabKey(event, ['page', 'text'], this._pane, (pane) => (this._pane = pane))}>${['page', 'text'].map((pane) => html`
      <button role="tab" aria-selected=${this._pane === pane ? 'true' : 'false'} tabindex=${this._pane === pane ? 0 : -1} @click=${() => (this._pane = pane)}>${t(`read.pane.${pane}`)}</button>`)}</div>`;
  }

  /** @param {KeyboardEvent} event @param {string[]} all @param {string} now @param {(one: string) => void} choose */
  #tabKey(event, all, now, choose) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    choose(all[(all.indexOf(now) + step + all.length) % all.length]);
    const list = event.currentTarget;
    this.updateComplete.then(() => list.querySelector('[aria-selected=true]')?.focus());
  }

  #page(job, at, total) {
    const sheet = reader.state.sheets.get(at);
    const page = sheet?.page;
    const shape = page?.width ? page.width / page.height : undefined;
    return html`${wide.matches && total > 1 ? html`<div class="bar2">${this.#pager(at, total)}</div>` : nothing}
      <pin-blocks .src=${api.handedInImageUrl(job, at, IMAGE_WIDTH, sheet?.turn ?? 0)} .number=${at} .shape=${shape ?? 1 / Math.SQRT2} .blocks=${sheet?.blocks ?? []} .chosen=${this._chosen} @block-chosen=${(event) => this.#choose(event.detail)}></pin-blocks>`;
  }

  /** Shows a block among the others. @param {number} index */
  async #choose(index) {
    this._chosen = index;
    this._form = 'blocks';
    await this.updateComplete;
    this.renderRoot.querySelector(`.blocks [data-index='${index}']`)?.scrollIntoView({ block: 'nearest' });
  }

  #text(at) {
    const sheet = reader.state.sheets.get(at);
    const page = sheet?.page;
    const tabs = html`<div class="bar2"><div role="tablist" aria-label=${t('read.form')} @keydown=${(event) => this.#tabKey(event, FORMS, this._form, (form) => (this._form = form))}>${FORMS.map((form) => html`
      <button role="tab" aria-selected=${this._form === form ? 'true' : 'false'} tabindex=${this._form === form ? 0 : -1} @click=${() => (this._form = form)}>${t(`read.form.${form}`)}</button>`)}</div></div>`;
    if (page?.problem) return html`${tabs}<div class="problem" role="alert">${icon('alert')}<span>${said(page.problem)}</span></div>`;
    return html`${tabs}
      ${page ? html`<p class="took ${isSure(page) ? '' : 'weak'}" title=${whyRead(page)}>${[...effort(page), page.confidence === undefined ? '' : t('viewer.sureness', { percent: percentOf(page.confidence) })].filter(Boolean).join(' · ')}${page.sourceCode === 'FALLBACK' ? html`<br>${whyRead(page)}` : nothing}</p>` : nothing}
      <div role="tabpanel" aria-label=${t(`read.form.${this._form}`)} lang="">${this.#formed(sheet)}</div>`;
  }

  /** @param {import('../lib/reader.js').Sheet|undefined} sheet */
  #formed(sheet) {
    const { phase } = reader.state;
    const page = sheet?.page;
    if (!sheet || (!page && sheet.blocks.length === 0 && !sheet.written)) {
      return html`<p class="waiting" role="status">${phase === 'reading' ? t('read.waiting') : t('read.notRead')}</p>`;
    }
    if (this._form === 'blocks') {
      return sheet.blocks.length > 0
        ? html`<ol class="blocks">${sheet.blocks.map((block, index) => html`<li><button data-index=${index} aria-pressed=${index === this._chosen ? 'true' : 'false'} @click=${() => (this._chosen = index === this._chosen ? -1 : index)}>
            <span class="kind">${swatch(block.type)}${word('block', block.type)}${block.label ? html`<code>${block.label}</code>` : nothing}</span>
            ${block.text ? html`<span class="plain">${block.text.replaceAll('\t', '  |  ')}</span>` : nothing}</button></li>`)}</ol>`
        : html`<p class="waiting">${t('read.noBlocks')}</p>`;
    }
    if (!page) {
      return html`${sheet.blocks.map((block) => (block.text ? html`<p class="plain">${block.text.replaceAll('\t', '  |  ')}</p>` : nothing))}
        ${sheet.written ? html`<p class="plain writing">${sheet.written.trimStart().replaceAll('\t', '  |  ')}</p>` : nothing}`;
    }
    if (!page.markdown?.trim()) return html`<p class="waiting">${t('read.empty')}</p>`;
    // Without blocks it is what a model wrote, as it came.
    return this._form === 'source' ? html`<pre class="source">${page.markdown}</pre>` : html`<div class="text">${markdown(page.markdown, undefined, { raw: sheet.blocks.length === 0, figure: (figure) => this.#figure(page.number, figure) })}</div>`;
  }

  /** What models say that a figure shows. @param {number} page @param {number} figure its number on the page */
  #figure(page, figure) {
    const { readings, busy, problem } = askedOf(page, figure);
    return keyed(`${page}/${figure}`, html`<pin-figure role="group" lang=${language()} aria-label=${t('figures.title', { number: figure })} .readings=${readings} .engines=${this._ocr?.engines ?? null} .busy=${busy} .problem=${problem ?? this._statusProblem}
      .hint=${t('figures.onlyRead')} @figure-asked=${(event) => askFigure(page, figure, event.detail)}></pin-figure>`);
  }
}

customElements.define('pin-read', PinRead);
